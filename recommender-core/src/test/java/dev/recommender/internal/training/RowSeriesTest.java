package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.Catalog;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.TrainedModel;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trainings that share steps make the models of trainings that share none. */
class RowSeriesTest {
    private static final TrainingResources RESOURCES = new TrainingResources(2, Long.MAX_VALUE);

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
        try (TrainingSeries series = algorithm.series(input, RESOURCES)) {
            Parameters now = Parameters.empty();
            for (int training = 0; training < 25; training++) {
                List<SearchSpace.Step> steps = algorithm.searchSpace().steps();
                SearchSpace.Step step = steps.get(random.nextInt(steps.size()));
                List<Parameters> changes = step.proposals().apply(now, random.nextInt(2));
                // Several changes of one kind after the other, and now and then another threshold or unit.
                now = changes.isEmpty() ? now : now.with(changes.get(random.nextInt(changes.size())));
                now = random.nextInt(5) > 0 ? now : now.with("supportThreshold", 1 + random.nextInt(2));
                now = random.nextInt(5) > 0 ? now : now.with("cooccurrenceUnit", "timestamp");
                now = random.nextInt(5) > 0 ? now : now.with("maxItemsPerUnit", 2 + random.nextInt(2));
                TrainingResult<?> shared = series.train(now, TrainingMonitor.none());
                TrainingResult<?> alone = algorithm.trainer(now, RESOURCES).train(input);
                assertThat(bytes(shared)).as(now.toString()).isEqualTo(bytes(alone));
                assertThat(shared.statistics().counts())
                        .isEqualTo(alone.statistics().counts());
                assertThat(shared.report()).isEqualTo(alone.report());
                assertThat(shared.notes()).isEqualTo(alone.notes());
            }
        }
    }

    @Test
    void whatDoesNotChangeIsDoneOnce() {
        RandomShop shop = new RandomShop(7);
        AtomicInteger reads = new AtomicInteger();
        UsageEvents counted = counted(UsageEvents.of(shop.events), reads);
        List<String> phases = new ArrayList<>();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public void progress(String phase, double fraction) {
                if (fraction == 0) {
                    phases.add(phase);
                }
            }
        };
        try (TrainingSeries series = Models.algorithm("ridge").series(TrainingInput.of(counted), RESOURCES)) {
            Parameters first = Parameters.empty();
            series.train(first, monitor).model().close();
            assertThat(phases).contains("reading", "grouping", "counting", "solving");
            phases.clear();
            series.train(first.with("targetDamping", 0.0).with("maxNeighbors", 2), monitor)
                    .model()
                    .close();
            assertThat(phases).contains("solving").doesNotContain("reading", "grouping", "counting");
            phases.clear();
            series.train(first.with("penalty", 3.0), monitor).model().close();
            assertThat(phases).contains("solving").doesNotContain("reading", "grouping", "counting");
            phases.clear();
            series.train(first.with("penalty", 3.0).with("unitDamping", 0.0), monitor)
                    .model()
                    .close();
            assertThat(phases).contains("counting").doesNotContain("reading", "grouping");
            phases.clear();
            series.train(first.with("penalty", 3.0), monitor).model().close();
            assertThat(phases).contains("counting").doesNotContain("reading", "grouping");
            phases.clear();
            // Other half-lives group anew, and weigh the same.
            series.train(first.with("penalty", 3.0).withNone("halfLife"), monitor)
                    .model()
                    .close();
            assertThat(phases).contains("reading", "grouping").doesNotContain("counting");
            assertThat(reads).hasValue(2);
            phases.clear();
            series.train(first, monitor).model().close();
            assertThat(phases).contains("reading", "grouping", "solving").doesNotContain("counting");
            phases.clear();
            // Without equations no co-occurrences of predictors are counted.
            series.train(first.with("penalty", "infinite"), monitor).model().close();
            assertThat(phases).contains("counting").doesNotContain("reading", "grouping");
            phases.clear();
            series.train(first, monitor).model().close();
            assertThat(phases).contains("counting").doesNotContain("reading", "grouping");
        }
    }

    /** Beside grouping, which takes the most, there is room for nothing, for the weights, or for the counts as well. */
    @Test
    void ofWhatCanBeKeptTheWeightsComeFirst() throws IOException {
        TrainingInput input = repeatedEvents();
        Algorithm ridge = Models.algorithm("ridge");
        Parameters first = Parameters.empty();
        Parameters penalty = first.with("penalty", 3.0);
        Parameters damping = penalty.with("targetDamping", 0.0);
        long needed = needed(ridge, first, input);
        List<String> spared = new ArrayList<>();
        for (int more = 0; more < 12; more++) {
            TrainingResources resources = RESOURCES.memoryBudget(needed + more * (12L << 10));
            List<String> phases = new ArrayList<>();
            TrainingMonitor monitor = new TrainingMonitor() {
                @Override
                public void progress(String phase, double fraction) {
                    phases.add(phase);
                }
            };
            List<String> counting = new ArrayList<>();
            try (TrainingSeries series = ridge.series(input, resources)) {
                series.train(first, monitor).model().close();
                for (Parameters next : List.of(penalty, damping)) {
                    phases.clear();
                    assertThat(bytes(series.train(next, monitor)))
                            .isEqualTo(bytes(ridge.trainer(next, resources).train(input)));
                    counting.add(phases.contains("counting") ? "counted" : "spared");
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
        try (TrainingSeries series = ridge.series(input, RESOURCES)) {
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
            try (TrainingSeries other = ridge.series(TrainingInput.of(endless), RESOURCES)) {
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
        AtomicInteger reads = new AtomicInteger();
        TrainingInput input = TrainingInput.of(counted(UsageEvents.of(events), reads));
        Algorithm ridge = Models.algorithm("ridge");
        Parameters small = Parameters.empty().with("candidatesPerTarget", 1).with("ownCandidates", 1);
        Parameters large = Parameters.empty().with("candidatesPerTarget", 5000).with("ownCandidates", 5000);
        long needed = ridge.trainer(small, RESOURCES).plan(input).peakBytes();
        long tooMuch = ridge.trainer(large, RESOURCES).plan(input).peakBytes();
        assertThat(tooMuch).isGreaterThan(needed);
        TrainingResources few = RESOURCES.memoryBudget((needed + tooMuch) / 2);
        try (TrainingSeries series = ridge.series(input, few)) {
            series.train(small, TrainingMonitor.none()).model().close();
            String alone = catchMessage(() -> ridge.trainer(large, few).train(input));
            reads.set(0);
            String shared = catchMessage(() -> series.train(large, TrainingMonitor.none()));
            assertThat(shared).isEqualTo(alone).contains("what would help");
            assertThat(reads).hasValue(0);
        }
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
            TrainingResources resources = RESOURCES.memoryBudget(tight ? needed : 2 * needed);
            List<String> phases = new ArrayList<>();
            TrainingMonitor monitor = new TrainingMonitor() {
                @Override
                public void progress(String phase, double fraction) {
                    phases.add(phase);
                }
            };
            try (TrainingSeries series = ridge.series(input, resources)) {
                series.train(first, monitor).model().close();
                phases.clear();
                assertThat(bytes(series.train(other, monitor)))
                        .isEqualTo(bytes(ridge.trainer(other, resources).train(input)));
                assertThat(phases.contains("counting")).isEqualTo(tight);
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
        Map<String, Long> planned =
                algorithm.trainer(parameters, RESOURCES).plan(input).bytes();
        long grouping = planned.get("grouping");
        assertThat(planned.entrySet())
                .filteredOn(phase -> !phase.getKey().equals("grouping"))
                .allMatch(phase -> phase.getValue() < grouping);
        return catchThrowableOfType(
                        InsufficientMemoryException.class,
                        () -> algorithm
                                .trainer(parameters, RESOURCES.memoryBudget(grouping * 3 / 4))
                                .train(input))
                .neededBytes();
    }

    private static UsageEvents counted(UsageEvents events, AtomicInteger reads) {
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) throws IOException {
                reads.incrementAndGet();
                return events.forEach(sink);
            }
        };
    }

    private static String catchMessage(Runnable training) {
        try {
            training.run();
        } catch (InsufficientMemoryException e) {
            return String.valueOf(e.getMessage());
        }
        return "it fits";
    }

    private byte[] bytes(TrainingResult<?> trained) throws IOException {
        try (TrainedModel model = trained.model()) {
            Path file = folder.resolve("model");
            model.save(file);
            return Files.readAllBytes(file);
        }
    }
}
