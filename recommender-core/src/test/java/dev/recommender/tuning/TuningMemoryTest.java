package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Split;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What does not fit in memory is left out, and the tuning goes on. */
class TuningMemoryTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);
    private static final Split SPLIT = Split.chronological(0.8);

    @TempDir
    private Path folder;

    @Test
    void candidatesThatDoNotFitInMemoryAreSkipped() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.candidates = List.of(
                new Candidate("ridge", Parameters.empty()),
                new Candidate("sar", Parameters.empty().with("halfLife", "P3D")));
        options.maxTrials = 3;
        List<UsageEvent> events = Shops.timed(300, 2000, 30, 6);
        TrainingInput trained = TrainingInput.of(
                SPLIT.parts(SPLIT.parts(UsageEvents.of(events)).get(0)).get(0));
        long ridge = options.candidates.get(0).trainer().plan(trained).peakBytes();
        long sar =
                options.candidates.get(1).trainer().plan(UsageEvents.of(events)).peakBytes();
        assertThat(ridge).isGreaterThan(sar);
        options.resources = options.resources.memoryBudget((sar + ridge) / 2);
        Tuning tuning = tune(options, events);

        assertThat(tuning.trials())
                .extracting(Trial::state)
                .containsExactly(Trial.State.MEASURED, Trial.State.TOO_LARGE, Trial.State.MEASURED);
        assertThat(tuning.trials().get(1).reason()).contains("more than the memory budget of");
        options.resources = options.resources.memoryBudget(1000);
        assertThatThrownBy(() -> tune(options, events))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no candidate could be trained and measured: sar: defaults: ")
                .hasMessageContaining("memory budget");
    }

    /** All events are half as many again as those that trials train on. */
    @Test
    @Tag("slow")
    void whatIsChosenCanBeTrainedOnEverything() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("ridge", "sar");
        options.maxTrials = 6;
        List<UsageEvent> events = Shops.timed(300, 2000, 30, 6);
        TrainingInput trained = TrainingInput.of(
                SPLIT.parts(SPLIT.parts(UsageEvents.of(events)).get(0)).get(0));
        Candidate ridge = new Candidate("ridge", Parameters.empty());
        long onPart = ridge.trainer().plan(trained).peakBytes();
        long onAll = ridge.trainer().plan(UsageEvents.of(events)).peakBytes();
        assertThat(onAll).isGreaterThan(onPart * 5 / 4);
        options.resources = options.resources.memoryBudget((onPart + onAll) / 2);
        Tuning tuning = tune(options, events);

        assertThat(tuning.trials().get(0).state()).isEqualTo(Trial.State.TOO_LARGE);
        assertThat(tuning.trials().get(0).reason())
                .matches("on all events its training needs .* MiB, more than the memory budget of .* MiB");
        assertThat(tuning.best().candidate()).isNotEqualTo(ridge.complete());
        try (TrainedModel model =
                tuning.trainer(options.resources).train(UsageEvents.of(events)).model()) {
            assertThat(model.metadata().events()).isEqualTo(events.size());
        }
    }

    @Test
    void whatTheThreePartsTakeIsNotThereForTrials() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.maxTrials = 1;
        TrainingInput input = TrainingInput.of(UsageEvents.of(EVENTS));
        long held = ThreeParts.of(options, input).bytes();
        // The second part is divided off from 80 % of the events.
        assertThat(held).isGreaterThan(100L * EVENTS.size());
        TrainingInput trained = TrainingInput.of(
                SPLIT.parts(SPLIT.parts(UsageEvents.of(EVENTS)).get(0)).get(0));
        long needed =
                new Candidate("sar", Parameters.empty()).trainer().plan(trained).peakBytes();
        assertThat(tune(options, EVENTS).notes()).noneMatch(note -> note.startsWith("The three parts take"));

        options.heap = (held + needed * 2) * 8 / 7;
        assertThat(tune(options, EVENTS).notes()).anyMatch(note -> note.startsWith("The three parts take about "));
        options.heap = (held + needed / 2) * 8 / 7;
        assertThatThrownBy(() -> tune(options, EVENTS))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no candidate could be trained and measured: sar: defaults: the training needs");
    }

    /** What is shared between trials may be what there was no room for. */
    @Test
    void aTrialThatExhaustsTheHeapHasFailedAndTheNextOneStartsWithoutWhatWasShared() throws Exception {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        options.candidates =
                List.of(new Candidate(ScriptedAlgorithm.NAME, Parameters.empty().with("mode", "exhaust-the-heap")));
        options.maxTrials = 7;
        ScriptedAlgorithm.installed(folder, () -> {
            ScriptedAlgorithm.SERIES.set(0);
            Tuning tuning = tune(options, EVENTS);
            assertThat(tuning.trials())
                    .extracting(Trial::state)
                    .startsWith(Trial.State.MEASURED, Trial.State.FAILED, Trial.State.REFUSED)
                    .endsWith(Trial.State.MEASURED);
            assertThat(tuning.trials().get(1).reason()).startsWith("the heap did not suffice; a larger one would help");
            assertThat(ScriptedAlgorithm.SERIES).hasValue(2);
            assertThat(tuning.check()).isPresent();
            return null;
        });
    }

    @Test
    @Tag("slow")
    void aTrialThatWouldLeadIsLeftOutIfItCannotBeTrainedOnEverything() throws Exception {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        ScriptedAlgorithm.installed(folder, () -> {
            Tuning whole = tune(options, EVENTS);
            int threshold =
                    ScriptedAlgorithm.THRESHOLD.of(whole.best().candidate().parameters());
            ScriptedAlgorithm.PLANNED_TOO_LARGE.set(threshold);
            try {
                Tuning tuning = tune(options, EVENTS);
                Trial second = whole.trials().stream()
                        .filter(trial -> trial.measured()
                                && ScriptedAlgorithm.THRESHOLD.of(
                                                trial.candidate().parameters())
                                        != threshold)
                        .reduce((left, right) ->
                                right.value().orElseThrow() > left.value().orElseThrow() ? right : left)
                        .orElseThrow();
                assertThat(tuning.best().candidate()).isEqualTo(second.candidate());
                assertThat(tuning.trials())
                        .filteredOn(trial -> trial.reason().startsWith("on all events its training needs"))
                        .isNotEmpty()
                        .allMatch(trial -> trial.state() == Trial.State.TOO_LARGE
                                && trial.value().isEmpty()
                                && ScriptedAlgorithm.THRESHOLD.of(
                                                trial.candidate().parameters())
                                        == threshold);
            } finally {
                ScriptedAlgorithm.PLANNED_TOO_LARGE.set(0);
            }
            return null;
        });
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
