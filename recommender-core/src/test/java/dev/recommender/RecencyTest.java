package dev.recommender;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What seeds count by their recency. */
class RecencyTest {
    private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");

    /** Any two items go together once, so that a score is the sum of the seeds' affinities. */
    private static final Recommender RECOMMENDER = SarTrainer.builder()
            .similarity(Similarity.COOCCURRENCE)
            .supportThreshold(1)
            .withoutDecay()
            .build()
            .train(UsageEvents.of(List.of("a", "b", "c", "d", "target").stream()
                    .map(item -> UsageEvent.of("u", item))
                    .toList()))
            .model()
            .recommender();

    @ParameterizedTest
    @CsvSource({
        "linear, 0.25, 0.5, 0.75, 1",
        "quadratic, 0.0625, 0.25, 0.5625, 1",
        "logarithmic, 0.43067655807, 0.5, 0.63092975357, 1",
        "reciprocal, 0.25, 0.33333333333, 0.5, 1"
    })
    void byPositionTheLastSeedCountsMost(String name, double a, double b, double c, double d) {
        Query query = Query.items("a", "b", "c", "d").recency(Recency.parse(name));

        assertThat(affinities(query).get("a")).isCloseTo(a, within(1e-10));
        assertThat(affinities(query).get("b")).isCloseTo(b, within(1e-10));
        assertThat(affinities(query).get("c")).isCloseTo(c, within(1e-10));
        assertThat(affinities(query).get("d")).isEqualTo(d);
        assertThat(score(query)).isCloseTo(a + b + c + d, within(1e-10));
    }

    @Test
    void byTimeTheNewestSeedCountsInFullAndOthersByTheirDistanceToIt() {
        Query query = Query.seeds(List.of(
                        Seed.of("a").at(NOW.minus(Duration.ofMinutes(20))),
                        Seed.of("b").at(NOW).weight(3),
                        Seed.of("c").at(NOW.minus(Duration.ofMinutes(5))),
                        Seed.of("d")))
                .recency(Recency.halfLife(Duration.ofMinutes(10)));

        assertThat(affinities(query))
                .containsEntry("a", 0.25)
                .containsEntry("b", 3.0)
                .hasEntrySatisfying("c", value -> assertThat(value).isCloseTo(Math.sqrt(0.5), within(1e-12)))
                .containsEntry("d", 1.0);
    }

    @Test
    void weightsAndRepeatedItemsAreMultipliedAndAddedUp() {
        Query query =
                Query.popular().and(Seed.of("a").weight(4)).and("b").and("a").recency(Recency.reciprocal());

        assertThat(affinities(query).get("a")).isCloseTo(4 / 3.0 + 1, within(1e-12));
        assertThat(affinities(query)).containsEntry("b", 0.5);
    }

    @Test
    void seedsOfOneMomentAreOneStep() {
        Query query = Query.seeds(List.of(
                        Seed.of("a").at(NOW),
                        Seed.of("b").at(NOW.plusSeconds(1)),
                        Seed.of("c").at(NOW.plusSeconds(1)),
                        Seed.of("d").at(NOW.plusSeconds(2))))
                .recency(Recency.reciprocal());

        assertThat(affinities(query))
                .containsEntry("b", 0.5)
                .containsEntry("c", 0.5)
                .containsEntry("d", 1.0);
        assertThat(affinities(query).get("a")).isEqualTo(1 / 3.0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "quadratic", "logarithmic", "reciprocal"})
    void timesOrderSeedsInWhateverOrderTheyCome(String name) {
        List<Seed> ascending = List.of(
                Seed.of("a").at(NOW),
                Seed.of("b").at(NOW.plusSeconds(1)),
                Seed.of("c").at(NOW.plusSeconds(1)),
                Seed.of("d").at(NOW.plusSeconds(2)));
        Map<String, Double> expected = affinities(Query.seeds(ascending).recency(Recency.parse(name)));
        assertThat(expected.get("a")).isLessThan(expected.get("b"));

        for (int[] order : new int[][] {{3, 2, 1, 0}, {1, 0, 3, 2}, {2, 3, 1, 0}}) {
            Query query =
                    Query.seeds(IntStream.of(order).mapToObj(ascending::get).toList());
            assertThat(affinities(query.recency(Recency.parse(name)))).isEqualTo(expected);
        }
    }

    @Test
    void oneSeedWithoutATimeLetsTheGivenOrderCount() {
        Query query = Query.seeds(List.of(
                        Seed.of("a").at(NOW.plusSeconds(2)),
                        Seed.of("b"),
                        Seed.of("c").at(NOW),
                        Seed.of("d").at(NOW)))
                .recency(Recency.reciprocal());

        assertThat(affinities(query))
                .containsEntry("a", 1 / 3.0)
                .containsEntry("b", 0.5)
                .containsEntry("c", 1.0)
                .containsEntry("d", 1.0);
    }

    @Test
    void anItemThatTheModelDoesNotKnowIsAStep() {
        assertThat(affinities(Query.items("a", "unheard of", "b").recency(Recency.reciprocal()))
                        .get("a"))
                .isEqualTo(1 / 3.0);
    }

    @Test
    void aSingleSeedAndAHistoryCountAsWithoutRecency() {
        for (Recency recency :
                List.of(Recency.linear(), Recency.logarithmic(), Recency.halfLife(Duration.ofMillis(1)))) {
            Query single = Query.items("a").includeSeen().explain();
            assertThat(RECOMMENDER.recommend(single.recency(recency))).isEqualTo(RECOMMENDER.recommend(single));
            Query user = Query.user("u").includeSeen().explain();
            assertThat(RECOMMENDER.recommend(user.recency(recency))).isEqualTo(RECOMMENDER.recommend(user));
        }
    }

    /** Doubles end after 1,074 half-lives; what speaks for an item alone ranks it before popular ones however long ago. */
    @ParameterizedTest
    @ValueSource(longs = {250, 299, 300, 301, 1_000, 1_100, 100_000, 1L << 50})
    void aSeedOfLongAgoIsNotLost(long halfLives) {
        Recommender twoShops = SarTrainer.builder()
                .similarity(Similarity.COOCCURRENCE)
                .supportThreshold(1)
                .withoutDecay()
                .build()
                .train(UsageEvents.of(List.of(
                        UsageEvent.of("u", "old"),
                        UsageEvent.of("u", "of the old"),
                        UsageEvent.of("v", "new"),
                        UsageEvent.of("v", "of the new"),
                        UsageEvent.of("w", "popular"),
                        UsageEvent.of("x", "popular"))))
                .model()
                .recommender();
        List<Recommendation> list = new ArrayList<>(twoShops.recommend(Query.seeds(List.of(
                        Seed.of("old").at(Instant.EPOCH), Seed.of("new").at(Instant.EPOCH.plusMillis(halfLives))))
                .recency(Recency.halfLife(Duration.ofMillis(1)))));

        assertThat(list).extracting(Recommendation::item).containsExactly("of the new", "of the old", "popular");
        assertThat(list.get(0).score()).isEqualTo(1);
        if (halfLives <= 1_000) {
            assertThat(list.get(1).score()).isEqualTo(Math.scalb(1.0, (int) -halfLives));
        }
        assertThat(list.get(1).source()).isEqualTo(Recommendation.Source.MODEL);
    }

    @Test
    void aTextStandsForARecency() {
        for (Recency recency : List.of(
                Recency.linear(),
                Recency.quadratic(),
                Recency.logarithmic(),
                Recency.reciprocal(),
                Recency.halfLife(Duration.ofMinutes(10)))) {
            assertThat(Recency.parse(recency.toString())).isEqualTo(recency);
            assertThat(Recency.parse(" " + recency.toString().toUpperCase(Locale.ROOT)))
                    .isEqualTo(recency);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recency.parse("div"))
                .withMessage(
                        "recency must be one of linear, quadratic, logarithmic, reciprocal, or a half-life with its"
                                + " unit, such as 10m, 1h30m or PT10M: div");
        assertThat(Recency.parse("90s")).isEqualTo(Recency.halfLife(Duration.ofSeconds(90)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recency.parse("10"))
                .withMessageEndingWith(": 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recency.halfLife(Duration.ZERO))
                .withMessage("half-life of a recency must be positive: PT0S");
    }

    private static double score(Query query) {
        return RECOMMENDER.recommend(query).stream()
                .filter(item -> item.item().equals("target"))
                .findFirst()
                .orElseThrow()
                .score();
    }

    private static Map<String, Double> affinities(Query query) {
        return RECOMMENDER.recommend(query.explain()).stream()
                .filter(item -> item.item().equals("target"))
                .flatMap(item -> item.because().stream())
                .collect(Collectors.toMap(Contribution::seed, Contribution::affinity));
    }
}
