package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.TrainingResult;
import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each benchmark's body does what it is timed for, so that none can be fast by being wrong. */
class BenchmarksTest {
    @Test
    void trainingCountsEveryEventAndPair() {
        for (boolean damped : new boolean[] {false, true}) {
            TrainingBenchmark benchmark = new TrainingBenchmark();
            benchmark.users = 200;
            benchmark.items = 150;
            benchmark.neighbors = damped ? 5 : 0;
            benchmark.damped = damped;
            benchmark.prepare();
            TrainingResult result = benchmark.train();
            int events =
                    SyntheticEvents.generate(Shape.ZIPF, 200, 150, 12_000, 5).size();
            assertThat(result.statistics().events()).isEqualTo(events);
            assertThat(result.statistics().pairs()).isEqualTo(events);
            assertThat(result.statistics().users()).isEqualTo(200);
            if (damped) {
                assertThat(result.statistics().neighbors())
                        .isEqualTo(5L * result.statistics().items());
            }
        }
    }

    @Test
    void scoringGivesTenUnseenItemsBestFirst() {
        ScoringBenchmark benchmark = new ScoringBenchmark();
        benchmark.users = 200;
        benchmark.items = 150;
        benchmark.prepare();
        for (int round = 0; round < 50; round++) {
            ten(benchmark.user());
            assertThat(benchmark.userDiversified()).hasSize(10);
            assertThat(benchmark.userExplained())
                    .hasSize(10)
                    .allMatch(next -> !next.because().isEmpty());
            ten(benchmark.basket());
            ten(benchmark.similarItems());
            Recommendations ruled = benchmark.userUnderRules();
            ten(ruled);
            assertThat(ruled).allMatch(next -> Integer.parseInt(next.item().substring(1)) % 2 == 0);
        }
    }

    private static void ten(Recommendations list) {
        assertThat(list).hasSize(10);
        Set<String> items = new HashSet<>();
        double last = Double.POSITIVE_INFINITY;
        for (Recommendation next : list) {
            assertThat(items.add(next.item())).isTrue();
            assertThat(next.score()).isPositive().isLessThanOrEqualTo(last);
            last = next.score();
        }
    }
}
