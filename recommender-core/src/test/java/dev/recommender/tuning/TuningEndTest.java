package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Parameters;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** When a tuning ends, and with what. */
class TuningEndTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void itEndsAfterAnyTrialWithTheBestSoFar() {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 8;
        Tuning whole = tune(options, EVENTS);
        for (int ended = 1; ended < 8; ended++) {
            for (Ending ending : Ending.values()) {
                options.monitor = new Ends(ended, ending);
                Tuning tuning = tune(options, EVENTS);
                assertThat(Thread.interrupted()).isEqualTo(ending == Ending.INTERRUPT);

                List<Trial> before = whole.trials().subList(0, ended);
                assertThat(tuning.trials().stream().map(TunerTest::timeless))
                        .isEqualTo(before.stream().map(TunerTest::timeless).toList());
                Trial best = before.get(0);
                for (Trial trial : before) {
                    best = trial.value().orElseThrow() > best.value().orElseThrow() ? trial : best;
                }
                assertThat(TunerTest.timeless(tuning.best())).isEqualTo(TunerTest.timeless(best));
                assertThat(tuning.check().isPresent()).isEqualTo(ending == Ending.ENOUGH);
                assertThat(tuning.end()).isEqualTo(ending == Ending.ENOUGH ? Tuning.End.ENOUGH : Tuning.End.CANCELLED);
                assertThat(tuning.notes().stream().anyMatch(note -> note.contains("cancelled before the check")))
                        .isEqualTo(ending != Ending.ENOUGH);
            }
        }
    }

    @Test
    void aTrainingThatRunsIsGivenUp() {
        TuningOptions options = TunerTest.options();
        for (String phase : List.of("reading", "solving", "asking users")) {
            AtomicInteger asked = new AtomicInteger();
            options.monitor = new TuningMonitor() {
                private boolean reached;

                @Override
                public void progress(Progress progress) {
                    reached |= progress.trial() == 2 && progress.phase().equals(phase);
                }

                @Override
                public boolean enough() {
                    asked.incrementAndGet();
                    return reached;
                }
            };
            Tuning tuning = tune(options, EVENTS);
            assertThat(tuning.trials()).hasSize(1);
            assertThat(tuning.end()).isEqualTo(Tuning.End.ENOUGH);
            assertThat(tuning.check()).isPresent();
            assertThat(asked).hasPositiveValue();
        }
    }

    /** However long it has been running, and without a step at whose end it could be looked at. */
    @Test
    @Timeout(120)
    void aTrainingThatRunsIsGivenUpWhenTheBudgetEnds() throws Exception {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        options.candidates =
                List.of(new Candidate(ScriptedAlgorithm.NAME, Parameters.empty().with("mode", "wait")));
        options.journal = Optional.of(folder.resolve("tuning.jsonl"));
        options.budget = Duration.ofHours(1);
        // Nothing takes time before the training waits, and then the budget is over.
        options.clock =
                () -> ScriptedAlgorithm.WAITING.get() > 0 ? Duration.ofHours(2).toNanos() : 0;
        List<Integer> ended = new ArrayList<>();
        options.monitor = new TuningMonitor() {
            @Override
            public void ended(Trial trial, boolean best) {
                ended.add(trial.number());
            }
        };
        ScriptedAlgorithm.installed(folder, () -> {
            ScriptedAlgorithm.WAITING.set(0);
            Tuning tuning = tune(options, EVENTS);
            assertThat(ScriptedAlgorithm.WAITING).hasValue(1);
            assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
            assertThat(tuning.trials()).extracting(Trial::state).containsExactly(Trial.State.MEASURED);
            assertThat(ended).containsExactly(1);
            assertThat(tuning.best()).isEqualTo(tuning.standard());
            assertThat(tuning.check()).isPresent();
            // The conditions, and the one trial that has ended.
            assertThat(Files.readAllLines(folder.resolve("tuning.jsonl"))).hasSize(2);
            return null;
        });
    }

    @Test
    void nothingIsThereIfItEndsBeforeTheFirstTrial() {
        TuningOptions options = TunerTest.options();
        options.monitor = new TuningMonitor() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> tune(options, EVENTS))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessageContaining("before any trial was measured on all validation users, so there is no best");
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                throw new IllegalStateException("the terminal is gone");
            }
        };
        assertThatThrownBy(() -> tune(options, EVENTS)).hasMessage("the terminal is gone");
        for (int trial = 0; trial < 3; trial++) {
            int number = trial;
            options.monitor = new TuningMonitor() {
                @Override
                public void progress(Progress progress) {
                    if (progress.trial() == number && !progress.phase().isEmpty()) {
                        throw new IllegalStateException("the terminal is gone");
                    }
                }
            };
            options.maxTrials = 2;
            assertThatThrownBy(() -> tune(options, EVENTS)).hasMessage("the terminal is gone");
        }
    }

    @Test
    @Tag("slow")
    void theBudgetLeavesTimeForTheCheckAndTheModel() {
        TuningOptions options = TunerTest.options();
        long[] minutes = {0};
        options.clock = () -> Duration.ofMinutes(minutes[0]).toNanos();
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                // Each trial takes a minute.
                minutes[0] +=
                        progress.trial() > 0 && progress.phase().equals("asking users") && progress.fraction() == 1
                                ? 1
                                : 0;
            }
        };
        options.budget = Duration.ofMinutes(20);
        Tuning tuning = tune(options, EVENTS);
        assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
        // The check trains the best one and the default, and the model for use comes after it.
        assertThat(tuning.trials()).hasSize(20 - 3 - 1);
        assertThat(tuning.check()).isPresent();

        minutes[0] = 0;
        options.budget = Duration.ofSeconds(1);
        Tuning shortest = tune(options, EVENTS);
        assertThat(shortest.end()).isEqualTo(Tuning.End.BUDGET);
        assertThat(shortest.trials().stream().map(trial -> trial.candidate().toString()))
                .containsExactly("sar: defaults", "ridge: defaults", "ridge: penalty infinite", "als: defaults");
        assertThat(shortest.check()).isPresent();
        assertThat(shortest.toString()).contains("ended because nothing more fits into the budget");
        assertThat(shortest.notes())
                .anyMatch(note ->
                        note.startsWith("The starts took 4.0 min, more than the budget of 1.0 s, so no parameter was"
                                + " tried, and what was chosen is one of the starts. A budget of about "));

        // What is said to suffice does, though some changes are idle in the end.
        Duration enough = advised(shortest);
        assertThat(ofFirstRound(options, minutes, enough.dividedBy(2)).notes())
                .anyMatch(note -> note.contains("The budget of ")
                        && note.contains(" ended the search with ")
                        && note.contains(" of the first round untried. A budget of about "));
        assertThat(ofFirstRound(options, minutes, enough).notes())
                .noneMatch(note -> note.contains("of the first round untried"));
        minutes[0] = 0;
        options.budget = Duration.ofMinutes(8);
        assertThat(tune(options, EVENTS).notes())
                .anyMatch(note -> note.startsWith("The starts took 4.0 min of the budget of 8.0 min, so "));
    }

    /** The starts are not cut. What watches is told so, for how long, and sees a share that goes on. */
    @Test
    void aBudgetThatTheStartsExceedIsToldOf() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar", "ridge");
        options.budget = Duration.ofSeconds(90);
        long[] seconds = {0};
        options.clock = () -> Duration.ofSeconds(seconds[0]).toNanos();
        List<String> told = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        options.monitor = new TuningMonitor() {
            private String begun = "";

            @Override
            public void progress(Progress progress) {
                if (!progress.activity().equals(begun)
                        && (progress.trial() > 0 || progress.activity().startsWith("check"))) {
                    begun = progress.activity();
                    told.add(progress.trial() + "/" + progress.starts() + " "
                            + progress.overBudget().orElse("within"));
                    shares.add(progress.share());
                }
                // Each training takes a minute.
                boolean trained = progress.phase().equals("asking users") && progress.fraction() == 0;
                seconds[0] += trained ? 60 : 0;
            }
        };
        Tuning tuning = tune(options, EVENTS);

        assertThat(tuning.trials()).hasSize(3);
        assertThat(told.get(0)).isEqualTo("1/3 within");
        assertThat(told.get(1))
                .isEqualTo("2/3 longer than the budget, which does not cut the starts: 2 of 3, about 7 min to go");
        assertThat(told.get(2)).isEqualTo("3/3 budget used up, finishing the starts: 3 of 3, about 6 min to go");
        assertThat(told.get(3)).isEqualTo("0/3 budget used up, finishing what was begun, about 5 min to go");
        assertThat(shares).isSorted().allMatch(share -> share < 1);
    }

    /** It takes twenty seconds where others take one, so what it would reserve, if it led, is more than the budget has left. */
    @Test
    @Tag("slow")
    void theBudgetThatIsAdvisedHasRoomForATrialThatWasGivenUp() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.budget = Duration.ofSeconds(60);
        Tuning tuning = tuneWithOneOf(20, options);
        assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
        assertThat(tuning.trials()).hasSize(1);

        Duration advised = advised(tuning);
        assertThat(advised).isGreaterThan(options.budget);
        options.budget = advised;
        // Nobody can tell what was left of it; it may take as long again.
        Tuning whole = tuneWithOneOf(40, options);
        assertThat(whole.trials()).hasSizeGreaterThan(10);
        assertThat(whole.notes()).noneMatch(note -> note.contains("tries each step once"));
    }

    /** The second trial takes so many seconds, all others one. */
    private static Tuning tuneWithOneOf(int seconds, TuningOptions options) {
        AtomicInteger trial = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        options.clock = () -> Duration.ofSeconds(now.get()).toNanos();
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                if (!progress.phase().isEmpty() && progress.trial() > trial.get()) {
                    trial.set(progress.trial());
                    now.addAndGet(progress.trial() == 2 ? seconds : 1);
                }
            }
        };
        return tune(options, EVENTS);
    }

    private static Tuning ofFirstRound(TuningOptions options, long[] minutes, Duration budget) {
        minutes[0] = 0;
        options.budget = budget;
        return tune(options, EVENTS);
    }

    /** The budget that a note advises. */
    private static Duration advised(Tuning tuning) {
        Matcher advised = Pattern.compile("A budget of about (\\d+) (s|min) tries each step once")
                .matcher(String.join("\n", tuning.notes()));
        assertThat(advised.find()).as(tuning.notes().toString()).isTrue();
        long number = Long.parseLong(advised.group(1));
        return advised.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    }

    private enum Ending {
        INTERRUPT,
        CANCEL,
        ENOUGH
    }

    /** Ends a tuning after so many trials. */
    private static final class Ends implements TuningMonitor {
        private final int after;
        private final Ending how;
        private volatile boolean reached;

        Ends(int after, Ending how) {
            this.after = after;
            this.how = how;
        }

        @Override
        public void ended(Trial trial, boolean best) {
            reached = trial.number() == after;
            if (reached && how == Ending.INTERRUPT) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public boolean enough() {
            return reached && how == Ending.ENOUGH;
        }

        @Override
        public boolean cancelled() {
            return reached && how == Ending.CANCEL;
        }
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
