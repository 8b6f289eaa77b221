package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.tuning.Candidate;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.TuningMonitor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What is said while a tuning runs. */
class TuneProgressTest {
    /** A terminal gets a bar that is written anew, and lines of trials above it. */
    @Test
    void aTerminalSeesABar() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), true);
        progress.progress(new TuningMonitor.Progress(
                "sar: defaults",
                3,
                2,
                "similarity",
                0.25,
                Duration.ofSeconds(75),
                Duration.ofMinutes(5),
                Duration.ofSeconds(225)));
        progress.close();

        assertThat(err.toString())
                .startsWith("\r1:15 of 5:00 [#######.......................] trial 3: sar: defaults, similarity 25 %")
                .endsWith("\r")
                .doesNotContain("\n");
        assertThat(progress.enough()).isFalse();
        progress.end();
        assertThat(progress.enough()).isTrue();
    }

    @Test
    void theEndIsAnnouncedByWhatThereIs() {
        StringWriter err = new StringWriter();
        TuneProgress nothing = new TuneProgress(new PrintWriter(err), false);
        nothing.ended(trial(Trial.State.FAILED), false);
        nothing.end();
        assertThat(err.toString()).contains("no trial has been measured yet, so there is nothing to write");
        // Said once is enough; what else goes wrong is not.
        assertThat(nothing.hasSaid(new TrainingCancelledException("there is no best")))
                .isTrue();
        assertThat(nothing.hasSaid(new TrainingException("the heap did not suffice")))
                .isFalse();
        TuneProgress best = new TuneProgress(new PrintWriter(err), false);
        best.ended(trial(Trial.State.MEASURED), true);
        best.ended(trial(Trial.State.FAILED), false);
        best.end();
        assertThat(err.toString()).contains("ending with the best so far");
        assertThat(best.hasSaid(new TrainingCancelledException("the model was not trained")))
                .isFalse();
    }

    @Test
    void theEndIsAnnouncedByWhatIsStillToCome() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), false);
        progress.ended(trial(Trial.State.MEASURED), true);
        progress.progress(progress("check: sar: defaults", 0, 75));
        progress.end();
        progress.stillToCome("all files are written");
        progress.end();
        assertThat(err.toString().lines()).last().isEqualTo("ending; the search is over, and all files are written");
        assertThat(err.toString())
                .contains("ending; the search is over, and the check is being made; ")
                .doesNotContain("with the best so far");
    }

    /** In a log a line tells of each trial that takes long, ever more rarely. */
    @Test
    void aTrialThatTakesLongIsToldOfBeforeItEnds() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), false);
        for (int second = 0; second < 300; second++) {
            progress.progress(progress("als: defaults", second < 20 ? 1 : 2, second));
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "trial 2, als: defaults, has run for 0:30: factors 25 %",
                        "trial 2, als: defaults, has run for 1:00: factors 25 %",
                        "trial 2, als: defaults, has run for 2:00: factors 25 %",
                        "trial 2, als: defaults, has run for 4:00: factors 25 %");
    }

    /** The starts are not cut, so a bar by the budget alone would be full long before the end. */
    @Test
    void aTerminalSeesHowLongItGoesOnOnceTheBudgetIsUsedUp() {
        StringWriter err = new StringWriter();
        TuneProgress progress = new TuneProgress(new PrintWriter(err), true);
        progress.progress(new TuningMonitor.Progress(
                "als: defaults",
                3,
                4,
                "factors",
                0.25,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(180)));

        assertThat(err.toString())
                .startsWith(
                        "\r1:00 of 0:30 [#######.......................] budget used up, finishing the starts: 3 of 4,"
                                + " about 3 min to go");
    }

    private static TuningMonitor.Progress progress(String activity, int trial, int seconds) {
        return new TuningMonitor.Progress(
                activity,
                trial,
                0,
                "factors",
                0.25,
                Duration.ofSeconds(seconds),
                Duration.ofMinutes(5),
                Duration.ofSeconds(300 - seconds));
    }

    private static Trial trial(Trial.State state) {
        return new Trial(
                1,
                new Candidate("sar", Parameters.empty()),
                "start",
                state,
                "",
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Duration.ZERO);
    }
}
