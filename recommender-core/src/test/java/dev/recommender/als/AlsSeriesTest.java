package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.training.SeriesPromise;
import dev.recommender.spi.TrainingSeries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings of vectors that share grouped events. */
class AlsSeriesTest {
    private static final AlsAlgorithm ALS = new AlsAlgorithm();
    private static final Parameters FEW = Parameters.empty().with("factors", 8).with("iterations", 2);

    @TempDir
    private Path folder;

    private static UsageEvents events(long seed) {
        AlsShop shop = new AlsShop(seed, 50, 40);
        List<UsageEvent> events = new ArrayList<>();
        for (UsageEvent event : shop.events) {
            events.add(event.at(Instant.ofEpochSecond(1_700_000_000L + shop.random.nextInt(90 * 86_400))));
        }
        return UsageEvents.of(events);
    }

    private static Catalog catalog() {
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < 45; item++) {
            catalog.add(CatalogItem.of("i" + item).feature("kind", "k" + item % 4));
        }
        return Catalog.of(catalog);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    @Tag("slow")
    void eachModelHasTheBytesOfOneThatIsTrainedByItself(long seed) throws IOException {
        Random random = new Random(seed);
        SeriesPromise.requireModelsOfTrainersAlone(
                folder, ALS, TrainingInput.of(events(seed)).catalog(catalog()), FEW, now -> changed(now, random));
    }

    /** Ratings are means of what is a sum otherwise, so they are grouped anew. */
    private static Parameters changed(Parameters now, Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> now.with("ratings", false).with("alpha", 1.0 + random.nextInt(3));
            case 1 -> now.with("regularization", 0.01 * (1 + random.nextInt(3)));
            case 2 -> now.with("factors", 8 + 8 * random.nextInt(2));
            case 3 -> now.with("ratings", false).with("halfLife", "P" + (10 + random.nextInt(2)) + "D");
            case 4 -> now.with("supportThreshold", 1 + random.nextInt(3));
            case 5 -> now.with("placedByFeatures", random.nextBoolean());
            case 6 -> now.withNone("halfLife").with("alpha", "by-density").with("ratings", true);
            default -> now.withNone("halfLife");
        };
    }

    @Test
    void eventsAreReadAndGroupedOnce() {
        SeriesPromise.PhaseLog phases = new SeriesPromise.PhaseLog();
        SeriesPromise.Counted events = new SeriesPromise.Counted(events(5));
        try (TrainingSeries series = ALS.series(TrainingInput.of(events), SeriesPromise.RESOURCES)) {
            series.train(FEW, phases).model().close();
            assertThat(phases.next()).contains("reading", "grouping", "factors");
            series.train(FEW.with("factors", 16).with("alpha", 3.0).with("regularization", 0.1), phases)
                    .model()
                    .close();
            assertThat(phases.next()).contains("factors").doesNotContain("reading", "grouping");
            assertThat(events.reads()).isEqualTo(1);
            series.train(FEW.with("halfLife", "P30D"), phases).model().close();
            assertThat(events.reads()).isEqualTo(2);
            assertThatThrownBy(() -> series.train(FEW.with("alpha", -1.0), TrainingMonitor.none()))
                    .isInstanceOf(InvalidParametersException.class);
        }
    }

    @Test
    void whatDoesNotFitIsRefusedThoughItsEventsAreGroupedAlready() {
        assertThat(SeriesPromise.requireRefusedWithoutReading(ALS, events(6), FEW, FEW.with("factors", 512)))
                .contains("factors(32), which needs");
    }
}
