package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.RecommenderException;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A tuning from its input to what it found. */
class TunerTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);
    private static final Split SPLIT = Split.chronological(0.8);

    @TempDir
    private Path folder;

    @Test
    void figuresAreThoseOfAnEvaluation() {
        TuningOptions options = options();
        options.alsoAt = new int[] {3};
        options.maxTrials = 9;
        Tuning tuning = tune(options);

        List<UsageEvents> outer = SPLIT.parts(UsageEvents.of(EVENTS));
        List<UsageEvents> inner = SPLIT.parts(outer.get(0));
        Evaluator evaluator = Evaluator.create().cutoffs(3, 5).bootstrap(1000, 42);
        assertThat(tuning.trials()).hasSize(9);
        for (Trial trial : tuning.trials()) {
            Evaluation evaluation = evaluator.evaluate(trial.candidate().trainer(), inner.get(0), inner.get(1));
            requireSame(trial.figures().orElseThrow(), evaluation.model());
            assertThat(trial.value()).hasValue(evaluation.value(Metric.NDCG, 5));
            requireSame(tuning.popularity(), evaluation.baseline().orElseThrow());
        }
        Check check = tuning.check().orElseThrow();
        Evaluation last = evaluator
                .testSet(outer.get(0), outer.get(1))
                .compare(
                        tuning.best().candidate().trainer(),
                        tuning.standard().candidate().trainer());
        requireSame(check.best(), last.model());
        requireSame(
                check.standard().orElseThrow(), last.comparison().orElseThrow().against());
        requireSame(check.popularity(), last.baseline().orElseThrow());
        assertThat(last.comparison().orElseThrow().differences()).containsAll(check.overStandard());
        assertThat(last.gains()).containsAll(check.overPopularity());
        assertThat(tuning.parts().testEvents()).isEqualTo(last.counts().testEvents());
        assertThat(tuning.parts().testUsers()).isEqualTo(last.counts().users());
        assertThat(tuning.parts().trainEvents()
                        + tuning.parts().validationEvents()
                        + tuning.parts().testEvents())
                .isEqualTo(EVENTS.size());
    }

    private static void requireSame(Figures figures, Evaluation.Outcome outcome) {
        for (int cutoff : new int[] {3, 5}) {
            assertThat(figures.score(cutoff)).isEqualTo(outcome.score(Metric.NDCG, cutoff));
        }
        assertThat(figures.coverage())
                .isEqualTo(outcome.score(Metric.CATALOG_COVERAGE, 5).value());
        assertThat(figures.popularityLift()).hasSize(10);
    }

    @Test
    void theBestIsTheGreatestAndTheFrontIsWhatNothingElseBeats() {
        Tuning tuning = tune(options());

        assertThat(tuning.end()).isEqualTo(Tuning.End.COMPLETE);
        assertThat(tuning.trials()).hasSizeGreaterThan(40).allMatch(Trial::measured);
        double greatest = tuning.trials().stream()
                .mapToDouble(trial -> trial.value().orElseThrow())
                .max()
                .orElseThrow();
        Trial first = tuning.trials().stream()
                .filter(trial -> trial.value().orElseThrow() == greatest)
                .findFirst()
                .orElseThrow();
        assertThat(tuning.best()).isEqualTo(first);
        List<Trial> front = tuning.front();
        assertThat(front).contains(tuning.best()).isSortedAccordingTo(Comparator.comparingDouble(TunerTest::coverage));
        for (Trial trial : tuning.trials()) {
            boolean beaten = tuning.trials().stream()
                    .anyMatch(other -> other.value().orElseThrow()
                                    >= trial.value().orElseThrow()
                            && coverage(other) >= coverage(trial)
                            && (other.value().orElseThrow() > trial.value().orElseThrow()
                                    || coverage(other) > coverage(trial)));
            if (beaten) {
                assertThat(front).doesNotContain(trial);
            } else {
                assertThat(front)
                        .anyMatch(other -> other.value().equals(trial.value()) && coverage(other) == coverage(trial));
            }
        }
    }

    private static double coverage(Trial trial) {
        return trial.figures().orElseThrow().coverage();
    }

    @Test
    void theModelForUseIsTrainedOnEverything() {
        TuningOptions options = options();
        options.maxTrials = 2;
        Tuning tuning = tune(options);
        try (TrainedModel model = tuning.trainer().train(UsageEvents.of(EVENTS)).model()) {
            assertThat(model.metadata().events()).isEqualTo(EVENTS.size());
            assertThat(model.metadata().parameters())
                    .isEqualTo(tuning.best().candidate().parameters());
        }
        assertThat(Candidate.parse(TuningJson.best(tuning)))
                .isEqualTo(tuning.best().candidate());
    }

    @Test
    void neitherThreadsNorTheOrderOfEventsMatter() {
        TuningOptions options = options();
        options.samples = new int[] {20, 40};
        String one = found(tune(options));
        List<UsageEvent> shuffled = new ArrayList<>(EVENTS);
        Collections.shuffle(shuffled, new Random(3));
        options.resources = options.resources.threads(3);

        assertThat(found(TuningRun.tune(options, TrainingInput.of(UsageEvents.of(shuffled)))))
                .isEqualTo(one);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void choosingNeverSeesTheTestPart(long seed) {
        Random random = new Random(seed);
        TuningOptions options = options();
        options.maxTrials = 20;
        options.samples = new int[] {20};
        Split split = seed == 1 ? Split.atShare(0.8) : SPLIT;
        options.testSplit = split;
        options.validationSplit = split;
        List<UsageEvent> kept = list(split.parts(UsageEvents.of(EVENTS)).get(0));
        List<UsageEvent> tested = list(split.parts(UsageEvents.of(EVENTS)).get(1));
        Instant first = tested.stream()
                .map(event -> event.time().orElseThrow())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        List<UsageEvent> others = new ArrayList<>(kept);
        for (UsageEvent event : tested) {
            // As many events of the same users, not earlier than before; else nothing is as it was.
            Instant time = event.time().orElseThrow();
            others.add(UsageEvent.of(event.user(), "x" + random.nextInt(30))
                    .weight(1 + random.nextInt(9))
                    .at(time.equals(first) ? first : time.plusSeconds(random.nextInt(100_000_000))));
        }
        Tuning ours = tune(options);
        Tuning theirs = TuningRun.tune(options, TrainingInput.of(UsageEvents.of(others)));

        assertThat(theirs.trials().stream().map(TunerTest::timeless))
                .isEqualTo(ours.trials().stream().map(TunerTest::timeless).toList());
        assertThat(timeless(theirs.best())).isEqualTo(timeless(ours.best()));
        assertThat(theirs.popularity()).isEqualTo(ours.popularity());
        assertThat(theirs.check()).isNotEqualTo(ours.check());
    }

    private static List<UsageEvent> list(UsageEvents source) {
        List<UsageEvent> events = new ArrayList<>();
        try {
            source.forEach((user, item, time, type, weight) ->
                    events.add(UsageEvent.of(user.toString(), item.toString()).at(Instant.ofEpochMilli(time))));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return events;
    }

    @Test
    void whatCannotBeTrainedIsReportedAndLeftOut() throws Exception {
        TuningOptions options = options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        Tuning tuning = ScriptedAlgorithm.installed(folder, () -> tune(options));

        assertThat(tuning.trials().stream().map(trial -> trial.state() + ": " + trial.reason()))
                .containsExactly(
                        "measured: ",
                        "refused: mode has no effect here",
                        "too large: it would take twice as much",
                        "failed: java.io.IOException: the disk is full",
                        "failed: java.lang.UnsupportedOperationException",
                        "measured: ",
                        "measured: ",
                        "measured: ",
                        "measured: ");
        assertThat(tuning.best().measured()).isTrue();
        assertThat(tuning.toString()).contains("failed: java.io.IOException: the disk is full");
    }

    @Test
    void anOutsideAlgorithmTakesPartIfNamed() throws Exception {
        TuningOptions options = options();
        options.algorithms = List.of("sar", ScriptedAlgorithm.NAME);
        options.maxTrials = 3;
        Tuning tuning = ScriptedAlgorithm.installed(folder, () -> tune(options));
        assertThat(tuning.trials())
                .extracting(trial -> trial.candidate().algorithm())
                .containsExactly("sar", ScriptedAlgorithm.NAME, "sar");
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("which are installed: scripted");
    }

    @Test
    void candidatesThatDoNotFitInMemoryAreSkipped() {
        TuningOptions options = options();
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
    void whatIsChosenCanBeTrainedOnEverything() {
        TuningOptions options = options();
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
        TuningOptions options = options();
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
        assertThat(tune(options).notes()).noneMatch(note -> note.startsWith("The three parts take"));

        options.heap = (held + needed * 2) * 8 / 7;
        assertThat(tune(options).notes()).anyMatch(note -> note.startsWith("The three parts take about "));
        options.heap = (held + needed / 2) * 8 / 7;
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("no candidate could be trained and measured: sar: defaults: the training needs");
    }

    @Test
    void aTrialThatWouldLeadIsLeftOutIfItCannotBeTrainedOnEverything() throws Exception {
        TuningOptions options = options();
        options.algorithms = List.of(ScriptedAlgorithm.NAME);
        ScriptedAlgorithm.installed(folder, () -> {
            Tuning whole = tune(options);
            int threshold =
                    ScriptedAlgorithm.THRESHOLD.of(whole.best().candidate().parameters());
            ScriptedAlgorithm.PLANNED_TOO_LARGE.set(threshold);
            try {
                Tuning tuning = tune(options);
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

    @Test
    void itEndsAfterAnyTrialWithTheBestSoFar() {
        TuningOptions options = options();
        options.maxTrials = 8;
        Tuning whole = tune(options);
        for (int ended = 1; ended < 8; ended++) {
            for (Ending ending : Ending.values()) {
                options.monitor = new Ends(ended, ending);
                Tuning tuning = tune(options);
                assertThat(Thread.interrupted()).isEqualTo(ending == Ending.INTERRUPT);

                List<Trial> before = whole.trials().subList(0, ended);
                assertThat(tuning.trials().stream().map(TunerTest::timeless))
                        .isEqualTo(before.stream().map(TunerTest::timeless).toList());
                Trial best = before.get(0);
                for (Trial trial : before) {
                    best = trial.value().orElseThrow() > best.value().orElseThrow() ? trial : best;
                }
                assertThat(timeless(tuning.best())).isEqualTo(timeless(best));
                assertThat(tuning.check().isPresent()).isEqualTo(ending == Ending.ENOUGH);
                assertThat(tuning.end()).isEqualTo(ending == Ending.ENOUGH ? Tuning.End.ENOUGH : Tuning.End.CANCELLED);
                assertThat(tuning.notes().stream().anyMatch(note -> note.contains("cancelled before the check")))
                        .isEqualTo(ending != Ending.ENOUGH);
            }
        }
    }

    @Test
    void aTrainingThatRunsIsGivenUp() {
        TuningOptions options = options();
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
            Tuning tuning = tune(options);
            assertThat(tuning.trials()).hasSize(1);
            assertThat(tuning.end()).isEqualTo(Tuning.End.ENOUGH);
            assertThat(tuning.check()).isPresent();
            assertThat(asked).hasPositiveValue();
        }
    }

    @Test
    void nothingIsThereIfItEndsBeforeTheFirstTrial() {
        TuningOptions options = options();
        options.monitor = new TuningMonitor() {
            @Override
            public boolean cancelled() {
                return true;
            }
        };
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(TrainingCancelledException.class)
                .hasMessageContaining("before any trial was measured on all validation users, so there is no best");
        options.monitor = new TuningMonitor() {
            @Override
            public void progress(Progress progress) {
                throw new IllegalStateException("the terminal is gone");
            }
        };
        assertThatThrownBy(() -> tune(options)).hasMessage("the terminal is gone");
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
            assertThatThrownBy(() -> tune(options)).hasMessage("the terminal is gone");
        }
    }

    @Test
    void theBudgetLeavesTimeForTheCheckAndTheModel() {
        TuningOptions options = options();
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
        Tuning tuning = tune(options);
        assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
        // The check trains the best one and the default, and the model for use comes after it.
        assertThat(tuning.trials()).hasSize(20 - 3 - 1);
        assertThat(tuning.check()).isPresent();

        minutes[0] = 0;
        options.budget = Duration.ofSeconds(1);
        Tuning shortest = tune(options);
        assertThat(shortest.end()).isEqualTo(Tuning.End.BUDGET);
        assertThat(shortest.trials().stream().map(trial -> trial.candidate().toString()))
                .containsExactly("sar: defaults", "ridge: defaults", "ridge: penalty infinite", "als: defaults");
        assertThat(shortest.check()).isPresent();
    }

    @Test
    void eventsThatDoNotSufficeAreRefusedWithTheRemedy() {
        TuningOptions options = options();
        assertThatThrownBy(() -> tune(options, List.of()))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the test part");
        assertThatThrownBy(() -> tune(options, List.of(UsageEvent.of("u", "a"), UsageEvent.of("v", "b"))))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the test part by the split")
                .hasMessageContaining("choose another split");
        options.testSplit = Split.lastEventPerUser();
        options.validationSplit = Split.lastEventPerUser();
        assertThatThrownBy(() -> tune(
                        options, List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"), UsageEvent.of("v", "b"))))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the validation part")
                .hasMessageContaining("a tuning needs events for three parts");
    }

    @Test
    void fewEventsGiveNumbersAndNotes() {
        TuningOptions options = options();
        options.maxTrials = 4;
        List<UsageEvent> oneUser = new ArrayList<>();
        for (int item = 0; item < 20; item++) {
            oneUser.add(UsageEvent.of("u", "i" + item).at(Instant.ofEpochSecond(1_600_000_000 + item * 1000L)));
        }
        List<UsageEvent> newUsers = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            newUsers.add(UsageEvent.of("u" + number, "i" + number % 12)
                    .at(Instant.ofEpochSecond(1_600_000_000 + number * 1000L)));
        }
        Tuning single = tune(options, oneUser);
        assertThat(single.notes()).anyMatch(note -> note.contains("is one validation user only"));
        options.testSplit = Split.atShare(0.8);
        options.validationSplit = Split.atShare(0.8);
        Tuning allNew = tune(options, newUsers);
        assertThat(allNew.notes())
                .anyMatch(note -> note.contains("No validation user has an event in training"))
                .anyMatch(note -> note.contains(" validation users have no training event, "))
                .noneMatch(note -> note.contains("test users"));
        assertThat(allNew.check().orElseThrow().notes())
                .anyMatch(note -> note.contains(" test users have no training event, "));
        for (Tuning tuning : List.of(single, allNew)) {
            assertThat(TuningJson.write(tuning)).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(tuning.toString()).doesNotContain("NaN");
        }
    }

    @Test
    void untimedEventsAreDividedPerUser() {
        TuningOptions options = options();
        options.testSplit = new TuningOptions().testSplit;
        options.validationSplit = options.testSplit;
        options.maxTrials = 12;
        Tuning tuning = tune(options, Shops.untimed(120, 40, 14, 5));
        assertThat(tuning.parts().validationUsers()).isBetween(100, 120);
        assertThat(tuning.parts().testUsers()).isBetween(100, 120);
        assertThat(tuning.notes()).anyMatch(note -> note.contains("No event has a time"));
    }

    @Test
    void catalogAndQueryCount() {
        TuningOptions options = options();
        options.maxTrials = 3;
        options.query = Query.popular().includeSeen();
        options.fixed = Parameters.empty().with("coldItems", 3L);
        Catalog catalog = Catalog.of(java.util.stream.IntStream.range(0, 30)
                .mapToObj(item -> CatalogItem.of("i" + item).feature("taste", "t" + item % 5))
                .toList());
        Tuning tuning =
                TuningRun.tune(options, TrainingInput.of(UsageEvents.of(EVENTS)).catalog(catalog));
        assertThat(tuning.trials()).allMatch(Trial::measured);
        long known = EVENTS.stream()
                .filter(event -> Integer.parseInt(event.item().substring(1)) < 30)
                .count();
        assertThat(tuning.parts().trainEvents()
                        + tuning.parts().validationEvents()
                        + tuning.parts().testEvents())
                .isEqualTo(known);
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("coldItems has no effect without a catalog");
    }

    @Test
    void aCheckThatContradictsTheChoiceIsNoted() {
        TuningOptions options = options();
        options.maxTrials = 12;
        int doubted = 0;
        int sure = 0;
        for (int seed = 1; seed <= 6; seed++) {
            // With few users the choice is chance, with many it is not.
            Tuning tuning = tune(options, Shops.timed(seed <= 3 ? 30 : 300, 40, 14, seed));
            Check check = tuning.check().orElseThrow();
            for (String other : List.of("today's default", "popularity")) {
                boolean notBetter = (other.equals("popularity") ? check.overPopularity(5) : check.overStandard(5))
                        .flatMap(difference -> difference.interval())
                        .map(interval -> interval.low() <= 0)
                        .orElse(false);
                assertThat(check.notes().stream()
                                .anyMatch(note -> note.startsWith("On the test part the chosen candidate is ")
                                        && note.contains("than " + other + " by more than chance: by ")
                                        && note.contains(" of nDCG@5. ")))
                        .isEqualTo(notBetter);
                doubted += notBetter ? 1 : 0;
                sure += notBetter ? 0 : 1;
            }
            if (!check.notes().isEmpty()) {
                assertThat(tuning.toString()).contains("Note: " + check.notes().get(0));
            }
        }
        assertThat(doubted).isPositive();
        assertThat(sure).isPositive();
    }

    @Test
    void aFixedParameterRefusesTheTrialsThatItDoesNotGoWith() {
        TuningOptions options = options();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("counting", "sequential");
        options.maxTrials = 4;
        Tuning tuning = tune(options);
        assertThat(tuning.trials())
                .extracting(Trial::state)
                .startsWith(Trial.State.REFUSED, Trial.State.MEASURED)
                .hasSize(4);
        assertThat(tuning.best().candidate().parameters().value("counting")).contains("sequential");
        assertThat(tuning.check().orElseThrow().standard()).isEmpty();
        assertThat(tuning.notes()).anyMatch(note -> note.startsWith("Today's default could not be checked"));
    }

    @Test
    void optionsThatMakeNoSenseAreRefused() {
        Tuner.Builder builder = Tuner.builder();
        assertThatThrownBy(() -> builder.metric(Metric.NOVELTY, 10)).hasMessageContaining("NOVELTY");
        assertThatThrownBy(() -> builder.metric(Metric.NDCG, 0)).hasMessageContaining("cutoff must be at least 1: 0");
        assertThatThrownBy(() -> builder.alsoAt(5, 0)).hasMessageContaining("cutoff must be at least 1: 0");
        assertThatThrownBy(() -> builder.budget(Duration.ZERO)).hasMessageContaining("budget must be positive");
        assertThatThrownBy(() -> builder.maxTrials(0)).hasMessageContaining("maxTrials");
        assertThatThrownBy(() -> builder.threads(0)).hasMessageContaining("threads");
        assertThatThrownBy(() -> builder.memoryBudget(0)).hasMessageContaining("memoryBudget");
        assertThatThrownBy(() -> builder.algorithms()).hasMessageContaining("at least one");
        assertThatThrownBy(() -> builder.algorithms("sar", "sar")).hasMessageContaining("named once");
        assertThatThrownBy(() -> builder.relevantFrom(Double.NaN)).hasMessageContaining("relevantFrom");
        assertThatThrownBy(() -> builder.split(Split.chronological(List.of(1.0, 1.0, 1.0))))
                .hasMessageContaining("makes 3");
        Tuner tuner = builder.maxTrials(1).split(SPLIT).build();
        builder.maxTrials(2);
        assertThat(tuner.tune(UsageEvents.of(EVENTS)).trials()).hasSize(1);
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

    static TuningOptions options() {
        TuningOptions options = Shops.options();
        options.testSplit = SPLIT;
        options.validationSplit = SPLIT;
        return options;
    }

    private static Tuning tune(TuningOptions options) {
        return tune(options, EVENTS);
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }

    static Trial timeless(Trial trial) {
        return new Trial(
                trial.number(),
                trial.candidate(),
                trial.step(),
                trial.state(),
                trial.reason(),
                trial.looks(),
                trial.figures(),
                trial.neighborsPerItem(),
                Duration.ZERO);
    }

    /** All of a tuning but how long it took. */
    static String found(Tuning tuning) {
        return TuningJson.write(tuning).replaceAll("\"seconds\" : [0-9.E-]+", "");
    }
}
