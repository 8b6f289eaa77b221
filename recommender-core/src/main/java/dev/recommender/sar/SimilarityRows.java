package dev.recommender.sar;

import dev.recommender.TrainingException;
import java.util.Arrays;

/**
 * The similarity of each item that reaches the support threshold to every other such item: a row per seed, ascending by
 * item, without zeros, and apart from the rows each item's similarity to itself. With a limit of neighbours a row keeps
 * the largest similarities; of equal ones, those of the more popular items.
 */
final class SimilarityRows {
    private final Similarity similarity;
    private final int supportThreshold;
    private final int maxNeighbors;
    private final int[] frequency;
    private final int itemsWithEvents;

    SimilarityRows(SarOptions options, int[] frequency, int itemsWithEvents) {
        this.itemsWithEvents = itemsWithEvents;
        this.similarity = options.similarity();
        this.supportThreshold = options.supportThreshold();
        this.maxNeighbors = options.maxNeighbors().orElse(Integer.MAX_VALUE);
        this.frequency = frequency;
    }

    /** Computes all rows; fills in the similarities of items to themselves. */
    RowBlocks compute(Cooccurrence cooccurrence, float[] selfSimilarities, Work work) {
        int items = frequency.length;
        long limited = maxNeighbors == Integer.MAX_VALUE ? Long.MAX_VALUE : (long) maxNeighbors * items;
        RowBlocksWriter writer = new RowBlocksWriter(items, Math.min(limited, cooccurrence.maxCells()));
        work.run(writer.chunks(), () -> new Scratch(items, cooccurrence.weighted()), (number, scratch) -> {
            try (RowBlocksWriter.Chunk chunk = writer.chunk(number)) {
                for (int seed = writer.firstRow(number); seed < writer.endRow(number); seed++) {
                    int length = 0;
                    if (frequency[seed] >= supportThreshold) {
                        cooccurrence.count(seed, scratch.row);
                        selfSimilarities[seed] = valueOf(seed, seed, scratch.row);
                        length = similarities(seed, scratch);
                        scratch.row.clear();
                    }
                    chunk.add(scratch.columns, scratch.values, 0, length);
                }
            }
        });
        return writer.finish();
    }

    private int similarities(int seed, Scratch scratch) {
        Cooccurrence.Row row = scratch.row;
        Arrays.sort(row.touched, 0, row.size);
        int length = 0;
        for (int at = 0; at < row.size; at++) {
            int target = row.touched[at];
            if (target != seed && row.counts[target] >= supportThreshold) {
                float value = valueOf(seed, target, row);
                if (value != 0) {
                    scratch.columns[length] = target;
                    scratch.values[length++] = value;
                }
            }
        }
        return length <= maxNeighbors ? length : scratch.keepLargest(length, maxNeighbors);
    }

    private float valueOf(int seed, int target, Cooccurrence.Row row) {
        double value = similarity.of(row.cooccurrence(target), frequency[seed], frequency[target], itemsWithEvents);
        if (!Double.isFinite(value) || Math.abs(value) > Float.MAX_VALUE) {
            throw new TrainingException("similarity " + similarity + " is not finite: " + value
                    + " for co-occurrence " + row.cooccurrence(target) + ", frequencies " + frequency[seed] + " and "
                    + frequency[target]);
        }
        return (float) value;
    }

    /** One thread's working space. */
    private static final class Scratch {
        final Cooccurrence.Row row;
        final int[] columns;
        final float[] values;
        private final long[] keys;

        Scratch(int items, boolean weighted) {
            row = new Cooccurrence.Row(items, weighted);
            columns = new int[items];
            values = new float[items];
            keys = new long[items];
        }

        /** Keeps the given number of largest values, of equal ones those of smaller columns; columns stay ascending. */
        int keepLargest(int length, int keep) {
            for (int at = 0; at < length; at++) {
                keys[at] = TopItems.key(values[at], columns[at]);
            }
            Arrays.sort(keys, 0, length);
            long smallest = keys[length - keep];
            int kept = 0;
            for (int at = 0; at < length; at++) {
                if (TopItems.key(values[at], columns[at]) >= smallest) {
                    columns[kept] = columns[at];
                    values[kept++] = values[at];
                }
            }
            return kept;
        }
    }
}
