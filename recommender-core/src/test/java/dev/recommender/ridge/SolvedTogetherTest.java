package dev.recommender.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.PlanPromise;
import dev.recommender.internal.training.RowTraining;
import dev.recommender.internal.training.SeriesPromise;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.internal.training.Training;
import dev.recommender.models.Models;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Equations that are solved with several penalties at once. That models are the same is shown by trainings in series. */
class SolvedTogetherTest {
    private static final int THREADS = 2;

    @TempDir
    private Path folder;

    @Test
    void whatFollowsIsSolvedAlreadyAndNothingElse() {
        TrainingInput input = events(20, 30, 500);
        SharedSteps steps = SharedSteps.kept();
        RidgeTraining first = training(3);
        train(
                first.before(List.of(training(20), training(60), other("unitDamping", 0.0), training(3))),
                Long.MAX_VALUE,
                input,
                steps);
        assertThat(spared(training(20), steps)).containsExactlyInAnyOrder("counting", "solving");
        train(training(20), Long.MAX_VALUE, input, steps);
        assertThat(spared(training(20), steps)).containsExactlyInAnyOrder("counting", "solving");
        assertThat(spared(training(60), steps)).containsExactlyInAnyOrder("counting", "solving");
        train(training(60), Long.MAX_VALUE, input, steps);
        assertThat(steps.has(SolvedAhead.class)).isFalse();
        assertThat(spared(training(8), steps)).containsExactly("counting");
        assertThat(spared(other("unitDamping", 0.0), steps)).isEmpty();
    }

    @Test
    void equationsWithoutASolutionGiveTheWeightsOfTrainersAlone() throws IOException {
        TrainingInput input = TrainingInput.of(UsageEvents.of(RidgeTrainerTest.contradictingWhereCut()));
        Algorithm ridge = Models.algorithm("ridge");
        Parameters first = Parameters.empty().with("countsPerItem", 1).with("seedDamping", 0.0);
        List<Parameters> all =
                List.of(first.with("penalty", 0.01), first.with("penalty", 0.02), first.with("penalty", 0.001));
        try (TrainingSeries series = ridge.series(input, SeriesPromise.RESOURCES)) {
            series.expect(all);
            for (Parameters next : all) {
                TrainingResult<?> shared = series.train(next, TrainingMonitor.none());
                assertThat(shared.statistics().count("dampedTargets")).isPositive();
                assertThat(SeriesPromise.bytes(folder, shared))
                        .isEqualTo(SeriesPromise.bytes(
                                folder,
                                ridge.trainer(next, SeriesPromise.RESOURCES).train(input)));
            }
        }
    }

    @Test
    void othersAreNotSolvedWhereOneAloneTakesAllThereIs() {
        TrainingInput input = events(8, 800, 20_000);
        RidgeTraining first = training(3);
        long planned = PlanPromise.plan(first, THREADS, Long.MAX_VALUE, input).peakBytes();
        for (boolean tight : new boolean[] {true, false}) {
            SharedSteps steps = SharedSteps.kept();
            train(first.before(List.of(training(20))), tight ? planned : 3 * planned, input, steps);
            assertThat(steps.has(SolvedAhead.class)).isEqualTo(!tight);
        }
    }

    /** Events repeat, so grouping takes the most. Beside it there is room for ever more of what can be kept. */
    @Test
    void ofWhatCanBeKeptTheWeightsComeFirstThenThoseOfOtherPenaltiesThenCounts() {
        TrainingInput input = events(60, 60, 200_000);
        long planned =
                PlanPromise.plan(training(3), THREADS, Long.MAX_VALUE, input).peakBytes();
        Set<String> seen = new LinkedHashSet<>();
        for (int more = -40; more < 40; more++) {
            SharedSteps steps = SharedSteps.kept();
            try {
                train(
                        training(3).before(List.of(training(20), training(60))),
                        planned + more * (8L << 10),
                        input,
                        steps);
            } catch (InsufficientMemoryException e) {
                assertThat(seen).isEmpty();
                continue;
            }
            seen.add(String.join(
                    ", ",
                    Stream.of(Solved.class, SolvedAhead.class, Equations.class)
                            .filter(steps::has)
                            .map(Class::getSimpleName)
                            .toList()));
        }
        assertThat(seen).containsExactly("", "Solved", "Solved, SolvedAhead", "Solved, SolvedAhead, Equations");
    }

    /** What waits when another penalty is solved is counted, and goes only where there is no room for it. */
    @Test
    void weightsThatWaitAreCountedAndStay() {
        TrainingInput input = events(60, 60, 200_000);
        long grouping = PlanPromise.plan(training(3), THREADS, Long.MAX_VALUE, input)
                .bytes()
                .get("grouping");
        long needed = catchThrowableOfType(
                        InsufficientMemoryException.class,
                        () -> train(training(3), grouping * 3 / 4, input, SharedSteps.kept()))
                .neededBytes();
        Set<String> seen = new LinkedHashSet<>();
        for (int room = 0; room < 60; room++) {
            long more = room * (8L << 10);
            SharedSteps steps = SharedSteps.kept();
            train(training(3).before(List.of(training(20))), needed + more, input, steps);
            // Grouping takes the most, and is to fit beside what is kept whenever events are grouped anew.
            assertThat(SeriesPromise.keptBytes(steps)).isLessThanOrEqualTo(more);
            train(training(8).before(List.of(training(30), training(60))), needed + more, input, steps);
            assertThat(SeriesPromise.keptBytes(steps)).isLessThanOrEqualTo(more);
            train(training(5), needed + more, input, steps);
            assertThat(SeriesPromise.keptBytes(steps)).isLessThanOrEqualTo(more);
            seen.add(Stream.of(5, 30, 60, 20)
                    .filter(penalty -> sparedPenalty(penalty, steps))
                    .map(String::valueOf)
                    .collect(Collectors.joining(", ")));
        }
        assertThat(seen).startsWith("", "5").endsWith("5, 30, 60, 20");
    }

    private static boolean sparedPenalty(double penalty, SharedSteps steps) {
        return training(penalty).sparedPhases(steps).contains("solving");
    }

    private static Set<String> spared(RidgeTraining training, SharedSteps steps) {
        training.giveUpUseless(steps);
        return training.sparedPhases(steps);
    }

    private static RidgeTraining training(double penalty) {
        return other("penalty", penalty);
    }

    private static RidgeTraining other(String name, double value) {
        return new RidgeTraining(RidgeOptions.of(Parameters.empty().with(name, value)));
    }

    private static void train(RowTraining training, long budget, TrainingInput input, SharedSteps steps) {
        TrainingThreads.supervise(
                        THREADS,
                        TrainingMonitor.none(),
                        work -> new Training(training, budget, input, steps, work).run())
                .model()
                .close();
    }

    private static TrainingInput events(int users, int items, int count) {
        Random random = new Random(11);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < count; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(users), "i" + random.nextInt(items))
                    .at(Instant.ofEpochSecond(1_700_000_000L + event)));
        }
        return TrainingInput.of(UsageEvents.of(events));
    }
}
