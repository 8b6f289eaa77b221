package dev.recommender.sar;

/**
 * The scoring loop, and the working space of one query: score(j) = Σ over seeds i of affinity(i) × similarity(i, j),
 * summed in doubles by ascending seed. Only what the seeds reach is touched, and only that is cleared afterwards, so
 * that one scorer serves query after query without allocation. Used by one thread at a time.
 */
final class Scorer {
    private static final byte REACHED = 1;
    private static final byte SEEN = 2;

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
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            touch(seed);
            marks[seed] |= SEEN;
            if (affinity == 0) {
                continue;
            }
            scores[seed] += affinity * data.selfSimilarity(seed);
            int length = data.similarities().length(seed);
            if (length > columns.length) {
                columns = new int[Math.max(length, 2 * columns.length)];
                values = new float[columns.length];
            }
            data.similarities().read(seed, columns, values);
            for (int cell = 0; cell < length; cell++) {
                touch(columns[cell]);
                scores[columns[cell]] += affinity * values[cell];
            }
        }
    }

    /** Keeps the best items with a positive score. */
    void selectTop(int count, boolean seenIncluded) {
        top.reset(count);
        for (int at = 0; at < touchedCount; at++) {
            int item = touched[at];
            if (scores[item] > 0 && (seenIncluded || !seen(item))) {
                top.offer(item, scores[item]);
            }
        }
        top.sort();
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

    /** Adds a user's history as seeds, each affinity times a factor. */
    void addHistory(int user, double factor) {
        int length = data.histories().length(user);
        if (length > columns.length) {
            columns = new int[Math.max(length, 2 * columns.length)];
            values = new float[columns.length];
        }
        data.histories().read(user, columns, values);
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
