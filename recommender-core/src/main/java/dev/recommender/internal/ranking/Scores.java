package dev.recommender.internal.ranking;

import dev.recommender.spi.ScoreBoard;
import java.util.Arrays;

/**
 * The scores of one query. Only what was scored is cleared afterwards, so that one board serves query after query without
 * allocation. Used by one thread at a time.
 */
final class Scores implements ScoreBoard {
    private static final byte REACHED = 1;
    private static final byte SEEN = 2;

    final double[] scores;
    final int[] touched;
    int touchedCount;
    int[] ranges = new int[2];
    int rangeCount;
    private final byte[] marks;

    Scores(int items) {
        this.scores = new double[items];
        this.marks = new byte[items];
        this.touched = new int[items + 1];
    }

    @Override
    public double[] scores() {
        return scores;
    }

    @Override
    public void reached(int item) {
        if ((marks[item] & REACHED) == 0) {
            marks[item] |= REACHED;
            touched[touchedCount++] = item;
        }
    }

    /** Has no branches, which the processor could not predict: the next item's place is written either way. */
    @Override
    public void reached(int[] items, int count) {
        int found = touchedCount;
        for (int at = 0; at < count; at++) {
            int item = items[at];
            int mark = marks[item];
            touched[found] = item;
            found += ~mark & REACHED;
            marks[item] = (byte) (mark | REACHED);
        }
        touchedCount = found;
    }

    @Override
    public void reached(int from, int to) {
        if (2 * rangeCount == ranges.length) {
            ranges = Arrays.copyOf(ranges, 2 * ranges.length);
        }
        ranges[2 * rangeCount] = from;
        ranges[2 * rangeCount++ + 1] = to;
    }

    /**
     * The first item of a range from the given one on whose score is at least so much; the range's end if there is none.
     * Nearly all items are passed over here, so this loop is kept apart from what is done with the others.
     */
    int next(int from, int to, double least) {
        double[] all = scores;
        int item = from;
        while (item < to && !(all[item] >= least)) {
            item++;
        }
        return item;
    }

    /** The first place in the list of touched items, from the given one on, with a score of at least so much. */
    int nextTouched(int from, double least) {
        double[] all = scores;
        int[] list = touched;
        int count = touchedCount;
        int at = from;
        while (at < count && !(all[list[at]] >= least)) {
            at++;
        }
        return at;
    }

    /** Marks an item as one of the seeds. */
    void see(int item) {
        marks[item] |= SEEN;
    }

    /** Whether an item is one of the seeds. */
    boolean seen(int item) {
        return (marks[item] & SEEN) != 0;
    }

    /** The smallest score over all items. All items must be scored; items that were not reached have 0. */
    double smallest() {
        double smallest = scores.length > touchedCount ? 0 : Double.POSITIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            smallest = Math.min(smallest, scores[touched[at]]);
        }
        return rangeCount == 0 ? smallest : Arrays.stream(scores).min().orElse(0);
    }

    /** The largest score over all items. All items must be scored. */
    double largest() {
        double largest = scores.length > touchedCount ? 0 : Double.NEGATIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            largest = Math.max(largest, scores[touched[at]]);
        }
        return rangeCount == 0 ? largest : Arrays.stream(scores).max().orElse(0);
    }

    void clear(MergedSeeds seeds) {
        for (int at = 0; at < touchedCount; at++) {
            scores[touched[at]] = 0;
            marks[touched[at]] = 0;
        }
        touchedCount = 0;
        for (int at = 0; at < rangeCount; at++) {
            Arrays.fill(scores, ranges[2 * at], ranges[2 * at + 1], 0);
        }
        rangeCount = 0;
        for (int at = 0; at < seeds.size(); at++) {
            marks[seeds.item(at)] = 0;
        }
    }
}
