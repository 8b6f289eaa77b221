package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials that take over what those before them did, and a budget that has to have time for a training by itself. */
class SharedTrialsTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);
    /** To count similarities; each training by itself does it, and few trials have to. */
    private static final int COUNTING = 60;

    private static final int ASKING = 1;
    /** How many trials take similarities over before the budget ends. */
    private static final int SHARED = 9;

    @TempDir
    private Path folder;

    @Test
    void theBudgetLeavesTimeForTheCheckAndTheModelWhereMostTrialsTakeStepsOver() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("similarity", "lift").with("supportThreshold", 2);
        options.candidates = IntStream.range(100, 110)
                .mapToObj(days -> new Candidate("sar", options.fixed.with("halfLife", "P" + days + "D")))
                .toList();
        // Today's default, the start, the trials that share, three times the best and one and a half times the default.
        int trials = 2 * (COUNTING + ASKING) + SHARED * ASKING;
        Duration reserve = Duration.ofMillis(4500L * (COUNTING + ASKING));
        options.budget = Duration.ofSeconds(trials).plus(reserve).plusMillis(500);
        long[] seconds = {0};
        options.clock = () -> Duration.ofSeconds(seconds[0]).toNanos();
        List<Duration> left = new ArrayList<>();
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                if (progress.activity().startsWith("check")) {
                    left.add(progress.left());
                }
                if (progress.fraction() == 0) {
                    int counting = progress.trial() > 0 ? COUNTING : COUNTING * 3 / 2;
                    seconds[0] += progress.phase().equals("similarity") ? counting : 0;
                    seconds[0] += progress.phase().equals("asking users") ? ASKING : 0;
                }
            }
        };
        Tuning tuning = tune(options);

        assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
        assertThat(tuning.trials()).hasSize(2 + SHARED);
        assertThat(tuning.trials().subList(2, 2 + SHARED))
                .allMatch(trial -> trial.time().equals(Duration.ofSeconds(ASKING)));
        assertThat(tuning.best().time()).isEqualTo(Duration.ofSeconds(ASKING));
        assertThat(left.get(0)).isEqualTo(reserve);
        assertThat(left).isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(tuning.time().plusSeconds(COUNTING * 3 / 2)).isLessThanOrEqualTo(options.budget);
    }

    /** Nothing is prepared that will not be asked for: beyond the last trial, or of the journal. */
    @Test
    void trainingsExpectOnlyWhatWillBeAskedFor() throws Exception {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        ScriptedAlgorithm.installed(folder, () -> {
            assertThat(expected(options)).containsExactly(List.of(3, 4, 5), List.of(4, 5), List.of(5));
            // The start, four modes, and two thresholds.
            options.maxTrials = 7;
            assertThat(expected(options)).containsExactly(List.of(3));

            options.journal = Optional.of(folder.resolve("tuning.jsonl"));
            options.candidates = List.of(
                    new Candidate(ScriptedAlgorithm.NAME, Parameters.empty().with("threshold", 4)));
            options.maxTrials = 2;
            assertThat(expected(options)).isEmpty();
            options.candidates = List.of();
            options.maxTrials = 9;
            assertThat(expected(options)).containsExactly(List.of(3, 5), List.of(5));
            return null;
        });
    }

    /** The first of several that are prepared together takes as long as all, and the budget may end it. */
    @Test
    void littleIsExpectedWhereTheBudgetHasTimeForLittle() throws Exception {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        options.budget = Duration.ofMinutes(9);
        long[] minutes = {0};
        options.clock = () -> Duration.ofMinutes(minutes[0]).toNanos();
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                minutes[0] += progress.phase().equals("asking users") && progress.fraction() == 1 ? 1 : 0;
            }
        };
        ScriptedAlgorithm.installed(folder, () -> {
            assertThat(expected(options)).containsExactly(List.of(3));
            return null;
        });
    }

    /** The thresholds that the trainings of a tuning expect, of those with which models are trained. */
    private static List<List<Integer>> expected(TuningOptions options) {
        ScriptedAlgorithm.EXPECTED.clear();
        tune(options);
        return ScriptedAlgorithm.EXPECTED.stream()
                .filter(thresholds ->
                        !thresholds.isEmpty() && !thresholds.contains(ScriptedAlgorithm.THRESHOLD.defaultValue()))
                .toList();
    }

    private static Tuning tune(TuningOptions options) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(EVENTS)));
    }
}
