package dev.recommender.neighbors;

import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowBounds;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Models of numbers that no training could find, put together by hand. */
public final class HandMade {
    private HandMade() {}

    /**
     * A model without decay.
     *
     * @param items the most popular first
     * @param similarities a row per seed; the diagonal holds the similarities of items to themselves
     * @param users in the order of their ids
     * @param affinities a row per user
     */
    public static NeighborParts model(
            List<String> items, double[][] similarities, List<String> users, double[][] affinities) {
        float[] self = new float[items.size()];
        double[][] others = new double[items.size()][];
        for (int item = 0; item < items.size(); item++) {
            self[item] = (float) similarities[item][item];
            others[item] = similarities[item].clone();
            others[item][item] = 0;
        }
        return model(items, self, rows(others), users, rows(affinities));
    }

    /** A model without users, of rows of similarities by item. */
    public static NeighborParts model(List<String> items, RowBlocks similarities) {
        return model(items, new float[items.size()], similarities, List.of(), RowBlocksBuilder.none());
    }

    private static NeighborParts model(
            List<String> items, float[] self, RowBlocks similarities, List<String> users, RowBlocks affinities) {
        ByteBuffer frequencies = Bytes.littleEndian(4 * items.size());
        ByteBuffer selfSimilarities = Bytes.littleEndian(4 * items.size());
        for (int item = 0; item < items.size(); item++) {
            frequencies.putInt(items.size() - item);
            selfSimilarities.putFloat(self[item]);
        }
        ModelHeader info = new ModelHeader(
                "hand-made",
                Map.of(),
                0,
                0,
                0,
                users.size(),
                items.size(),
                null,
                null,
                Map.of(),
                true,
                1,
                Scale.RAW,
                Map.of());
        return new NeighborParts(
                info,
                ids(items),
                ids(users),
                frequencies.flip(),
                selfSimilarities.flip(),
                similarities,
                RowBlocksBuilder.none(),
                RowBounds.NONE,
                affinities,
                Bytes.littleEndian(4 * users.size()),
                RowBlocksBuilder.none(),
                ItemFeatures.none());
    }

    public static Ids ids(List<String> texts) {
        IdTable table = new IdTable();
        texts.forEach(table::numberOf);
        return Ids.open(Ids.section(table, IntStream.range(0, texts.size()).toArray()));
    }

    private static RowBlocks rows(double[][] cells) {
        int[] lengths = new int[cells.length];
        for (int row = 0; row < cells.length; row++) {
            for (double cell : cells[row]) {
                lengths[row] += cell != 0 ? 1 : 0;
            }
        }
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        for (int row = 0; row < cells.length; row++) {
            RowBlocksBuilder.Cursor cursor = builder.cursor(row);
            for (int column = 0; column < cells[row].length; column++) {
                if (cells[row][column] != 0) {
                    cursor.add(column, (float) cells[row][column]);
                }
            }
        }
        return builder.finish();
    }
}
