package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @Test
    void answersAndSeedsArePrintedForPeople() {
        List<Contribution> because =
                List.of(new Contribution("a", 2, 0.125, 0.25), new Contribution("b", 1, 0.01, 0.01));
        assertThat(List.of(
                        new Recommendation("x", 0.247654321, Recommendation.Source.MODEL),
                        new Recommendation("y", 0, Recommendation.Source.POPULARITY),
                        new Recommendation("z", 0.26, Recommendation.Source.CONTENT, because)))
                .hasToString("[x 0.2477, y 0.000 (popularity), z 0.2600 (content) because of a 0.2500 and b 0.01000]");
        Seed seed = Seed.of("a").weight(2).type(EventType.PURCHASE).at(Instant.EPOCH);
        assertThat(Query.items("b").and(seed))
                .hasToString("Query[b, a Purchase × 2.0 at 1970-01-01T00:00:00Z, count 10]");
    }

    private static final Instant NOW = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void aQuerySaysWhatWasAsked() {
        Query query = Query.user("u42")
                .and("bow")
                .and("violin", EventType.PURCHASE)
                .and("case", EventType.CLICK, NOW)
                .and(Seed.of("rosin").weight(-2))
                .count(5)
                .includeSeen()
                .withoutBackfill()
                .at(NOW);
        assertThat(query.user()).contains("u42");
        assertThat(query.seeds())
                .containsExactly(
                        Seed.of("bow"),
                        Seed.of("violin").type(EventType.PURCHASE),
                        Seed.of("case").type(EventType.CLICK).at(NOW),
                        Seed.of("rosin").weight(-2));
        assertThat(query.count()).isEqualTo(5);
        assertThat(query.includesSeen()).isTrue();
        assertThat(query.backfills()).isFalse();
        assertThat(query.at()).contains(NOW);
    }

    @Test
    void aQueryCanBeReadInALog() {
        assertThat(Query.popular()).hasToString("Query[count 10]");
        assertThat(Query.user("u42").recency(Recency.reciprocal()))
                .hasToString("Query[user u42, recency reciprocal, count 10]");
        assertThat(Query.user("u42")
                        .count(3)
                        .onlyItems("a", "b")
                        .exclude("c")
                        .boost(ItemSet.of("d"), 1.5)
                        .where(item -> true)
                        .maxPerCategory(2)
                        .at(NOW)
                        .minScore(0.5)
                        .includeSeen()
                        .withoutBackfill()
                        .explain())
                .hasToString("Query[user u42, count 3, at 2024-03-01T12:00:00Z, only ItemSet of 2 ids,"
                        + " without ItemSet of 1 ids, a predicate, ItemSet of 1 ids × 1.5, at most 2 per category,"
                        + " scores from 0.5, seen items too, no back-filling, explained]");
    }

    @Test
    void defaultsAreTenUnseenItemsFilledUpWithPopularOnes() {
        Query query = Query.popular();
        assertThat(query.user()).isEmpty();
        assertThat(query.seeds()).isEmpty();
        assertThat(query.count()).isEqualTo(10);
        assertThat(query.includesSeen()).isFalse();
        assertThat(query.backfills()).isTrue();
        assertThat(query.at()).isEmpty();
    }

    @Test
    void aQueryIsATemplateThatDoesNotChange() {
        List<Seed> seeds = new ArrayList<>(List.of(Seed.of("a")));
        Query template = Query.seeds(seeds);
        seeds.add(Seed.of("b"));
        Query changed = template.count(3).and("c").forUser("u");
        assertThat(template.seeds()).containsExactly(Seed.of("a"));
        assertThat(template.count()).isEqualTo(10);
        assertThat(template.user()).isEmpty();
        assertThat(changed.seeds()).containsExactly(Seed.of("a"), Seed.of("c"));
        assertThatThrownBy(() -> changed.seeds().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void queriesThatAskTheSameAreEqualAndEachOptionMakesADifference() {
        Predicate<CatalogItem> predicate = item -> true;
        Predicate<CatalogItem> another = item -> true;
        List<UnaryOperator<Query>> options = List.of(
                UnaryOperator.identity(),
                query -> query.forUser("other"),
                query -> query.and("bow"),
                query -> query.and("bow", EventType.PURCHASE),
                query -> query.and("bow", EventType.PURCHASE, NOW),
                query -> query.and(Seed.of("bow").weight(2)),
                query -> query.recency(Recency.linear()),
                query -> query.recency(Recency.halfLife(Duration.ofMinutes(10))),
                query -> query.recency(Recency.halfLife(Duration.ofMinutes(9))),
                query -> query.count(3),
                Query::includeSeen,
                Query::withoutBackfill,
                query -> query.at(NOW),
                query -> query.onlyItems("a", "b"),
                query -> query.onlyItems("a"),
                query -> query.exclude("a"),
                query -> query.where(Condition.category("shoes")),
                query -> query.where(Condition.category("boots")),
                query -> query.where(predicate),
                query -> query.where(another),
                query -> query.minScore(0.5),
                query -> query.boost(ItemSet.of("a"), 2),
                query -> query.boost(ItemSet.of("a"), 3),
                query -> query.boost(ItemSet.of("b"), 2),
                query -> query.maxPerCategory(2),
                query -> query.diversity(new Diversity(0.5, 0.5)),
                Query::explain);
        for (UnaryOperator<Query> option : options) {
            Query query = option.apply(Query.user("u"));
            for (UnaryOperator<Query> other : options) {
                Query asked = other.apply(Query.user("u"));
                assertThat(query.equals(asked)).as("%s and %s", query, asked).isEqualTo(option == other);
            }
            assertThat(query).hasSameHashCodeAs(option.apply(Query.user("u")));
        }
        assertThat(Query.popular().and("a").count(3).and("b"))
                .as("in whatever order options were given")
                .isEqualTo(Query.items("a", "b").count(3));
    }

    @Test
    void conditionsAndPredicatesMustAllHold() {
        Query query = Query.popular()
                .where(item -> item.id().startsWith("a"))
                .where(Condition.category("c"))
                .where(item -> item.id().endsWith("z"))
                .where(Condition.feature("f"));
        assertThat(query.conditions()).containsExactly(Condition.category("c"), Condition.feature("f"));
        assertThat(query.hasPredicate()).isTrue();
        CatalogItem fits = CatalogItem.of("a z").category("c").feature("f", "v");
        Predicate<CatalogItem> all = query.where().orElseThrow();
        assertThat(all.test(fits)).isTrue();
        assertThat(all.test(CatalogItem.of("a z").category("c"))).isFalse();
        assertThat(all.test(CatalogItem.of("a z").feature("f", "v"))).isFalse();
        assertThat(all.test(CatalogItem.of("a").category("c").feature("f", "v")))
                .isFalse();
        assertThat(all.test(CatalogItem.of("z").category("c").feature("f", "v")))
                .isFalse();
        assertThat(Query.popular().where()).isEmpty();
        Query data = Query.popular().where(Condition.category("c"));
        assertThat(data.hasPredicate()).isFalse();
        assertThat(data.where().orElseThrow().test(fits)).isTrue();
        assertThat(data).hasToString("Query[count 10, where category in [c]]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void aCountBelowOneIsRefused(int count) {
        assertRefused(() -> Query.popular().count(count), "count", Integer.toString(count));
        assertRefused(() -> Query.popular().maxPerCategory(count), "maxPerCategory", Integer.toString(count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void blankIdsAreRefused(String blank) {
        assertRefused(() -> Query.user(blank), "user", "\"" + blank + "\"");
        assertRefused(() -> Query.items("a", blank), "item", "\"" + blank + "\"");
        assertRefused(() -> Query.popular().and(blank), "item", "\"" + blank + "\"");
        assertRefused(() -> UsageEvent.of(blank, "item"), "user", "\"" + blank + "\"");
        assertRefused(() -> UsageEvent.of("user", blank), "item", "\"" + blank + "\"");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullsAreNamed() {
        assertNamed(() -> Query.user(null), "user");
        assertNamed(() -> Query.items("a", null), "item");
        assertNamed(() -> Query.items((List<String>) null), "items");
        assertNamed(() -> Query.seeds(null), "seeds");
        assertNamed(() -> Query.popular().and((Seed) null), "seed");
        assertNamed(() -> Query.popular().and("a", null), "type");
        assertNamed(() -> Query.popular().at(null), "at");
        assertNamed(() -> Query.popular().onlyItems((ItemSet) null), "items");
        assertNamed(() -> Query.popular().exclude((ItemSet) null), "items");
        assertNamed(() -> Query.popular().boost(null, 2), "items");
        assertNamed(() -> Query.popular().where((Predicate<CatalogItem>) null), "condition");
        assertNamed(() -> Query.popular().where((Condition) null), "condition");
        assertNamed(() -> Query.popular().diversity(null), "diversity");
        assertNamed(() -> Seed.of("a").at(null), "time");
        assertNamed(() -> UsageEvent.of(null, "a"), "user");
        assertNamed(() -> UsageEvent.of("u", null), "item");
        assertNamed(() -> UsageEvent.of("u", "a").at(null), "time");
        assertNamed(() -> UsageEvent.of("u", "a").type(null), "type");
    }

    private static void assertNamed(ThrowingCallable call, String field) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(field + " must not be null");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void weightsThatAreNotFiniteAreRefused(double weight) {
        assertRefused(() -> Seed.of("a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> UsageEvent.of("u", "a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> Query.popular().minScore(weight), "minScore", Double.toString(weight));
        assertRefused(() -> Query.popular().boost(ItemSet.of("a"), weight), "boost", Double.toString(weight));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e39, -1e39, 1e308})
    void weightsBeyondTheRangeOfFloatsAreRefused(double weight) {
        assertRefused(() -> Seed.of("a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> UsageEvent.of("u", "a").weight(weight), "weight", Double.toString(weight));
        assertRefused(() -> EventWeights.standard().with(EventType.CLICK, weight), "event type Click", "" + weight);
        assertThat(Seed.of("a").weight(Float.MAX_VALUE).weight()).hasValue(Float.MAX_VALUE);
    }

    @Test
    void timesThatMillisecondsCannotTellAreRefused() {
        for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.ofEpochMilli(Long.MIN_VALUE))) {
            assertRefused(() -> UsageEvent.of("u", "a").at(time), "time", time.toString());
            assertRefused(() -> Seed.of("a").at(time), "time", time.toString());
            assertRefused(() -> Query.popular().and("a", EventType.CLICK, time), "time", time.toString());
            assertRefused(() -> Query.popular().at(time), "time", time.toString());
        }
        Instant latest = Instant.ofEpochMilli(Long.MAX_VALUE);
        assertThat(UsageEvent.of("u", "a").at(latest).time()).contains(latest);
    }

    @Test
    void anEventKeepsWhatIsSaidOfIt() {
        UsageEvent event =
                UsageEvent.of("u", "i").at(NOW).type(EventType.PURCHASE).weight(0);
        assertThat(event.user()).isEqualTo("u");
        assertThat(event.item()).isEqualTo("i");
        assertThat(event.time()).contains(NOW);
        assertThat(event.type()).isEqualTo(EventType.PURCHASE);
        assertThat(event.weight()).hasValue(0);
        assertThat(UsageEvent.of("u", "i").time()).isEmpty();
        assertThat(UsageEvent.of("u", "i").weight()).isEmpty();
        assertThat(UsageEvent.of("u", "i").type()).isEqualTo(EventType.CUSTOM);
    }

    private static void assertRefused(ThrowingCallable call, String field, String value) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(field)
                .hasMessageContaining(value);
    }
}
