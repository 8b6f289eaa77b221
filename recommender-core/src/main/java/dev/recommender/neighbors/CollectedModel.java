package dev.recommender.neighbors;

import dev.recommender.Catalog;
import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The parts of a model by the numbers that ids have for now, until all are here. Used by one thread. */
final class CollectedModel {
    final IdTable items = new IdTable();
    final IdTable users = new IdTable();
    final CollectedRows similarities = new CollectedRows();
    final CollectedRows coldSimilarities = new CollectedRows();
    final CollectedRows histories = new CollectedRows();
    final CollectedRows unities = new CollectedRows();
    private final List<Integer> frequencies = new ArrayList<>();
    private final List<Float> selfSimilarities = new ArrayList<>();
    private final List<Integer> exponents = new ArrayList<>();

    void addItem(String id, int frequency, float selfSimilarity) {
        items.numberOf(id);
        frequencies.add(frequency);
        selfSimilarities.add(selfSimilarity);
    }

    int frequency(int item) {
        return frequencies.get(item);
    }

    int largestFrequency() {
        return frequencies.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /** Adds a user; returns the user's number. */
    int addUser(String id, int exponent) {
        exponents.add(exponent);
        return users.numberOf(id);
    }

    /**
     * Puts the model together.
     *
     * @param placed whether cold items were placed, with or without success
     * @param rated whether there are unities
     */
    NeighborParts assemble(
            ModelHeader info, Optional<Catalog> catalog, boolean placed, boolean rated, TrainingThreads work) {
        int[] itemOrder = IntStream.range(0, items.size()).toArray();
        IntSort.sort(
                itemOrder,
                (left, right) -> {
                    int byFrequency = Integer.compare(frequencies.get(right), frequencies.get(left));
                    return byFrequency != 0 ? byFrequency : items.compare(left, right);
                },
                work::check);
        int[] itemIndex = IntSort.inverse(itemOrder);
        int[] userOrder = users.sorted(work::check);
        ByteBuffer frequency = numbers(itemOrder.length);
        ByteBuffer self = numbers(itemOrder.length);
        for (int index = 0; index < itemOrder.length; index++) {
            frequency.putInt(4 * index, frequencies.get(itemOrder[index]));
            self.putFloat(4 * index, selfSimilarities.get(itemOrder[index]));
        }
        ByteBuffer exponent = numbers(userOrder.length);
        for (int index = 0; index < userOrder.length; index++) {
            exponent.putInt(4 * index, exponents.get(userOrder[index]));
        }
        Ids ids = Ids.open(Ids.section(items, itemOrder));
        RowBlocks warmRows = similarities.blocks(itemOrder, itemIndex, work);
        RowBlocks coldRows = placed ? coldSimilarities.blocks(itemOrder, itemIndex, work) : RowBlocksBuilder.none();
        return new NeighborParts(
                info,
                ids,
                Ids.open(Ids.section(users, userOrder)),
                frequency,
                self,
                warmRows,
                coldRows,
                RowBounds.of(self, warmRows, coldRows, work),
                histories.blocks(userOrder, itemIndex, work),
                exponent,
                rated ? unities.blocks(userOrder, itemIndex, work) : RowBlocksBuilder.none(),
                catalog.map(known -> ItemFeatures.of(known, ids)).orElseGet(ItemFeatures::none));
    }

    private static ByteBuffer numbers(int count) {
        return ModelLayout.littleEndian(ModelLayout.checkedLength("numbers", 4L * count));
    }
}
