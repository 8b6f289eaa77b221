package dev.recommender.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.Condition;
import dev.recommender.Diversity;
import dev.recommender.EventType;
import dev.recommender.InvalidParametersException;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00.123Z");

    @Test
    void whatIsWrittenIsReadAsTheSameQuery() {
        Random random = new Random(11);
        for (int round = 0; round < 2_000; round++) {
            Query query = randomQuery(random);

            Query read = QueryJson.read(QueryJson.write(query));

            assertThat(read).as(QueryJson.write(query)).isEqualTo(query);
            assertThat(read.toString()).isEqualTo(query.toString());
        }
    }

    @Test
    void theFormIsTheOneDescribed() {
        Query query = Query.user("u42")
                .and("bow")
                .and("violin", EventType.PURCHASE, NOW)
                .count(5)
                .exclude("case")
                .where(Condition.feature("price", "low", "middle"))
                .explain();

        assertThat(QueryJson.write(query))
                .isEqualTo("{\"user\":\"u42\",\"seeds\":[\"bow\",{\"item\":\"violin\",\"type\":\"Purchase\","
                        + "\"time\":\"2026-11-29T12:00:00.123Z\"}],\"count\":5,\"exclude\":[\"case\"],"
                        + "\"where\":[{\"feature\":\"price\",\"values\":[\"low\",\"middle\"]}],\"explain\":true}");
    }

    @Test
    void anEmptyObjectAndNullsAreTheDefaults() {
        assertThat(QueryJson.read("{}")).isEqualTo(Query.popular());
        assertThat(QueryJson.read(
                        "{\"user\":null,\"count\":null,\"exclude\":null,\"backfill\":null,\"diversity\":null}"))
                .isEqualTo(Query.popular());
    }

    @Test
    void aPredicateCannotBeSent() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QueryJson.write(Query.popular().where(item -> true)))
                .withMessageContaining("Condition");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []                                        | not a JSON object
            {"user":                                  | not JSON
            {"user":7}                                | user must be a text: 7
            {"user":" "}                              | user must not be blank
            {"users":"a"}                             | users is not a field of a query
            {"recency":"newest"}                      | recency must be one of linear, quadratic, logarithmic, reciprocal, or
            {"recency":"PT0S"}                        | half-life of a recency must be positive: PT0S
            {"recency":3}                             | recency must be a text: 3
            {"count":0}                               | count must be at least 1: 0
            {"count":2.5}                             | count must be a whole number: 2.5
            {"count":"7"}                             | count must be a whole number: "7"
            {"explain":1}                             | explain must be true or false: 1
            {"at":"yesterday"}                        | at must be a moment such as 2026-11-29T12:00:00Z: yesterday
            {"seeds":"bow"}                           | seeds must be a list: "bow"
            {"seeds":[7]}                             | seeds: seed must be an object: 7
            {"seeds":[{"type":"Click"}]}              | seeds: item is missing
            {"seeds":[{"item":"a","wieght":1}]}       | seeds: wieght is not a field of a seed
            {"seeds":[{"item":"a","weight":1e300}]}   | weight must lie between
            {"onlyItems":[1]}                         | onlyItems must be a list of texts: [1]
            {"onlyItems":[["a"],["b",2]]}             | onlyItems[1] must be a list of texts: ["b",2]
            {"exclude":"a"}                           | exclude must be a list of texts: "a"
            {"minScore":"high"}                       | minScore must be a number: "high"
            {"boosts":[{"items":["a"]}]}              | boosts: factor is missing
            {"boosts":[{"factor":2}]}                 | boosts: items is missing
            {"diversity":{"maxLoss":0.5}}             | diversity: strength is missing
            {"diversity":{"strength":0,"maxLoss":2}}  | maxLoss must be from 0 to 1: 2.0
            {"where":[{"feature":7}]}                 | where: feature must be a text: 7
            {"where":[{"all":[{"not":null}]}]}        | where: all: not is missing
            {"boosts":[{"items":["a"],"factor":0}]}   | factor of a boost must be from 1e-100 to 1e100: 0.0
            {"diversity":{"strength":2}}              | diversity: strength must be from 0 to 1: 2.0
            {"where":[{}]}                            | a condition needs category, feature, all, any or not
            {"where":[{"category":[]}]}               | needs a category
            {"where":[{"not":{"feature":"a","b":1}}]} | b is not a field of a condition
            """)
    void whatIsWrongIsNamed(String json, String problem) {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read(json))
                .withMessageContaining(problem);
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read("{\"count\":0,\"usr\":\"a\",\"seeds\":[{\"item\":7}]}"))
                .satisfies(e -> assertThat(e.violations()).hasSize(3));
    }

    @Test
    void everythingThatIsWrongInsideElementsIsNamedAtOnce() {
        String json = """
                {"seeds": [{"item": " ", "weight": "much", "tme": 1}, {"type": 3}],
                 "boosts": [{"items": [1], "factor": 0}, {}],
                 "diversity": {"strength": 2, "maxLoss": -1},
                 "where": [{"all": [{"category": [" "]}, {"feature": 1, "values": [2]}, {"not": {}}]},
                           {"any": 7, "none": 1}]}
                """;

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read(json))
                .satisfies(e -> assertThat(e.violations())
                        .containsExactly(
                                "seeds: item must not be blank: \" \"",
                                "seeds: weight must be a number: \"much\"",
                                "seeds: tme is not a field of a seed; use time, or another of [item, type, weight, time]",
                                "seeds: item is missing",
                                "seeds: type must be a text: 3",
                                "where: all: category or value must not be blank: \" \"",
                                "where: all: values must be a list of texts: [2]",
                                "where: all: feature must be a text: 1",
                                "where: all: not: a condition needs category, feature, all, any or not: {}",
                                "where: any must be a list: 7",
                                "where: none is not a field of a condition; use some of [category, feature, values, all, any, not]",
                                "boosts: items must be a list of texts: [1]",
                                "boosts: factor of a boost must be from 1e-100 to 1e100: 0.0",
                                "boosts: items is missing",
                                "boosts: factor is missing",
                                "diversity: strength must be from 0 to 1: 2.0",
                                "diversity: maxLoss must be from 0 to 1: -1.0"));
    }

    @Test
    void fieldsOfAConditionThatStandAloneOrBesideOthersAreToldApart() {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read("{\"where\":[{\"values\":[\"a\"]}]}"))
                .satisfies(refused -> assertThat(refused.violations())
                        .containsExactly("where: a condition needs category, feature, all, any or not:"
                                + " {\"values\":[\"a\"]}"));
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read("{\"where\":[{\"category\":[\"a\"],\"any\":[]}]}"))
                .satisfies(refused -> assertThat(refused.violations())
                        .containsExactly("where: any cannot stand beside the other fields; leave it out"));
    }

    /** The parts of a violation are where it stands in the JSON, what was given, and what is allowed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"count":0}                                    | count                          | 0      | must be at least 1
            {"count":"5"}                                  | count                          | 5      | must be a whole number
            {"cuont":3}                                    | cuont                          |        | use count, or another of [user,
            {"color":3}                                    | color                          |        | use some of [user, seeds,
            {"seeds":["a",{"item":"b","weight":"much"}]}   | seeds[1].weight                | much   | must be a number
            {"seeds":["a"," "]}                            | seeds[1]                       | ` `    | must not be blank
            {"seeds":[7]}                                  | seeds[0]                       | 7      | give an object
            {"seeds":[{"type":"Click"}]}                   | seeds[0].item                  |        | add it
            {"recency":"soon: 5m"}                         | recency                        | soon: 5m | must be one of linear,
            {"at":"noon: 12"}                              | at                             | noon: 12 | must be a moment such as
            {"exclude":[["a"],["b",1]]}                    | exclude[1]                     | ["b",1] | must be a list of texts
            {"boosts":[{"items":["a"],"factor":0}]}        | boosts[0].factor               | 0      | must be from 1e-100 to 1e100
            {"diversity":{"strength":2}}                   | diversity.strength             | 2      | must be from 0 to 1
            {"where":[{"all":[{"feature":7}]}]}            | where[0].all[0].feature        | 7      | must be a text
            {"where":[{"not":{}}]}                         | where[0].not                   | {}     | give it one of category,
            """)
    void partsOfAViolationAreNotCutFromItsSentence(String json, String field, String value, String remedy) {
        Violation violation = catchThrowableOfType(InvalidParametersException.class, () -> QueryJson.read(json))
                .details()
                .get(0);

        assertThat(violation.field()).contains(field);
        assertThat(violation.value()).isEqualTo(Optional.ofNullable(value));
        assertThat(violation.remedy().orElse("")).startsWith(remedy);
    }

    @Test
    void whereTextIsNotJsonIsSaidWithoutTheParsersNoise() {
        Violation violation = catchThrowableOfType(
                        InvalidParametersException.class, () -> QueryJson.read("{\"user\":\n \"a\""))
                .details()
                .get(0);

        assertThat(violation.detail())
                .startsWith("query: not JSON: line 2, column ")
                .contains("line: 1, column: 1")
                .doesNotContain("Source", "REDACTED", "StreamReadFeature");
        assertThat(violation.field()).isEmpty();
        assertThat(violation.remedy().orElse("")).startsWith("correct the JSON at line 2, column ");
    }

    @Test
    void whatHasNoEffectIsNamed() {
        Seed untimed = Seed.of("a");
        Seed timed = untimed.at(NOW);
        Query recent = Query.popular().recency(Recency.reciprocal());
        Query halved = Query.popular().recency(Recency.halfLife(Duration.ofMinutes(10)));

        assertThat(fields(recent)).containsExactly("recency");
        assertThat(fields(recent.forUser("u"))).containsExactly("recency");
        assertThat(fields(recent.and(untimed))).isEmpty();
        assertThat(fields(halved.and(untimed))).containsExactly("recency");
        assertThat(fields(halved.and(untimed).and(timed))).isEmpty();
        Query all = Query.popular().at(NOW).includeSeen().explain();
        assertThat(fields(all)).containsExactly("at", "includeSeen", "explain");
        assertThat(fields(all.and(untimed))).isEmpty();
        assertThat(fields(all.forUser("u"))).isEmpty();
        assertThat(fields(
                        Query.popular().count(3).withoutBackfill().exclude("a").minScore(1)))
                .isEmpty();
    }

    private static List<String> fields(Query query) {
        return query.withoutEffect().stream()
                .map(violation -> violation.field().orElse(""))
                .toList();
    }

    @Test
    void maxLossIsOneUnlessGiven() {
        assertThat(QueryJson.read("{\"diversity\":{\"strength\":0.5}}"))
                .isEqualTo(Query.popular().diversity(new Diversity(0.5, 1)));
    }

    @Test
    void aLongChainOfConditionsIsReadBack() {
        Condition all = Condition.category("c");
        Condition any = Condition.category("c");
        for (int more = 0; more < 100; more++) {
            all = more % 2 == 0
                    ? all.and(Condition.feature("f" + more))
                    : Condition.feature("f" + more).and(all);
            any = any.or(Condition.feature("f" + more));
        }
        Query query = Query.popular().where(all).where(any);

        assertThat(QueryJson.read(QueryJson.write(query))).isEqualTo(query);
    }

    @Test
    void aConditionTooDeepToBeReadIsNotWritten() {
        Condition condition = Condition.category("c");
        for (int depth = 2; depth <= 60; depth++) {
            Condition other = Condition.feature("f" + depth);
            condition = depth % 2 == 0 ? condition.and(other) : condition.or(other);
            Query query = Query.popular().where(condition);
            if (depth <= 20) {
                assertThat(QueryJson.read(QueryJson.write(query))).isEqualTo(query);
            } else {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> QueryJson.write(query))
                        .withMessage("a condition must not be nested more than 20 deep");
            }
        }
    }

    @Test
    void conditionsAreNotNestedWithoutEnd() {
        String deep = "{\"not\":".repeat(200) + "{\"category\":[\"a\"]}" + "}".repeat(200);

        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> QueryJson.read("{\"where\":[" + deep + "]}"))
                .withMessageContaining("nested");
    }

    private static Recency randomRecency(Random random) {
        return random.nextBoolean()
                ? Recency.ByPosition.values()[random.nextInt(4)]
                : Recency.halfLife(Duration.ofMillis(1 + random.nextInt(1_000_000)));
    }

    static Query randomQuery(Random random) {
        Query query = random.nextBoolean() ? Query.user("ü " + random.nextInt(9)) : Query.popular();
        for (int seed = random.nextInt(3); seed > 0; seed--) {
            query = query.and(randomSeed(random));
        }
        query = random.nextBoolean() ? query.recency(randomRecency(random)) : query;
        query = random.nextBoolean() ? query.count(1 + random.nextInt(50)) : query;
        query = random.nextBoolean() ? query.includeSeen() : query;
        query = random.nextBoolean() ? query.withoutBackfill() : query;
        query = random.nextBoolean() ? query.at(NOW.plusMillis(random.nextInt())) : query;
        for (int set = random.nextInt(3); set > 0; set--) {
            query = query.onlyItems(randomSet(random));
        }
        for (int set = random.nextInt(3); set > 0; set--) {
            query = query.exclude(randomSet(random));
        }
        for (int condition = random.nextInt(3); condition > 0; condition--) {
            query = query.where(randomCondition(random, 3));
        }
        query = random.nextBoolean() ? query.minScore(random.nextGaussian()) : query;
        for (int boost = random.nextInt(3); boost > 0; boost--) {
            query = query.boost(randomSet(random), random.nextDouble() + 0.1);
        }
        query = random.nextBoolean() ? query.maxPerCategory(1 + random.nextInt(4)) : query;
        query = random.nextBoolean() ? query.diversity(new Diversity(random.nextDouble(), random.nextDouble())) : query;
        return random.nextBoolean() ? query.explain() : query;
    }

    private static Seed randomSeed(Random random) {
        Seed seed = Seed.of("item \"" + random.nextInt(9) + "\"");
        seed = random.nextBoolean() ? seed.type(EventType.of(random.nextBoolean() ? "Click" : "Rated")) : seed;
        seed = random.nextBoolean() ? seed.weight(random.nextGaussian()) : seed;
        return random.nextBoolean() ? seed.at(NOW.minusMillis(random.nextInt(1 << 30))) : seed;
    }

    private static ItemSet randomSet(Random random) {
        return ItemSet.of(random.ints(1 + random.nextInt(4), 0, 9)
                .mapToObj(number -> "i" + number)
                .toList());
    }

    private static Condition randomCondition(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 6)) {
            case 0 -> Condition.category("c" + random.nextInt(3), "d");
            case 1 -> Condition.feature("f" + random.nextInt(3));
            case 2 -> Condition.feature("f", "v" + random.nextInt(3), "w");
            case 3 ->
                new Condition.All(List.of(randomCondition(random, depth - 1), randomCondition(random, depth - 1)));
            case 4 -> new Condition.Any(List.of(randomCondition(random, depth - 1)));
            default -> randomCondition(random, depth - 1).negate();
        };
    }
}
