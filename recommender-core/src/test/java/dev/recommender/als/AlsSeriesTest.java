package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.spi.TrainingResources;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that share grouped events make the models of trainings that share none. */
class AlsSeriesTest {
    private static final TrainingResources RESOURCES = new TrainingResources(2, Long.MAX_VALUE);

    @TempDir
    private Path folder;

    private final AtomicInteger reads = new AtomicInteger();

    private TrainingInput input(long seed) {
        AlsShop shop = new AlsShop(seed, 50, 40);
        List<UsageEvent> events = new ArrayList<>();
        for (UsageEvent event : shop.events) {
            events.add(event.at(Instant.ofEpochSecond(1_700_000_000L + shop.random.nextInt(90 * 86_400))));
        }
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < 45; item++) {
            catalog.add(CatalogItem.of("i" + item).feature("kind", "k" + item % 4));
        }
        UsageEvents all = UsageEvents.of(events);
        return TrainingInput.of(sink -> {
                    reads.incrementAndGet();
                    return all.forEach(sink);
                })
                .catalog(Catalog.of(catalog));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @Tag("slow")
    void eachModelHasTheBytesOfOneThatIsTrainedByItself(long seed) throws IOException {
        TrainingInput input = input(seed);
        Random random = new Random(seed);
        AlsAlgorithm als = new AlsAlgorithm();
        try (TrainingSeries series = als.series(input, RESOURCES)) {
            Parameters now = Parameters.empty().with("factors", 8).with("iterations", 3);
            for (int training = 0; training < 25; training++) {
                now = switch (random.nextInt(7)) {
                    case 0 -> now.with("alpha", 1.0 + random.nextInt(3));
                    case 1 -> now.with("regularization", 0.01 * (1 + random.nextInt(3)));
                    case 2 -> now.with("factors", 8 + 8 * random.nextInt(2));
                    case 3 -> now.with("halfLife", "P" + (10 + random.nextInt(2)) + "D");
                    case 4 -> now.with("supportThreshold", 1 + random.nextInt(3));
                    case 5 -> now.with("placedByFeatures", random.nextBoolean());
                    default -> now.withNone("halfLife");
                };
                TrainingResult<?> shared = series.train(now, TrainingMonitor.none());
                TrainingResult<?> alone = als.trainer(now, RESOURCES).train(input);
                assertThat(bytes(shared)).as(now.toString()).isEqualTo(bytes(alone));
                assertThat(shared.statistics().counts())
                        .isEqualTo(alone.statistics().counts());
                assertThat(shared.report()).isEqualTo(alone.report());
                assertThat(shared.notes()).isEqualTo(alone.notes());
            }
        }
    }

    @Test
    void eventsAreReadAndGroupedOnce() {
        List<String> phases = new ArrayList<>();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public void progress(String phase, double fraction) {
                phases.add(phase);
            }
        };
        Parameters few = Parameters.empty().with("factors", 8).with("iterations", 2);
        try (TrainingSeries series = new AlsAlgorithm().series(input(5), RESOURCES)) {
            series.train(few, monitor).model().close();
            assertThat(phases).contains("reading", "grouping", "factors");
            phases.clear();
            series.train(few.with("factors", 16).with("alpha", 3.0).with("regularization", 0.1), monitor)
                    .model()
                    .close();
            assertThat(phases).contains("factors").doesNotContain("reading", "grouping");
            assertThat(reads).hasValue(1);
            series.train(few.with("halfLife", "P30D"), monitor).model().close();
            assertThat(reads).hasValue(2);
            assertThatThrownBy(() -> series.train(few.with("alpha", -1.0), monitor))
                    .isInstanceOf(InvalidParametersException.class);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedThoughItsEventsAreGroupedAlready() {
        Parameters few = Parameters.empty().with("factors", 8).with("iterations", 2);
        Parameters many = few.with("factors", 512);
        AlsAlgorithm als = new AlsAlgorithm();
        TrainingInput input = input(6);
        TrainingResources tight =
                RESOURCES.memoryBudget(als.trainer(few, RESOURCES).plan(input).peakBytes());
        try (TrainingSeries series = als.series(input, tight)) {
            series.train(few, TrainingMonitor.none()).model().close();
            reads.set(0);
            assertThatThrownBy(() -> series.train(many, TrainingMonitor.none()))
                    .isInstanceOf(InsufficientMemoryException.class)
                    .hasMessageContaining("factors(32), which needs");
            assertThat(reads).hasValue(0);
        }
    }

    private byte[] bytes(TrainingResult<?> trained) throws IOException {
        try (TrainedModel model = trained.model()) {
            Path file = folder.resolve("model");
            model.save(file);
            return Files.readAllBytes(file);
        }
    }
}
