package dev.recommender.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NeighborModelBuilderTest {
    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(5000, 5120);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("slow")
    void theRowsOfATrainingMakeTheSameFileInAnyOrder(long seed) throws IOException {
        RandomShop shop = new RandomShop(seed);
        SarTrainer trainer = shop.trainer();
        boolean described = shop.random.nextBoolean()
                || trainer.parameters().value("coldItems").isPresent();
        Catalog catalog = Catalog.of(shop.catalog);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events)).keepUnknownItems();
        NeighborModel trained =
                trainer.train(described ? input.catalog(catalog) : input).model();
        NeighborModel built =
                rebuilt(trained, trainer, described ? Optional.of(catalog) : Optional.empty(), shop.random);
        assertThat(bytes(built)).isEqualTo(bytes(trained));
        assertThat(Answers.of(built)).isEqualTo(Answers.of(trained));
    }

    @Test
    void anOpenedModelCanBeBuiltAgainFromItsRows() throws IOException {
        RandomShop shop = new RandomShop(1);
        SarTrainer trainer = shop.trainer();
        Path file = folder.resolve("trained.model");
        trainer.train(UsageEvents.of(shop.events)).model().save(file);
        try (NeighborModel opened = NeighborModel.open(file)) {
            NeighborModel built = rebuilt(opened, trainer, Optional.empty(), shop.random);
            assertThat(bytes(built)).isEqualTo(Files.readAllBytes(file));
        }
    }

    @Test
    void whatARowMustNotBeIsToldAndLeavesTheBuilderAsItWas() throws IOException {
        SarTrainer trainer = SarTrainer.builder()
                .supportThreshold(2)
                .maxNeighbors(2)
                .historyLimit(2)
                .build();
        NeighborModelBuilder builder = trainer.modelBuilder();
        refused(builder, "item must not be blank", row -> row.item(" ", 3, 1));
        refused(builder, "must not be negative: -1", row -> row.item("a", -1, 0));
        refused(builder, "\"a\": NaN is beyond", row -> row.item("a", 3, Double.NaN));
        refused(builder, "\"a\": 1.0E39 is beyond", row -> row.item("a", 3, 1e39));
        refused(builder, "\"a\" is below the support threshold 2", row -> row.item("a", 1, 1));
        builder.item("a", 9, 1).item("b", 5, 1).item("c", 2, 1).item("d", 2, 1).item("rare", 1, 0);
        refused(builder, "\"b\" repeats", row -> row.item("b", 5, 1));

        refused(builder, "\"x\", which is no item", row -> row.similarities("x", List.of()));
        refused(builder, "\"x\" is no item", row -> row.similarities("a", cells("b", 1, "x", 1)));
        refused(builder, "\"b\" repeats", row -> row.similarities("a", cells("b", 1, "b", 1)));
        refused(builder, "hold the seed itself", row -> row.similarities("a", cells("a", 1)));
        refused(builder, "\"rare\" is below the support", row -> row.similarities("a", cells("rare", 1)));
        refused(builder, "\"rare\" is below the support", row -> row.similarities("rare", cells("a", 1)));
        refused(builder, "\"b\": Infinity", row -> row.similarities("a", cells("b", Double.POSITIVE_INFINITY)));
        refused(
                builder,
                "more than the limit of neighbours 2",
                row -> row.similarities("a", cells("b", 1, "c", 1, "d", 1)));
        refused(builder, "places none", row -> row.coldSimilarities("a", cells("rare", 1)));
        builder.similarities("a", cells("c", 0.25, "b", 0.5));
        refused(builder, "\"a\" repeat", row -> row.similarities("a", cells("b", 1)));

        refused(builder, "user must not be blank", row -> row.history("", cells("a", 1)));
        refused(builder, "from 1 to 2 items: 0", row -> row.history("u", List.of()));
        refused(builder, "from 1 to 2 items: 3", row -> row.history("u", cells("a", 1, "b", 1, "c", 1)));
        refused(builder, "\"x\" is no item", row -> row.history("u", cells("x", 1)));
        refused(builder, "\"a\" repeats", row -> row.history("u", cells("a", 1, "a", 1)));
        refused(builder, "\"a\": NaN is not finite", row -> row.history("u", cells("a", Double.NaN)));
        refused(builder, "only scores on the rating scale", row -> row.ratedHistory("u", cells("a", 1), cells("a", 1)));
        builder.history("u", cells("c", 0, "a", 2));
        refused(builder, "\"u\" repeats", row -> row.history("u", cells("a", 1)));

        refused(builder, "referenceTime must lie between", row -> row.referenceTime(Instant.MAX));
        refused(builder, "counts must be", row -> row.counts(1, 2, 1, 1));
        refused(builder, "counts must be", row -> row.counts(2, 2, 0, 1));
        refused(builder, "another scale", row -> row.ratingRange(0, 1));
        refused(builder, "another scale", row -> row.scoreFactor(1));
        refused(builder, "feature \"f\" must be finite", row -> row.featureWeights(Map.of("f", Double.NaN)));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("counts must be given");

        assertThatThrownBy(() -> builder.counts(20, 18, 8, 9).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("an item is in 9 of 8 units");

        NeighborModelBuilder undescribed =
                trainer.modelBuilder().item("a", 9, 1).counts(20, 18, 9, 9);
        assertThatThrownBy(() -> undescribed.keepUnknownItems().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("keepUnknownItems has no effect without a catalog");

        NeighborModel model = builder.counts(20, 18, 9, 9).build();
        assertThat(model.items()).toIterable().containsExactly("a", "b", "c", "d", "rare");
        assertThat(model.similarity("a", "b")).hasValue(0.5);
        assertThat(model.similarity("b", "a")).hasValue(0);
        assertThat(model.affinity("u", "a")).hasValue(2);
        assertThat(model.metadata().referenceTime()).isEmpty();
        Path file = folder.resolve("built.model");
        model.save(file);
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(Answers.of(opened)).isEqualTo(Answers.of(model));
        }
    }

    @Test
    void affinitiesOfAnySizeAreHeldSideBySide() throws IOException {
        double[] sizes = {Double.MIN_VALUE, 1e-310, 1e-200, 1e-40, 1, 1e150, Double.MAX_VALUE};
        NeighborModelBuilder builder =
                SarTrainer.builder().supportThreshold(1).build().modelBuilder();
        List<ScoredId> history = new ArrayList<>();
        for (int size = 0; size < sizes.length; size++) {
            builder.item("seed" + size, 2, 1).item("next" + size, 1, 1);
            history.add(new ScoredId("seed" + size, sizes[size]));
        }
        for (int size = 0; size < sizes.length; size++) {
            builder.similarities("seed" + size, cells("next" + size, 0.5));
        }
        Collections.shuffle(history, new Random(1));
        builder.history("all", history);
        builder.history("tiny", cells("seed0", Double.MIN_VALUE, "seed1", 1e-310));
        NeighborModel built = builder.counts(20, 18, 9, 9).build();
        Path file = folder.resolve("built.model");
        built.save(file);
        try (NeighborModel model = NeighborModel.open(file)) {
            for (int size = 0; size < sizes.length; size++) {
                double affinity = model.affinity("all", "seed" + size).orElseThrow();
                assertThat(affinity).isCloseTo(sizes[size], Percentage.withPercentage(1e-5));
            }
            assertThat(model.recommender().recommend(Query.user("all").withoutBackfill()))
                    .extracting(Recommendation::item)
                    .containsExactly("next6", "next5", "next4", "next3", "next2", "next1", "next0");
            assertThat(model.recommender().recommend(Query.user("tiny").withoutBackfill()))
                    .allMatch(next -> next.score() > 0)
                    .extracting(Recommendation::item)
                    .containsExactly("next1", "next0");
        }
    }

    @Test
    void whatTheOptionsNeedOrExcludeIsTold() {
        NeighborModelBuilder rated = SarTrainer.builder()
                .supportThreshold(1)
                .scoreScale(ScoreScale.RATING)
                .build()
                .modelBuilder()
                .item("a", 1, 1)
                .item("b", 1, 1);
        refused(rated, "rating scale also need", row -> row.history("u", cells("a", 1)));
        refused(rated, "are of other items", row -> row.ratedHistory("u", cells("a", 1), cells("b", 1)));
        refused(rated, "are of other items", row -> row.ratedHistory("u", cells("a", 1, "b", 1), cells("a", 1)));
        refused(rated, "two ascending numbers", row -> row.ratingRange(2, 1));
        rated.counts(1, 1, 1, 1);
        assertThatThrownBy(rated::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ratingRange must be given");
        rated.ratedHistory("u", cells("a", 1), cells("a", 1)).ratedHistory("v", cells("b", 1), cells("b", 1));
        assertThatThrownBy(() -> rated.ratingRange(1, 1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 histories of 1 users");

        NeighborModelBuilder cold = SarTrainer.builder()
                .supportThreshold(2)
                .coldItems(1)
                .withoutHistories()
                .scoreScale(ScoreScale.UNIT_INTERVAL)
                .referenceTime(Instant.EPOCH)
                .build()
                .modelBuilder()
                .item("a", 2, 1)
                .item("b", 2, 1)
                .item("rare", 0, 0);
        refused(cold, "keeps none", row -> row.history("u", cells("a", 1)));
        refused(cold, "\"b\" is below the threshold", row -> row.coldSimilarities("a", cells("b", 1)));
        refused(cold, "not positive", row -> row.coldSimilarities("a", cells("rare", 0)));
        refused(cold, "hold the seed itself", row -> row.coldSimilarities("rare", cells("rare", 1)));
        refused(cold, "scoreFactor must be positive", row -> row.scoreFactor(0));
        refused(cold, "referenceTime must be the trainer's", row -> row.referenceTime(Instant.EPOCH.plusMillis(1)));
        cold.coldSimilarities("a", cells("rare", 0.5)).counts(4, 4, 2, 2).scoreFactor(2);
        cold.catalog(Catalog.of(List.of(CatalogItem.of("a"), CatalogItem.of("new"))));
        assertThatThrownBy(cold::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"new\" of the catalog was not added");
        NeighborModel model = cold.item("new", 0, 0).build();
        assertThat(model.similarity("a", "rare")).hasValue(0.5);
        assertThat(model.metadata().referenceTime()).contains(Instant.EPOCH);

        assertThatThrownBy(() ->
                        SarTrainer.create().modelBuilder().counts(1, 1, 1, 1).build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no items");
    }

    private static void refused(NeighborModelBuilder builder, String message, Consumer<NeighborModelBuilder> row) {
        assertThatThrownBy(() -> row.accept(builder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static List<ScoredId> cells(Object... idsAndNumbers) {
        List<ScoredId> cells = new ArrayList<>();
        for (int at = 0; at < idsAndNumbers.length; at += 2) {
            cells.add(new ScoredId((String) idsAndNumbers[at], ((Number) idsAndNumbers[at + 1]).doubleValue()));
        }
        return cells;
    }

    /** Takes a model apart and puts it together from its rows in an order of their own. */
    private static NeighborModel rebuilt(
            NeighborModel model, SarTrainer trainer, Optional<Catalog> catalog, Random random) {
        NeighborParts parts = model.parts();
        ModelParts all = parts.model();
        ModelHeader header = all.header();
        NeighborModelBuilder builder = trainer.modelBuilder()
                .counts(header.events(), count(header, "pairs"), (int) count(header, "units"), header.users())
                .featureWeights(header.featureWeights());
        ModelMetadata metadata = model.metadata();
        metadata.referenceTime().ifPresent(builder::referenceTime);
        metadata.eventTimes().ifPresent(span -> builder.eventTimes(span.first(), span.last()));
        catalog.ifPresent(builder::catalog);
        if (metadata.keepUnknownItems()) {
            builder.keepUnknownItems();
        }
        switch (header.scale().scoreScale()) {
            case RATING ->
                builder.ratingRange(header.scale().ratingMin(), header.scale().ratingMax());
            case UNIT_INTERVAL -> builder.scoreFactor(header.scale().factor());
            case RAW -> {}
        }
        for (int item : shuffled(all.items().count(), random)) {
            float self = parts.selfSimilarities().getFloat(4 * item);
            builder.item(all.items().text(item), all.frequency(item), self);
        }
        for (int item : shuffled(all.items().count(), random)) {
            String seed = all.items().text(item);
            if (parts.similarities().length(item) > 0 || random.nextBoolean() && !all.cold(item)) {
                builder.similarities(seed, row(all, parts.similarities(), item, random));
            }
            if (parts.coldSimilarities().rows() > 0) {
                builder.coldSimilarities(seed, row(all, parts.coldSimilarities(), item, random));
            }
        }
        for (int user : shuffled(all.users().count(), random)) {
            String id = all.users().text(user);
            List<ScoredId> affinities = history(all, all.histories().affinities(), user, random);
            if (header.scale().scoreScale() == ScoreScale.RATING) {
                builder.ratedHistory(
                        id, affinities, history(all, all.histories().eventCounts(), user, random));
            } else {
                builder.history(id, affinities);
            }
        }
        return builder.build();
    }

    private static long count(ModelHeader header, String name) {
        return Objects.requireNonNull(header.counts().get(name), name);
    }

    private static List<ScoredId> row(ModelParts model, RowBlocks rows, int row, Random random) {
        return row(model, rows, row, columns -> new long[columns.length], random);
    }

    private static List<ScoredId> history(ModelParts model, RowBlocks rows, int user, Random random) {
        return row(model, rows, user, columns -> model.histories().exponents(user, columns, rows.length(user)), random);
    }

    private static List<ScoredId> row(
            ModelParts model, RowBlocks rows, int row, Function<int[], long[]> exponentsOf, Random random) {
        int[] columns = new int[model.items().count()];
        float[] values = new float[columns.length];
        int length = rows.read(row, columns, values);
        long[] exponents = exponentsOf.apply(columns);
        List<ScoredId> cells = new ArrayList<>();
        for (int at = 0; at < length; at++) {
            cells.add(new ScoredId(
                    model.items().text(columns[at]), Math.scalb((double) values[at], (int) exponents[at])));
        }
        Collections.shuffle(cells, random);
        return cells;
    }

    private static List<Integer> shuffled(int count, Random random) {
        List<Integer> numbers =
                new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(numbers, random);
        return numbers;
    }

    private byte[] bytes(NeighborModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return Files.readAllBytes(file);
    }
}
