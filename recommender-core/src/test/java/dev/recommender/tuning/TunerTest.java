package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.RecommenderException;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.sar.SarTrainer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
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
    @Tag("slow")
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
    @Tag("slow")
    void theBestIsTheGreatestAndTheFrontIsWhatNothingElseBeats() {
        Tuning tuning = tune(options());

        assertThat(tuning.end()).isEqualTo(Tuning.End.COMPLETE);
        assertThat(tuning.trials()).hasSizeGreaterThan(40).allMatch(Trial::measured);
        // With so few items no limit of neighbours, candidates or counts cuts anything but the smallest.
        assertThat(tuning.leftOut()).isGreaterThanOrEqualTo(3);
        assertThat(tuning.notes()).anyMatch(note -> note.startsWith(tuning.leftOut() + " candidates were left out, "));
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
    @Tag("slow")
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
    @Tag("slow")
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
                // The one that leads goes on.
                .containsExactly("sar", ScriptedAlgorithm.NAME, ScriptedAlgorithm.NAME);
        assertThat(tuning.trials().get(1).value().orElseThrow())
                .isGreaterThan(tuning.trials().get(0).value().orElseThrow());
        assertThatThrownBy(() -> tune(options))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("which are installed: scripted");
    }

    @Test
    @Tag("slow")
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
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("coldItems has no effect without a catalog");
    }

    @Test
    @Tag("slow")
    void aRecencyCountsWhereUsersAreAskedForBySeeds() {
        Split split = Split.latestUsers(0.3, 0.6);
        Query query = Query.popular().recency(Recency.reciprocal());
        TuningOptions options = options();
        options.testSplit = split;
        options.validationSplit = split;
        options.maxTrials = 2;
        Tuning without = tune(options);
        options.query = query;
        Tuning tuning = tune(options);

        TrainingInput outer =
                Evaluator.split(split).testSet(UsageEvents.of(EVENTS)).training();
        double expected = Evaluator.split(split)
                .cutoffs(5)
                .query(query)
                .testSet(outer)
                .measure(SarTrainer.create())
                .value(Metric.NDCG, 5);
        assertThat(tuning.standard().value()).hasValue(expected);
        assertThat(without.standard().value().orElseThrow()).isNotEqualTo(expected);
        assertThatThrownBy(() -> tune(options, Shops.untimed(120, 40, 14, 5)))
                .isInstanceOf(RecommenderException.class)
                .hasMessageStartingWith("recency needs to know which event is the newest")
                .hasMessageEndingWith("give events with times, or leave recency out");
        Tuner.Builder builder = Tuner.builder().query(query);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recency has no effect with the split \"standard")
                .hasMessageContaining("split by latestUsers or heldOutUsers");
        assertThatThrownBy(builder.split(split, SPLIT)::build).isInstanceOf(IllegalStateException.class);
        builder.split(split).build();
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
                trial.counts(),
                Duration.ZERO);
    }

    /** All of a tuning but how long it took, and what of it is from a journal. */
    static String found(Tuning tuning) {
        return TuningJson.write(tuning).replaceAll("\"(seconds|takenOver)\" : [0-9.E-]+", "");
    }
}
