package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.EventColumns;
import dev.recommender.internal.events.Grouping;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Budget;
import dev.recommender.neighbors.Inside;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A budget changes where similarities are kept, but not their values. A training that cannot fit fails before the work
 * starts.
 */
@Tag("slow")
class MemoryBudgetTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"jaccard", "inclusion-index", "lexicographers-mutual-information", "damped", "cosine"})
    void aModelInATemporaryFileIsTheSameBytes(String name) throws IOException {
        Similarity similarity = name.equals("damped") ? Similarity.damped(0.5, 0.2, 0.9) : Similarity.named(name);
        UsageEvents events = UsageEvents.of(events(3, 400, 20_000, 60));
        SarTrainer.Builder builder =
                SarTrainer.builder().similarity(similarity).supportThreshold(1).threads(1);
        if (similarity.equals(Similarity.COSINE)) {
            builder.weightPower(0.8).normalizeRows().rowPrecision(RowPrecision.BYTE);
        }
        TrainingPlan plan = builder.build().plan(events);
        byte[] expected = save(builder.memoryBudget(plan.peakBytes()), events, false);
        TrainingPlan tight =
                builder.memoryBudget(plan.peakBytes() * 9 / 10).build().plan(events);
        assertThat(spilled(plan)).isFalse();
        assertThat(spilled(tight)).isTrue();
        assertThat(save(builder, events, true)).isEqualTo(expected);
    }

    @Test
    void rowsThatAreFarFewerThanTheyCouldBeStayOnTheHeap() throws IOException {
        List<UsageEvent> clustered = new ArrayList<>();
        for (int user = 0; user < 3000; user++) {
            for (int item = 0; item < 60; item++) {
                clustered.add(UsageEvent.of("u" + user, "i" + (user % 50 * 60 + item)));
            }
        }
        UsageEvents events = UsageEvents.of(clustered);
        SarTrainer.Builder builder = SarTrainer.builder().supportThreshold(1).threads(1);
        TrainingPlan plan = builder.build().plan(events);
        assertThat(plan.count("similarities")).isGreaterThan(40L * 50 * 60 * 59);
        TrainingPlan tight = builder.memoryBudget(plan.peakBytes() / 2).build().plan(events);
        assertThat(spilled(tight)).isTrue();
        save(builder, events, false);
    }

    @Test
    void similaritiesAreEstimatedFromSeedsOfAllDegreesOfPopularity() {
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            int items = 200 + random.nextInt(2000);
            List<UsageEvent> events = new ArrayList<>();
            for (int user = 0; user < 500; user++) {
                for (int at = random.nextInt(60); at >= 0; at--) {
                    int item = (int) (items * Math.pow(random.nextDouble(), 3));
                    events.add(UsageEvent.of("u" + user, "i" + item));
                }
            }
            SarOptions options =
                    SarTrainer.builder().supportThreshold(1 + seed % 3).build().options();
            TrainingThreads.supervise(1, TrainingMonitor.none(), work -> {
                Interactions interactions = group(UsageEvents.of(events), options, work);
                SimilarityRows rows = new SimilarityRows(
                        options, interactions, new Cooccurrence(interactions, options.counting(), work));
                double cells = rows.all(false, work).cells();
                assertThat(rows.estimatedCells()).isBetween((long) (0.9 * cells), (long) (1.1 * cells));
                return 0;
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void rowsOfRandomShopsAreTheSameFromATemporaryFile(int threads) {
        for (int seed = 0; seed < 60; seed++) {
            RandomShop shop = new RandomShop(seed);
            SarOptions options = shop.options();
            TrainingThreads.supervise(threads, TrainingMonitor.none(), work -> {
                Interactions interactions = group(UsageEvents.of(shop.events), options, work);
                SimilarityRows rows = new SimilarityRows(
                        options, interactions, new Cooccurrence(interactions, options.counting(), work));
                RowBlocks heap = new UpperTriangle(rows, interactions.items()).rows(work);
                RowBlocks file = new SpilledTriangle(rows, interactions.items()).rows(work);
                assertThat(file.directory()).isEqualTo(heap.directory());
                assertThat(file.blocks()).isEqualTo(heap.blocks());
                return 0;
            });
        }
    }

    private static Interactions group(UsageEvents events, SarOptions options, TrainingThreads work) {
        Budget budget = new Budget(new SarTraining(options), 1, Long.MAX_VALUE);
        EventColumns log = new EventColumns(options.shared().events(), 0, item -> true, budget, work);
        EventColumns read = new EventColumns(options.shared().events(), 0, item -> true, budget, work);
        try {
            events.forEach(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.absorb(read);
        return Grouping.group(log, log.items().size(), options.shared().events(), budget, work);
    }

    @Test
    void whatCannotFitFailsWithFiguresAndWhatWouldHelp() {
        UsageEvents events = UsageEvents.of(events(4, 300, 3000, 1500));
        SarTrainer trainer =
                SarTrainer.builder().threads(2).memoryBudget(12 << 20).build();
        TrainingPlan plan = trainer.plan(events);
        assertThat(plan.fits()).isFalse();
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() -> trainer.train(events))
                .withMessageContaining("memory budget of 12.0 MiB")
                .withMessageContaining("450,000 pairs")
                .withMessageContaining("threads(1), which needs ")
                .satisfies(e -> {
                    assertThat(e.budgetBytes()).isEqualTo(12 << 20);
                    assertThat(e.neededBytes()).isGreaterThan(e.budgetBytes());
                    assertThat(trainerWith(e.neededBytes())
                                    .train(events)
                                    .statistics()
                                    .users())
                            .isEqualTo(300);
                });
    }

    @Test
    void readingStopsAsSoonAsTheEventsAreTooMany() {
        AtomicLong taken = new AtomicLong();
        Random random = new Random(5);
        UsageEvents source = UsageEvents.of(Stream.generate(() -> {
            taken.incrementAndGet();
            return UsageEvent.of("u" + random.nextInt(100_000), "i" + random.nextInt(100_000));
        }));
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() ->
                        SarTrainer.builder().memoryBudget(16 << 20).build().train(source))
                .withMessageContaining("events and their ids take")
                .withMessageContaining("memory budget of 16.0 MiB");
        assertThat(taken.get()).isBetween(500_000L, 5_000_000L);
    }

    @Test
    void aBudgetOfNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SarTrainer.builder().memoryBudget(0))
                .withMessageContaining("memoryBudget");
    }

    /** Whether the rows of all neighbours go to a temporary file. */
    static boolean spilled(TrainingPlan plan) {
        return plan.notes().contains("rows in a temporary file");
    }

    private static SarTrainer trainerWith(long budget) {
        return SarTrainer.builder().threads(2).memoryBudget(budget).build();
    }

    private byte[] save(SarTrainer.Builder builder, UsageEvents events, boolean spilled) throws IOException {
        Path file = folder.resolve("model");
        try (NeighborModel model = builder.build().train(events).model()) {
            assertThat(Inside.of(model).similarities().blocks()[0].isDirect())
                    .as("rows are mapped from a temporary file")
                    .isEqualTo(spilled);
            model.save(file);
        }
        return Files.readAllBytes(file);
    }

    /** Each user takes so many distinct items. */
    static List<UsageEvent> events(long seed, int users, int items, int perUser) {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int first = random.nextInt(items);
            int step = 1 + random.nextInt(2);
            for (int at = 0; at < perUser; at++) {
                events.add(UsageEvent.of("u" + user, "i" + (first + at * step) % items)
                        .weight(1 + random.nextInt(5)));
            }
        }
        return events;
    }
}
