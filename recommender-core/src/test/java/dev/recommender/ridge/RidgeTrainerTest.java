package dev.recommender.ridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.training.PlanPromise;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ridge rows promise as a whole. */
class RidgeTrainerTest {
    @TempDir
    Path folder;

    /** Every item is a candidate for every other, so the pattern is that of all pairs. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void withAnInfinitePenaltyRowsAreThoseOfDampedSimilarity(int seed) {
        RandomShop shop = new RandomShop(seed);
        double a = seed / 4.0;
        double b = 1 - seed / 6.0;
        double g = seed % 3 * 0.4;
        CooccurrenceUnit unit = CooccurrenceUnit.values()[seed % 2];
        NeighborModel damped = SarTrainer.builder()
                .similarity(Similarity.damped(a, b, g))
                .supportThreshold(1)
                .cooccurrenceUnit(unit)
                .build()
                .train(UsageEvents.of(shop.events))
                .model();
        NeighborModel ridge = RidgeTrainer.builder()
                .penalty(Double.POSITIVE_INFINITY)
                .unitDamping(a)
                .seedDamping(b)
                .targetDamping(g)
                .cooccurrenceUnit(unit)
                .build()
                .train(UsageEvents.of(shop.events))
                .model();
        List<String> items = new ArrayList<>();
        damped.items().forEachRemaining(items::add);
        int similar = 0;
        for (String i : items) {
            for (String j : items) {
                double expected = damped.similarity(i, j).orElseThrow();
                similar += expected > 0 ? 1 : 0;
                assertThat(ridge.similarity(i, j).orElseThrow()).isCloseTo(expected, within(1e-6 * expected));
            }
        }
        assertThat(similar).isGreaterThan(items.size());
    }

    /** A large penalty draws all weights to zero alike, so that their proportions are those of an infinite one. */
    @Test
    void rowsOfALargePenaltyAreProportionalToThoseOfAnInfiniteOne() {
        UsageEvents events = UsageEvents.of(new RandomShop(8).events);
        NeighborModel large =
                RidgeTrainer.builder().penalty(1e6).build().train(events).model();
        NeighborModel infinite = RidgeTrainer.builder()
                .penalty(Double.POSITIVE_INFINITY)
                .build()
                .train(events)
                .model();
        List<String> items = new ArrayList<>();
        large.items().forEachRemaining(items::add);
        for (String i : items) {
            for (String j : items) {
                double expected = infinite.similarity(i, j).orElseThrow();
                assertThat(1e6 * large.similarity(i, j).orElseThrow()).isCloseTo(expected, within(1e-3 * expected));
            }
        }
    }

    /** An item that only goes with another because both go with a third gets no credit of its own. */
    @Test
    void whatAThirdItemExplainsIsNotCountedTwice() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 600; user++) {
            boolean cause = user % 2 == 0;
            if (cause) {
                events.add(UsageEvent.of("u" + user, "cause"));
            }
            if (cause && user % 3 != 0) {
                events.add(UsageEvent.of("u" + user, "left"));
            }
            if (cause && user % 5 != 0) {
                events.add(UsageEvent.of("u" + user, "right"));
            }
            events.add(UsageEvent.of("u" + user, "other" + user % 7));
        }
        NeighborModel ridge = RidgeTrainer.builder()
                .penalty(0.1)
                .build()
                .train(UsageEvents.of(events))
                .model();
        NeighborModel sar = SarTrainer.create().train(UsageEvents.of(events)).model();
        assertThat(sar.similarity("left", "right").orElseThrow())
                .isGreaterThan(0.7 * sar.similarity("cause", "right").orElseThrow());
        assertThat(ridge.similarity("left", "right").orElseThrow())
                .isLessThan(0.1 * ridge.similarity("cause", "right").orElseThrow());
    }

    /** Each of two items keeps its co-occurrence with a third alone, so the two seem never to meet. */
    static List<UsageEvent> contradictingWhereCut() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 100; user++) {
            for (String item : List.of("middle", "left", "right", "target")) {
                if (!item.equals("target") || user % 2 == 0) {
                    events.add(UsageEvent.of("u" + user, item));
                }
            }
            events.add(UsageEvent.of("v" + user, "middle"));
        }
        return events;
    }

    @Test
    void whereCutCountsContradictEachOtherPredictorsAreWeighedOneByOneAndThatIsNoted() {
        List<UsageEvent> events = contradictingWhereCut();
        RidgeTrainer.Builder builder = RidgeTrainer.builder().penalty(0.01).seedDamping(0);
        TrainingResult<NeighborModel> cut = builder.countsPerItem(1).build().train(UsageEvents.of(events));
        assertThat(cut.statistics().count("dampedTargets")).isPositive();
        assertThat(cut.notes())
                .anySatisfy(note -> assertThat(note)
                        .contains("each of them was weighed by itself")
                        .contains("a larger countsPerItem than 1 would help"));
        Recommendations similar = cut.model().recommender().similarItems("left", 3);
        assertThat(similar)
                .isNotEmpty()
                .allSatisfy(item -> assertThat(item.score()).isBetween(0.0, 1.0));
        TrainingResult<NeighborModel> whole = builder.allCounts().build().train(UsageEvents.of(events));
        assertThat(whole.statistics().count("dampedTargets")).isZero();
        assertThat(whole.notes()).noneSatisfy(note -> assertThat(note).contains("countsPerItem"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
    void orderAndThreadsHaveNoInfluenceOnTheModelFile(int seed) throws IOException {
        RidgeShop ridge = new RidgeShop(seed);
        List<UsageEvent> events = new ArrayList<>(ridge.shop.events);
        byte[] expected = save(ridge.options, 1, events);
        for (int threads = 1; threads <= 3; threads++) {
            Collections.shuffle(events, new Random(threads));
            assertThat(save(ridge.options, threads, events)).isEqualTo(expected);
        }
    }

    /** So many items that each thread has several tasks, and of users that each bucket has several. */
    @Test
    @Tag("slow")
    void orderAndThreadsHaveNoInfluenceOnManyItems() throws IOException {
        List<UsageEvent> events = manyItems();
        RidgeOptions options = RidgeTrainer.builder()
                .candidatesPerSeed(20)
                .candidatesPerTarget(30)
                .countsPerItem(50)
                .maxNeighbors(15)
                .build()
                .options();
        byte[] expected = save(options, 1, events);
        for (int threads = 2; threads <= 3; threads++) {
            Collections.shuffle(events, new Random(threads));
            assertThat(save(options, threads, events)).isEqualTo(expected);
        }
    }

    private static List<UsageEvent> manyItems() {
        Random random = new Random(4);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 2000; user++) {
            for (int at = 0; at < 20; at++) {
                events.add(UsageEvent.of("u" + user, "i" + (int) (1500 * Math.pow(random.nextDouble(), 2))));
            }
        }
        return events;
    }

    private byte[] save(RidgeOptions options, int threads, List<UsageEvent> events) throws IOException {
        Path file = folder.resolve("model");
        RidgeTwinTest.train(options, threads, TrainingInput.of(UsageEvents.of(events)))
                .model()
                .save(file);
        return Files.readAllBytes(file);
    }

    @Test
    void everythingThatRowsServeIsServed() throws IOException {
        RandomShop shop = new RandomShop(12);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events))
                .catalog(Catalog.of(shop.catalog))
                .keepUnknownItems();
        RidgeTrainer trainer = RidgeTrainer.builder()
                .supportThreshold(4)
                .coldItems(3)
                .coldToCold()
                .scoreScale(ScoreScale.UNIT_INTERVAL)
                .build();
        TrainingResult<NeighborModel> trained = trainer.train(input);
        Path file = folder.resolve("ridge.model");
        trained.model().save(file);
        try (NeighborModel model = NeighborModel.open(file)) {
            assertThat(model.metadata().algorithm()).contains("ridge");
            assertThat(model.metadata().parameters()).isEqualTo(trainer.parameters());
            String user = shop.events.get(0).user();
            Query query = Query.user(user).count(5).explain();
            assertThat(model.recommender().recommend(query)).isNotEmpty();
            assertThat(model.recommender().recommend(query))
                    .isEqualTo(trained.model().recommender().recommend(query));
        }
        assertThat(trained.statistics().count("coldItems")).isPositive();
        assertThat(trained.statistics().durations()).containsKeys("counting", "solving", "cold items");
    }

    @Test
    void coldItemsArePlacedByTheirFeatures() {
        List<UsageEvent> events = new ArrayList<>();
        List<CatalogItem> items = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            String genre = user % 2 == 0 ? "folk" : "jazz";
            for (int at = 0; at < 6; at++) {
                events.add(UsageEvent.of("u" + user, genre + (user / 2 + at) % 8));
            }
        }
        for (int number = 0; number < 9; number++) {
            items.add(CatalogItem.of("folk" + number).feature("genre", "folk"));
            items.add(CatalogItem.of("jazz" + number).feature("genre", "jazz"));
        }
        NeighborModel model = RidgeTrainer.builder()
                .coldItems(2)
                .build()
                .train(TrainingInput.of(UsageEvents.of(events)).catalog(Catalog.of(items)))
                .model();
        assertThat(model.similarity("folk1", "folk8").orElseThrow()).isPositive();
        assertThat(model.similarity("jazz1", "folk8").orElseThrow())
                .isLessThan(model.similarity("folk1", "folk8").orElseThrow());
    }

    @Test
    void rowsFromElsewhereGiveTheSameModel() throws IOException {
        List<UsageEvent> events = new RandomShop(5).events;
        RidgeTrainer trainer = RidgeTrainer.builder().withoutHistories().build();
        TrainingResult<NeighborModel> trained = trainer.train(UsageEvents.of(events));
        List<String> items = new ArrayList<>();
        trained.model().items().forEachRemaining(items::add);
        NeighborModelBuilder builder = trainer.modelBuilder();
        for (String item : items) {
            builder.item(
                    item,
                    trained.model().frequency(item).orElseThrow(),
                    trained.model().similarity(item, item).orElseThrow());
        }
        for (String seed : items) {
            builder.similarities(
                    seed,
                    items.stream()
                            .filter(target -> !target.equals(seed))
                            .map(target -> new ScoredId(
                                    target,
                                    trained.model().similarity(seed, target).orElseThrow()))
                            .toList());
        }
        var statistics = trained.statistics();
        builder.counts(
                statistics.events(), statistics.count("pairs"), (int) statistics.count("units"), statistics.users());
        statistics.referenceTime().ifPresent(builder::referenceTime);
        statistics.eventTimes().ifPresent(span -> builder.eventTimes(span.first(), span.last()));
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");
        trained.model().save(ours);
        builder.build().save(theirs);
        assertThat(Files.readAllBytes(theirs)).isEqualTo(Files.readAllBytes(ours));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Tag("slow")
    void aTrainingWithTheLeastBudgetThatFitsIsNotRefused(int threads) {
        for (int seed = 0; seed < 30; seed++) {
            RidgeShop ridge = new RidgeShop(seed);
            TrainingInput input = TrainingInput.of(UsageEvents.of(ridge.shop.events));
            PlanPromise.requireKept(new RidgeTraining(ridge.options), threads, input);
        }
    }

    @Test
    @Tag("slow")
    void whatARefusalNamesThePlanNamesToo() {
        for (int seed = 0; seed < 30; seed++) {
            RidgeShop ridge = new RidgeShop(seed);
            TrainingInput input = TrainingInput.of(UsageEvents.of(ridge.shop.events));
            assertThat(PlanPromise.requireSameRemedies(new RidgeTraining(ridge.options), 1 + seed % 2, 6 << 20, input))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRefusalNamesFewerCounts() {
        UsageEvents events = UsageEvents.of(manyItems());
        RidgeTrainer trainer = RidgeTrainer.builder().memoryBudget(16 << 20).build();
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() -> trainer.train(events))
                .withMessageContaining("counting ")
                .withMessageContaining("solving ")
                .withMessageContaining("countsPerItem(300), which needs ");
        TrainingPlan plan = trainer.plan(events);
        assertThat(plan.report()).startsWith("ridge: 2,000 users");
        assertThat(plan.fits()).isFalse();
        assertThat(RidgeTrainer.create().plan(events).advice())
                .anySatisfy(line -> assertThat(line).startsWith("with countsPerItem(300): "));
    }

    @Test
    @Tag("slow")
    void aPlanBoundsTheNeighbors() {
        for (int seed = 0; seed < 60; seed++) {
            RidgeShop ridge = new RidgeShop(seed);
            TrainingInput input = TrainingInput.of(UsageEvents.of(ridge.shop.events));
            long planned = PlanPromise.plan(new RidgeTraining(ridge.options), 1, Long.MAX_VALUE, input)
                    .count("similarities");
            long trained =
                    RidgeTwinTest.train(ridge.options, 1, input).statistics().count("neighbors");
            assertThat(planned).isGreaterThanOrEqualTo(trained);
        }
    }
}
