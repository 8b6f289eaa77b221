package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Contribution;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Scores on each scale keep their order, their contributions and their predictions. */
class ScalesTest {
    static LongStream firstSeeds() {
        return LongStream.range(2000, 2010);
    }

    static LongStream moreSeeds() {
        return LongStream.range(2010, 2080);
    }

    static LongStream seeds() {
        return LongStream.concat(firstSeeds(), moreSeeds());
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void everyScaleKeepsTheOrder(long seed) {
        RandomShop shop = new RandomShop(seed);
        Recommender raw = train(shop, ScoreScale.RAW);
        Recommender unit = train(shop, ScoreScale.UNIT_INTERVAL);
        Recommender rating = train(shop, ScoreScale.RATING);
        for (int round = 0; round < 10; round++) {
            Query query =
                    Query.user(shop.user()).and(shop.item()).withoutBackfill().count(100);
            Recommendations expected = raw.recommend(query);
            for (Recommender scaled : new Recommender[] {unit, rating}) {
                assertThat(scaled.recommend(query).stream().map(Recommendation::item))
                        .containsExactlyElementsOf(
                                expected.stream().map(Recommendation::item).toList());
            }
            assertThat(unit.recommend(query)).allMatch(next -> next.score() >= 0 && next.score() <= 1);
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void everyScaleKeepsTheOrderOnMoreShops(long seed) {
        everyScaleKeepsTheOrder(seed);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("slow")
    void contributionsAddUpOnEveryScale(long seed) {
        RandomShop shop = new RandomShop(seed);
        for (ScoreScale scale : ScoreScale.values()) {
            Recommender recommender = train(shop, scale);
            String user = shop.user();
            Query query = Query.user(user).withoutBackfill().count(100).explain();
            double nothing = scale == ScoreScale.RATING
                    ? recommender.predict(user, "without evidence").orElse(0)
                    : 0;
            for (Recommendation next : recommender.recommend(query)) {
                double sum =
                        next.because().stream().mapToDouble(Contribution::score).sum();
                assertThat(sum).isCloseTo(next.score() - nothing, within(1e-9 * Math.max(1, Math.abs(next.score()))));
                assertThat(recommender.predict(user, next.item()).orElseThrow())
                        .isCloseTo(next.score(), within(1e-12 * Math.max(1, next.score())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void nothingIsPredictedForTheUnknown(long seed) {
        RandomShop shop = new RandomShop(seed);
        Recommender recommender = train(shop, ScoreScale.RAW);
        String item = shop.events.get(0).item();
        assertThat(recommender.predict("nobody", item)).isEmpty();
        assertThat(recommender.predict(shop.events.get(0).user(), "nothing")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void nothingIsPredictedForTheUnknownOnMoreShops(long seed) {
        nothingIsPredictedForTheUnknown(seed);
    }

    /** Positive weights only, and one item that nobody takes together with others. */
    private static Recommender train(RandomShop shop, ScoreScale scale) {
        UsageEvents events = UsageEvents.of(Stream.concat(
                        shop.events.stream()
                                .map(event ->
                                        event.weight(1 + Math.abs(event.item().hashCode() % 4))),
                        Stream.of(UsageEvent.of("hermit", "without evidence").weight(1)))
                .toList());
        return SarTrainer.builder()
                .supportThreshold(1)
                .scoreScale(scale)
                .build()
                .train(events)
                .model()
                .recommender();
    }
}
