package dev.recommender.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.TrainingResult;
import dev.recommender.benchmarks.RulesBenchmark.Rule;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each benchmark's body does what it is timed for, so that none can be fast by being wrong. */
class BenchmarksTest {
    private static final int USERS = 200;
    private static final int ITEMS = 300;
    private static final int EVENTS = Trained.events(USERS, ITEMS).size();

    @Test
    void trainingCountsEveryEventAndPair() {
        for (boolean damped : new boolean[] {false, true}) {
            TrainingBenchmark benchmark = new TrainingBenchmark();
            benchmark.users = USERS;
            benchmark.items = ITEMS;
            benchmark.neighbors = damped ? 5 : 0;
            benchmark.damped = damped;
            benchmark.prepare();
            TrainingBenchmark.Phases phases = new TrainingBenchmark.Phases();
            TrainingResult<NeighborModel> result = benchmark.train(phases);
            assertThat(result.statistics().events()).isEqualTo(EVENTS);
            assertThat(result.statistics().count("pairs")).isEqualTo(EVENTS);
            assertThat(result.statistics().users()).isEqualTo(USERS);
            assertThat(phases.similarity).isPositive();
            assertThat(phases.reading + phases.grouping + phases.similarity + phases.model)
                    .isLessThanOrEqualTo(result.statistics().totalDuration().toNanos() / 1e6 + 1e-6);
            if (damped) {
                assertThat(result.statistics().count("neighbors"))
                        .isEqualTo(5L * result.statistics().items());
            }
        }
    }

    @Test
    void scoringGivesTenUnseenItemsBestFirst() {
        ScoringBenchmark benchmark = new ScoringBenchmark();
        benchmark.users = USERS;
        benchmark.items = ITEMS;
        benchmark.history = 40;
        benchmark.prepare();
        for (int round = 0; round < 50; round++) {
            ten(benchmark.user());
            ten(benchmark.basket());
            ten(benchmark.similarItems());
        }
        ten(benchmark.resultAlone());
        benchmark.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 5", "30, 0", "30, 5", "500, 0"})
    void questionsOfAllLengthsAreAnswered(int seeds, int neighbors) {
        QuestionsBenchmark benchmark = new QuestionsBenchmark();
        benchmark.seeds = seeds;
        benchmark.neighbors = neighbors;
        benchmark.prepare();
        for (int round = 0; round < 50; round++) {
            assertThat(benchmark.ask()).hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("slow")
    void rulesHold(Rule rule) {
        RulesBenchmark benchmark = new RulesBenchmark();
        benchmark.users = USERS;
        benchmark.items = ITEMS;
        benchmark.rule = rule;
        benchmark.prepare();
        for (int round = 0; round < 10; round++) {
            Recommendations list = benchmark.user();
            assertThat(list).hasSize(10);
            switch (rule) {
                case IN_STOCK, CONDITION -> assertThat(list).allMatch(next -> RulesBenchmark.inStock(next.item()));
                case EXCLUDED -> assertThat(list).noneMatch(next -> RulesBenchmark.inStock(next.item()));
                case EXPLAINED ->
                    assertThat(list).noneMatch(next -> next.because().isEmpty());
                case DIVERSIFIED ->
                    assertThat(list).extracting(Recommendation::item).doesNotHaveDuplicates();
                case NONE, BOOSTED -> ten(list);
            }
        }
        benchmark.close();
    }

    @Test
    void vectorsGiveTenItemsBestFirst() {
        VectorsBenchmark benchmark = new VectorsBenchmark();
        benchmark.factors = 8;
        benchmark.prepare();
        for (int round = 0; round < 20; round++) {
            ten(benchmark.history());
            ten(benchmark.live());
            ten(benchmark.similarItems());
        }
    }

    @Test
    @Tag("slow")
    void filesHoldAllEventsAndTheWholeModel() throws IOException {
        FilesBenchmark benchmark = new FilesBenchmark();
        benchmark.users = USERS;
        benchmark.items = ITEMS;
        benchmark.prepare();
        assertThat(benchmark.readCsv().lines()).isEqualTo(EVENTS);
        ten(benchmark.open());
        assertThat(benchmark.openLazily()).isEqualTo(benchmark.open());
        Path saved = benchmark.save();
        assertThat(saved).hasBinaryContent(Files.readAllBytes(saved.resolveSibling("opened.model")));
        benchmark.delete();
        assertThat(saved.getParent()).doesNotExist();
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
