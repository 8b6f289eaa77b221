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
    @CsvSource({"sar, 1", "sar, 2", "ridge, 3", "ridge, 4", "ridge, 5", "ridge, 6"})
    @Tag("slow")
    void eachModelHasTheBytesOfOneThatIsTrainedByItself(String name, long seed) throws IOException {
        RandomShop shop = new RandomShop(seed);
        Algorithm algorithm = Models.algorithm(name);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events)).catalog(Catalog.of(shop.catalog));
        Random random = new Random(seed);
        SeriesPromise.requireModelsOfTrainersAlone(
                folder, algorithm, input, Parameters.empty(), now -> changed(algorithm, now, random));
    }

    /** Several changes of one kind after the other, and now and then another threshold or unit. */
    private static Parameters changed(Algorithm algorithm, Parameters before, Random random) {
        List<SearchSpace.Step> steps = algorithm.searchSpace().steps();
        SearchSpace.Step step = steps.get(random.nextInt(steps.size()));
        List<Parameters> changes = step.proposals().apply(before, random.nextInt(2));
        Parameters now = changes.isEmpty() ? before : before.with(changes.get(random.nextInt(changes.size())));
        now = random.nextInt(5) > 0 ? now : now.with("supportThreshold", 1 + random.nextInt(2));
        now = random.nextInt(5) > 0 ? now : now.with("cooccurrenceUnit", "timestamp");
        return random.nextInt(5) > 0 ? now : now.with("maxItemsPerUnit", 2 + random.nextInt(2));
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
            assertThat(phases.next()).contains("solving").doesNotContain("reading", "grouping", "counting");
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
            assertThat(phases.next()).contains("reading", "grouping").doesNotContain("counting");
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
