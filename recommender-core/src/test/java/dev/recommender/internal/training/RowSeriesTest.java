package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.Catalog;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.models.Models;
import dev.recommender.sar.RandomShop;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.SearchSpace;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings of rows that share grouped events, counts and solutions. */
class RowSeriesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "sar, symmetric, 1",
        "sar, symmetric, 2",
        "sar, symmetric, 7",
        "sar, symmetric, 8",
        "sar, sequential, 9",
        "sar, sequential, 10",
        "ridge, symmetric, 3",
        "ridge, symmetric, 4",
        "ridge, symmetric, 5",
        "ridge, symmetric, 6"
    })
    @Tag("slow")
    void eachModelHasTheBytesOfOneThatIsTrainedByItself(String name, String counting, long seed) throws IOException {
        boolean sequential = counting.equals("sequential");
        RandomShop shop = sequential ? RandomShop.timed(seed) : new RandomShop(seed);
        Algorithm algorithm = Models.algorithm(name);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events)).catalog(Catalog.of(shop.catalog));
        Random random = new Random(seed);
        Parameters first = Parameters.empty().with("supportThreshold", 1);
        SeriesPromise.requireModelsOfTrainersAlone(
                folder,
                algorithm,
                input,
                sequential ? first.with("similarity", "lift").with("counting", counting) : first,
                now -> changed(algorithm, now, random));
    }

    /** Several changes of one kind after the other, and now and then one that no search makes. */
    private static Parameters changed(Algorithm algorithm, Parameters before, Random random) {
        List<SearchSpace.Step> steps = algorithm.searchSpace().steps();
        SearchSpace.Step step = steps.get(random.nextInt(steps.size()));
        List<Parameters> changes = step.proposals().apply(before, random.nextInt(2));
        Parameters now = changes.isEmpty() ? before : before.with(changes.get(random.nextInt(changes.size())));
        now = switch (random.nextInt(12)) {
            case 0 -> now.with("supportThreshold", 1 + random.nextInt(2));
            case 1 -> now.with("cooccurrenceUnit", "timestamp");
            case 2 -> now.with("maxItemsPerUnit", 2 + random.nextInt(2));
            case 3 -> now.with("unweighted", random.nextBoolean());
            case 4, 5, 6 -> now.with("maxNeighbors", 1 + random.nextInt(8));
            case 7 -> now.with("maxNeighbors", 3).with("neighborPopularity", 0.5);
            case 8 -> now.with("maxNeighbors", "all").with("neighborPopularity", 0.0);
            default -> now;
        };
        try {
            return algorithm.parameters().complete(now);
        } catch (InvalidParametersException e) {
            return before;
        }
    }

    /** What each change of options of {@code sar} has counted again; each follows the one before. */
    @Test
    void similaritiesAreCountedOnceAsLongAsTheSameItemsOccurTogether() {
        RandomShop shop = new RandomShop(7);
        Parameters first = Parameters.empty().with("supportThreshold", 1);
        Parameters two = first.with("maxNeighbors", 2);
        Parameters popular = first.with("maxNeighbors", 3).with("neighborPopularity", 0.5);
        Map<Parameters, Boolean> counted = new LinkedHashMap<>();
        counted.put(first, true);
        counted.put(first.withNone("halfLife"), false);
        counted.put(first.with("unweighted", true), false);
        counted.put(first.with("histories", "none"), false);
        counted.put(first.with("scoreScale", "unit-interval"), false);
        counted.put(first.with("weightPower", 0.7), false);
        counted.put(first.with("normalizeRows", true), false);
        counted.put(first.with("rowPrecision", "byte"), false);
        counted.put(two, false);
        counted.put(two.with("weightPower", 1.4), false);
        counted.put(first.with("maxNeighbors", 3), false);
        // What is preferred where rows are cut changes the values that they are cut by.
        counted.put(popular, true);
        counted.put(popular.with("maxNeighbors", 2), false);
        counted.put(popular.with("maxNeighbors", 4), true);
        counted.put(first.with("similarity", "lift"), true);
        counted.put(first.with("similarity", "damped(1,0.7,0.3)"), true);
        counted.put(first.with("supportThreshold", 2), true);
        counted.put(first.with("cooccurrenceUnit", "timestamp"), true);
        counted.put(first.with("maxItemsPerUnit", 2), true);
        SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
        try (TrainingSeries series = Models.algorithm("sar")
                .series(TrainingInput.of(UsageEvents.of(shop.events)), SeriesPromise.RESOURCES)) {
            counted.forEach((parameters, expected) -> {
                series.train(parameters, phases).model().close();
                assertThat(phases.next().contains("similarity"))
                        .as(parameters.toString())
                        .isEqualTo(expected);
            });
        }
    }

    /** An earlier model has the rows that weights of a later one are made of. */
    @Test
    void modelsOfASeriesStayAsTheyAre() throws IOException {
        RandomShop shop = new RandomShop(7);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
        Parameters first = Parameters.empty().with("supportThreshold", 1);
        try (TrainingSeries series = Models.algorithm("sar").series(input, SeriesPromise.RESOURCES)) {
            TrainingResult<?> plain = series.train(first, TrainingMonitor.none());
            series.train(first.with("weightPower", 0.7), TrainingMonitor.none())
                    .model()
                    .close();
            assertThat(SeriesPromise.bytes(folder, plain))
                    .isEqualTo(SeriesPromise.bytes(
                            folder,
                            Models.algorithm("sar")
                                    .trainer(first, SeriesPromise.RESOURCES)
                                    .train(input)));
        }
    }

    /**
     * Rows of all neighbours take more than anything else. Those of a model are taken over by the next in place of its own, so
     * they fit wherever they could be counted. Weights of their own take room beside them.
     */
    @Test
    void rowsAreTakenOverBeforeOthersAreMadeOfThem() throws IOException {
        TrainingInput input = usersOfMost(8, 800);
        Algorithm sar = Models.algorithm("sar");
        Parameters first = Parameters.empty().with("supportThreshold", 1);
        Parameters undecayed = first.withNone("halfLife");
        Parameters weighed = first.with("weightPower", 0.7);
        long planned = sar.trainer(first, SeriesPromise.RESOURCES).plan(input).peakBytes();
        List<String> spared = new ArrayList<>();
        for (int more = -3; more < 10; more++) {
            TrainingResources resources = SeriesPromise.RESOURCES.memoryBudget(planned + more * (500L << 10));
            SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
            List<String> counting = new ArrayList<>();
            try (TrainingSeries series = sar.series(input, resources)) {
                series.train(first, TrainingMonitor.none()).model().close();
                for (Parameters next : List.of(undecayed, weighed)) {
                    byte[] shared = SeriesPromise.bytes(folder, series.train(next, phases));
                    assertThat(shared)
                            .isEqualTo(SeriesPromise.bytes(
                                    folder, sar.trainer(next, resources).train(input)));
                    counting.add(phases.next().contains("similarity") ? "counted" : "spared");
                }
                spared.add(String.join(", ", counting));
            } catch (InsufficientMemoryException e) {
                assertThat(spared).isEmpty();
            }
        }
        assertThat(spared.stream().distinct()).containsExactly("spared, counted", "spared, spared");
    }

    /** Where the heap is too small for rows, they are in a temporary file, and none are kept. */
    @Test
    @Tag("slow")
    void rowsInATemporaryFileAreNotKept() throws IOException {
        TrainingInput input = usersOfMost(20, 1500);
        Algorithm sar = Models.algorithm("sar");
        Parameters first = Parameters.empty();
        Parameters other = first.withNone("halfLife");
        long planned = sar.trainer(first, SeriesPromise.RESOURCES).plan(input).peakBytes();
        TrainingResources resources = SeriesPromise.RESOURCES.memoryBudget(planned - (4L << 20));
        SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
        try (TrainingSeries series = sar.series(input, resources)) {
            series.train(first, TrainingMonitor.none()).model().close();
            byte[] shared = SeriesPromise.bytes(folder, series.train(other, phases));
            assertThat(phases.next()).contains("similarity");
            assertThat(shared)
                    .isEqualTo(SeriesPromise.bytes(
                            folder, sar.trainer(other, SeriesPromise.RESOURCES).train(input)));
        }
    }

    /** Users who took nine of ten items. */
    private static TrainingInput usersOfMost(int users, int items) {
        Random random = new Random(12);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            for (int item = 0; item < items; item++) {
                if (random.nextInt(10) > 0) {
                    events.add(UsageEvent.of("u" + user, "i" + item).at(Instant.ofEpochSecond(1_700_000_000L + item)));
                }
            }
        }
        return TrainingInput.of(UsageEvents.of(events));
    }

    @Test
    void whatDoesNotChangeIsDoneOnce() {
        RandomShop shop = new RandomShop(7);
        SeriesPromise.Counted events = new SeriesPromise.Counted(UsageEvents.of(shop.events));
        SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
        try (TrainingSeries series =
                Models.algorithm("ridge").series(TrainingInput.of(events), SeriesPromise.RESOURCES)) {
            Parameters first = Parameters.empty();
            series.train(first, phases).model().close();
            assertThat(phases.next()).contains("reading", "grouping", "counting", "solving");
            series.train(first.with("targetDamping", 0.0).with("maxNeighbors", 2), phases)
                    .model()
                    .close();
            assertThat(phases.next()).contains("model").doesNotContain("reading", "grouping", "counting", "solving");
            series.train(first.with("penalty", 3.0), phases).model().close();
            assertThat(phases.next()).contains("solving").doesNotContain("reading", "grouping", "counting");
            series.train(first.with("penalty", 3.0).with("unitDamping", 0.0), phases)
                    .model()
                    .close();
            assertThat(phases.next()).contains("counting").doesNotContain("reading", "grouping");
            series.train(first.with("penalty", 3.0), phases).model().close();
            assertThat(phases.next()).contains("counting").doesNotContain("reading", "grouping");
            // Other half-lives group anew, and weigh the same.
            series.train(first.with("penalty", 3.0).withNone("halfLife"), phases)
                    .model()
                    .close();
            assertThat(phases.next()).contains("reading", "grouping").doesNotContain("counting", "solving");
            assertThat(events.reads()).isEqualTo(2);
            series.train(first, phases).model().close();
            assertThat(phases.next()).contains("reading", "grouping", "solving").doesNotContain("counting");
            // Without equations no co-occurrences of predictors are counted.
            series.train(first.with("penalty", "infinite"), phases).model().close();
            assertThat(phases.next()).contains("counting").doesNotContain("reading", "grouping");
            series.train(first, phases).model().close();
            assertThat(phases.next()).contains("counting").doesNotContain("reading", "grouping");
        }
    }

    @Test
    void whatIsExpectedHoldsForTheNextTrainingAlone() {
        RandomShop shop = new RandomShop(7);
        Parameters first = Parameters.empty();
        Parameters other = first.with("unitDamping", 0.0);
        Parameters expected = other.with("penalty", 20.0);
        for (boolean again : new boolean[] {true, false}) {
            SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
            try (TrainingSeries series = Models.algorithm("ridge")
                    .series(TrainingInput.of(UsageEvents.of(shop.events)), SeriesPromise.RESOURCES)) {
                series.expect(List.of(expected));
                // It has nothing to solve in common with what is expected.
                series.train(first, TrainingMonitor.none()).model().close();
                if (again) {
                    series.expect(List.of(expected));
                }
                series.train(other, TrainingMonitor.none()).model().close();
                series.train(expected, phases).model().close();
                assertThat(phases.next().contains("solving")).isEqualTo(!again);
            }
        }
    }

    /** Penalties that are said to follow, some of which do, and others not. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3", "4"})
    void penaltiesThatAreSolvedTogetherMakeTheModelsOfTrainersAlone(long seed) throws IOException {
        RandomShop shop = new RandomShop(seed);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
        Algorithm ridge = Models.algorithm("ridge");
        Random random = new Random(seed);
        TrainingResources resources = new TrainingResources(1 + (int) (seed % 3), Long.MAX_VALUE);
        double[] penalties = {0.001, 0.5, 3, 8, 60, Double.POSITIVE_INFINITY};
        Parameters now = Parameters.empty().with("countsPerItem", 2);
        try (TrainingSeries series = ridge.series(input, resources)) {
            for (int training = 0; training < 25; training++) {
                List<Parameters> following = new ArrayList<>();
                for (int next = random.nextInt(4); next > 0; next--) {
                    following.add(penalty(now, penalties[random.nextInt(penalties.length)]));
                }
                following.add(now.with("penalty", -1.0));
                series.expect(following);
                now = switch (random.nextInt(6)) {
                    case 0 -> now.with("unitDamping", random.nextInt(2) / 2.0);
                    case 1 -> now.with("candidatesPerTarget", 1 + random.nextInt(9));
                    case 2 -> now.withNone("halfLife");
                    default -> penalty(now, penalties[random.nextInt(penalties.length)]);
                };
                assertThat(SeriesPromise.bytes(folder, series.train(now, TrainingMonitor.none())))
                        .as(now.toString())
                        .isEqualTo(SeriesPromise.bytes(
                                folder,
                                ridge.trainer(now, SeriesPromise.RESOURCES).train(input)));
            }
        }
    }

    private static Parameters penalty(Parameters before, double penalty) {
        // Without equations a limit of counts has no effect, and is refused.
        return Double.isInfinite(penalty)
                ? before.with("penalty", "infinite").with("countsPerItem", 1000)
                : before.with("penalty", penalty).with("countsPerItem", 2);
    }

    /** Beside grouping, which takes the most, there is room for nothing, for the weights, or for the counts as well. */
    @Test
    @Tag("slow")
    void ofWhatCanBeKeptTheWeightsComeFirst() throws IOException {
        TrainingInput input = repeatedEvents();
        Algorithm ridge = Models.algorithm("ridge");
        Parameters first = Parameters.empty();
        Parameters penalty = first.with("penalty", 3.0);
        Parameters damping = penalty.with("targetDamping", 0.0);
        long needed = needed(ridge, first, input);
        List<String> spared = new ArrayList<>();
        for (int more = 0; more < 12; more++) {
            TrainingResources resources = SeriesPromise.RESOURCES.memoryBudget(needed + more * (12L << 10));
            SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
            List<String> counting = new ArrayList<>();
            try (TrainingSeries series = ridge.series(input, resources)) {
                series.train(first, TrainingMonitor.none()).model().close();
                for (Parameters next : List.of(penalty, damping)) {
                    byte[] shared = SeriesPromise.bytes(folder, series.train(next, phases));
                    assertThat(shared)
                            .isEqualTo(SeriesPromise.bytes(
                                    folder, ridge.trainer(next, resources).train(input)));
                    counting.add(phases.next().contains("counting") ? "counted" : "spared");
                }
            }
            spared.add(String.join(", ", counting));
        }
        assertThat(spared.stream().distinct()).containsExactly("counted, counted", "counted, spared", "spared, spared");
    }

    @Test
    void whatIsWrongIsAsWithATrainer() {
        RandomShop shop = new RandomShop(8);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
        Algorithm ridge = Models.algorithm("ridge");
        try (TrainingSeries series = ridge.series(input, SeriesPromise.RESOURCES)) {
            assertThatThrownBy(() -> series.train(Parameters.empty().with("penalty", -1.0), TrainingMonitor.none()))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("penalty must be");
            assertThatThrownBy(() -> series.train(Parameters.empty().with("coldItems", 2), TrainingMonitor.none()))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("coldItems has no effect without a catalog");
            TrainingMonitor cancelling = new TrainingMonitor() {
                @Override
                public boolean cancelled() {
                    return true;
                }
            };
            UsageEvents endless = UsageEvents.of(Collections.nCopies(50_000_000, shop.events.get(0)));
            try (TrainingSeries other = ridge.series(TrainingInput.of(endless), SeriesPromise.RESOURCES)) {
                assertThatThrownBy(() -> other.train(Parameters.empty(), cancelling))
                        .isInstanceOf(TrainingCancelledException.class);
            }
            series.train(Parameters.empty(), TrainingMonitor.none()).model().close();
        }
    }

    @Test
    void aTrainingThatDoesNotFitSaysWhatWouldHelpThoughItsEventsAreGroupedAlready() {
        Random random = new Random(9);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 12_000; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(300), "i" + random.nextInt(1500)));
        }
        SeriesPromise.requireRefusedWithoutReading(
                Models.algorithm("ridge"),
                UsageEvents.of(events),
                Parameters.empty().with("candidatesPerTarget", 1).with("ownCandidates", 1),
                Parameters.empty().with("candidatesPerTarget", 5000).with("ownCandidates", 5000));
    }

    /** Events repeat, so grouping takes the most, and what was solved does not fit beside it. */
    @Test
    @Tag("slow")
    void whatIsKeptIsGivenUpWhereItDoesNotFitBesideATraining() throws IOException {
        TrainingInput input = repeatedEvents();
        Algorithm ridge = Models.algorithm("ridge");
        Parameters first = Parameters.empty();
        Parameters other = first.withNone("halfLife");
        long needed = needed(ridge, first, input);
        for (boolean tight : new boolean[] {true, false}) {
            TrainingResources resources = SeriesPromise.RESOURCES.memoryBudget(tight ? needed : 2 * needed);
            SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
            try (TrainingSeries series = ridge.series(input, resources)) {
                series.train(first, TrainingMonitor.none()).model().close();
                byte[] shared = SeriesPromise.bytes(folder, series.train(other, phases));
                assertThat(shared)
                        .isEqualTo(SeriesPromise.bytes(
                                folder, ridge.trainer(other, resources).train(input)));
                assertThat(phases.next().contains("counting")).isEqualTo(tight);
            }
        }
    }

    private static TrainingInput repeatedEvents() {
        Random random = new Random(11);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 200_000; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(60), "i" + random.nextInt(60))
                    .at(Instant.ofEpochSecond(1_700_000_000L + event)));
        }
        return TrainingInput.of(UsageEvents.of(events));
    }

    /** Exactly what a training needs whose grouping takes the most, which is a little less than planned. */
    private static long needed(Algorithm algorithm, Parameters parameters, TrainingInput input) {
        Map<String, Long> planned = algorithm
                .trainer(parameters, SeriesPromise.RESOURCES)
                .plan(input)
                .bytes();
        long grouping = planned.get("grouping");
        assertThat(planned.entrySet())
                .filteredOn(phase -> !phase.getKey().equals("grouping"))
                .allMatch(phase -> phase.getValue() < grouping);
        return catchThrowableOfType(
                        InsufficientMemoryException.class,
                        () -> algorithm
                                .trainer(parameters, SeriesPromise.RESOURCES.memoryBudget(grouping * 3 / 4))
                                .train(input))
                .neededBytes();
    }
}
