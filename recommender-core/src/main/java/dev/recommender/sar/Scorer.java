package dev.recommender.sar;

import org.jspecify.annotations.Nullable;

/**
 * The scoring loop, and the working space of one query: score(j) = Σ over seeds i of affinity(i) × similarity(i, j),
 * summed in doubles by ascending seed. Only what the seeds reach is touched, and only that is cleared afterwards, so
 * that one scorer serves query after query without allocation. Used by one thread at a time.
 */
final class Scorer {
    private static final byte REACHED = 1;
    private static final byte SEEN = 2;

    /** Noting a cell costs about as much as looking at so many items afterwards. */
    private static final int CELLS_PER_SCAN = 2;

    final Seeds seeds = new Seeds();
    final TopItems top = new TopItems();

    private final ModelData data;
    private final double[] scores;
    private final byte[] marks;
    private final int[] touched;
    private int touchedCount;
    private int[] columns = new int[256];
    private float[] values = new float[256];

    Scorer(ModelData data) {
        this.data = data;
        int items = data.items().count();
        this.scores = new double[items];
        this.marks = new byte[items];
        this.touched = new int[items];
    }

    /** Adds up the scores of everything the merged seeds reach, themselves included. */
    void accumulate() {
        boolean noting = (long) CELLS_PER_SCAN * cells() < scores.length;
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            touch(seed);
            marks[seed] |= SEEN;
            if (affinity == 0) {
                continue;
            }
            scores[seed] += affinity * data.selfSimilarity(seed);
            addRow(data.similarities(), seed, affinity, noting);
            if (data.coldSimilarities().rows() > 0) {
                addRow(data.coldSimilarities(), seed, affinity, noting);
            }
        }
        if (!noting) {
            for (int item = 0; item < scores.length; item++) {
                if (scores[item] != 0) {
                    touch(item);
                }
            }
        }
    }

    /** How many cells will be added. */
    private long cells() {
        long cells = 0;
        for (int at = 0; at < seeds.size(); at++) {
            cells += data.similarities().length(seeds.item(at));
        }
        return cells;
    }

    /** Adds a row; notes what it reaches, unless there is so much that looking for it afterwards is cheaper. */
    private void addRow(RowBlocks rows, int seed, double affinity, boolean noting) {
        int length = read(rows, seed);
        int[] targets = columns;
        float[] similarities = values;
        double[] sums = scores;
        if (noting) {
            for (int cell = 0; cell < length; cell++) {
                touch(targets[cell]);
            }
        }
        for (int cell = 0; cell < length; cell++) {
            sums[targets[cell]] += affinity * similarities[cell];
        }
    }

    private int read(RowBlocks rows, int row) {
        int length = rows.length(row);
        if (length > columns.length) {
            columns = new int[Math.max(length, 2 * columns.length)];
            values = new float[columns.length];
        }
        return rows.read(row, columns, values);
    }

    /**
     * Ranks the best items with a positive score.
     *
     * @param rules the query's rules about single items, or null
     * @param least the lowest score wanted, on the scale
     */
    void rank(int count, boolean seenIncluded, @Nullable Rules rules, double least, Scaling scaling) {
        top.reset(count);
        for (int at = 0; at < touchedCount; at++) {
            int item = touched[at];
            if (scores[item] > 0 && (seenIncluded || !seen(item))) {
                if (rules == null && least == Double.NEGATIVE_INFINITY) {
                    top.offer(item, scores[item]);
                } else {
                    offer(item, rules, least, scaling);
                }
            }
        }
        top.sort();
    }

    private void offer(int item, @Nullable Rules rules, double least, Scaling scaling) {
        double score = scores[item];
        if (rules != null) {
            if (!rules.allow(item)) {
                return;
            }
            score *= rules.factor(item);
        }
        if (scaling.score(score) >= least
                && top.accepts(item, score)
                && (rules == null || rules.meetsCondition(item))) {
            top.offer(item, score);
        }
    }

    /** The smallest score over all items; those not reached have 0. */
    double smallest() {
        double smallest = touchedCount < scores.length ? 0 : Double.POSITIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            smallest = Math.min(smallest, scores[touched[at]]);
        }
        return smallest;
    }

    /** The largest score over all items. */
    double largest() {
        double largest = touchedCount < scores.length ? 0 : Double.NEGATIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            largest = Math.max(largest, scores[touched[at]]);
        }
        return largest;
    }

    /** The score of one item for the merged seeds, without accumulating. */
    double scoreOf(int item) {
        double score = 0;
        for (int at = 0; at < seeds.size(); at++) {
            score += seeds.affinity(at) * data.similarity(seeds.item(at), item);
        }
        return score;
    }

    /** Whether the item is one of the seeds. */
    boolean seen(int item) {
        return (marks[item] & SEEN) != 0;
    }

    double score(int item) {
        return scores[item];
    }

    void clear() {
        for (int at = 0; at < touchedCount; at++) {
            scores[touched[at]] = 0;
            marks[touched[at]] = 0;
        }
        touchedCount = 0;
        seeds.clear();
    }

    /** Adds a row of affinities as seeds, each times a factor. */
    void addSeeds(RowBlocks rows, int user, double factor) {
        int length = read(rows, user);
        for (int at = 0; at < length; at++) {
            seeds.add(columns[at], values[at] * factor);
        }
    }

    private void touch(int item) {
        if (marks[item] == 0) {
            marks[item] = REACHED;
            touched[touchedCount++] = item;
        }
    }
}
