package dev.recommender.internal.neighbors;

import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.model.Histories;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
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
        ModelHeader header = ModelHeader.of(
                Optional.empty(),
                Parameters.empty(),
                new ModelHeader.Counts(0, users.size(), Map.of()),
                items.size(),
                Optional.empty(),
                OptionalLong.empty(),
                new ModelHeader.LiveEvents(EventWeights.standard(), true, Optional.empty()),
                1,
                Map.of());
        ModelParts model = new ModelParts(
                header,
                ids(items),
                ids(users),
                frequencies.flip(),
                new Histories(affinities, Bytes.littleEndian(4 * users.size()), RowBlocksBuilder.none()),
                ItemFeatures.none());
        return new NeighborParts(model, selfSimilarities.flip(), similarities, RowBlocksBuilder.none(), RowBounds.NONE);
    }

    /** The parts with bounds of ranges of 2 to the power of shift columns, for rows of any length. */
    public static NeighborParts withBounds(NeighborParts parts, int shift) {
        RowBounds bounds = TrainingThreads.supervise(
                1,
                TrainingMonitor.none(),
                work -> RowBounds.of(
                        parts.selfSimilarities(), parts.similarities(), parts.coldSimilarities(), shift, 1, work));
        return new NeighborParts(
                parts.model(), parts.selfSimilarities(), parts.similarities(), parts.coldSimilarities(), bounds);
    }

    /** The parts with rows that hold what packed weights stand for, and without bounds. */
    static NeighborParts unpacked(NeighborParts parts) {
        RowBlocks rows = parts.similarities();
        double[][] cells = new double[rows.rows()][rows.rows()];
        RowBlocks.Cells row = new RowBlocks.Cells();
        for (int seed = 0; seed < rows.rows(); seed++) {
            rows.read(seed, row);
            for (int at = 0; at < row.size; at++) {
                cells[seed][row.columns[at]] = row.values[at];
            }
        }
        return new NeighborParts(
                parts.model(), parts.selfSimilarities(), rows(cells), parts.coldSimilarities(), RowBounds.NONE);
    }

    /** The parts without bounds. */
    static NeighborParts withoutBounds(NeighborParts parts) {
        return new NeighborParts(
                parts.model(),
                parts.selfSimilarities(),
                parts.similarities(),
                parts.coldSimilarities(),
                RowBounds.NONE);
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
