package dev.recommender.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.Recency;
import dev.recommender.benchmarks.WeighingRecommender;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.Counting;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionEventsTest {
    @Test
    void theSameArgumentsGiveTheSameSessions() {
        SyntheticEvents events = SessionEvents.generate(500, 100, 7);
        SyntheticEvents again = SessionEvents.generate(500, 100, 7);
        SyntheticEvents other = SessionEvents.generate(500, 100, 8);

        assertThat(again.item()).isEqualTo(events.item());
        assertThat(again.seconds()).isEqualTo(events.seconds());
        assertThat(other.item()).isNotEqualTo(events.item());
        assertThat(events.users()).isEqualTo(500);
        assertThat(SessionEvents.generate(700, 100, 7).item()).startsWith(events.item());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SessionEvents.generate(0, 100, 7))
                .withMessageContaining("sessions must be at least 1");
    }

    @Test
    void sessionsHaveTwoClicksOrMoreInTheOrderOfTime() {
        SyntheticEvents events = SessionEvents.generate(2_000, 300, 1);
        int[] clicks = new int[events.users()];
        for (int at = 0; at < events.size(); at++) {
            clicks[events.user()[at]]++;
            if (at > 0 && events.user()[at] == events.user()[at - 1]) {
                assertThat(events.seconds()[at] - events.seconds()[at - 1]).isBetween(2L, 240L);
            }
        }
        assertThat(Arrays.stream(clicks).min()).hasValue(2);
        assertThat((double) events.size() / events.users()).isBetween(5.0, 8.0);
    }

    @Test
    void shuffledSessionsHoldTheSameClicks() {
        SyntheticEvents events = SessionEvents.generate(300, 50, 3);
        SyntheticEvents shuffled = SessionEvents.shuffled(events, 1);

        assertThat(shuffled.item()).isNotEqualTo(events.item());
        assertThat(shuffled.seconds()).isEqualTo(events.seconds());
        for (int session = 0; session < 300; session++) {
            assertThat(clicks(shuffled, session)).isEqualTo(clicks(events, session));
        }
    }

    private static int[] clicks(SyntheticEvents events, int session) {
        return IntStream.range(0, events.size())
                .filter(at -> events.user()[at] == session)
                .map(at -> events.item()[at])
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("slow")
    void sequentialCountingIsBetterExactlyWhereOrderMatters(long seed) {
        requireGainExactlyWhereOrderMatters(seed, SessionEventsTest::gainOfOrder);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("slow")
    void recentSeedsCountMoreExactlyWhereOrderMatters(long seed) {
        requireGainExactlyWhereOrderMatters(seed, SessionEventsTest::gainOfRecency);
    }

    /** @param leastGain where the confidence interval of the gain starts */
    private static void requireGainExactlyWhereOrderMatters(long seed, ToDoubleFunction<SyntheticEvents> leastGain) {
        SyntheticEvents ordered = SessionEvents.generate(6_000, 500, seed);
        SyntheticEvents shuffled = SessionEvents.shuffled(ordered, seed);

        assertThat(leastGain.applyAsDouble(ordered)).as("where order matters").isPositive();
        assertThat(leastGain.applyAsDouble(shuffled)).as("where it does not").isNotPositive();
    }

    /**
     * What knowing the order gains over symmetric counts in which long units count less. They do so in sequential counts as
     * well, since items of a long unit are far from each other. That alone is a gain, whatever the order.
     */
    private static double gainOfOrder(SyntheticEvents events) {
        TestSet test = test(events);
        return low(test.measure(trainer().counting(Counting.SEQUENTIAL).build())
                .minus(
                        test.measure(
                                trainer().similarity(Similarity.damped(1, 0, 0)).build()),
                        Metric.NDCG,
                        20));
    }

    private static double gainOfRecency(SyntheticEvents events) {
        TestSet test = test(events);
        try (NeighborModel model = trainer()
                .counting(Counting.SEQUENTIAL)
                .build()
                .train(test.training())
                .model()) {
            return low(test.measure(new WeighingRecommender(model.recommender(), Recency.reciprocal()))
                    .minus(test.measure(model.recommender()), Metric.NDCG, 20));
        }
    }

    private static TestSet test(SyntheticEvents events) {
        return Evaluator.split(Split.latestUsers(0.25, 1)).cutoffs(20).testSet(events.usage(1));
    }

    private static double low(Evaluation.Difference difference) {
        return difference.interval().orElseThrow().low();
    }

    private static SarTrainer.Builder trainer() {
        return SarTrainer.builder()
                .similarity(Similarity.COOCCURRENCE)
                .supportThreshold(1)
                .withoutDecay()
                .withoutHistories();
    }
}
