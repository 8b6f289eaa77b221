package dev.recommender.neighbors;

import dev.recommender.Recommendation;
import dev.recommender.internal.ranking.ItemRules;
import dev.recommender.internal.ranking.Scaling;
import dev.recommender.internal.ranking.Seeds;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.RowBlocks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The scoring loop, and the working space of one query: score(j) = Σ over seeds i of affinity(i) × similarity(i, j),
 * summed in doubles by ascending seed, in one of three ways that all give the same bits:
 *
 * <ul>
 *   <li>where the seeds reach few items, these are noted as they are reached;
 *   <li>where they reach many, all items are looked at afterwards;
 *   <li>where rows are long, stretches of items are scored one after the other, the most promising first, until no other
 *       can hold one of the best. Floating-point sums and products are monotone, so a stretch's bound, summed in the
 *       same order as its scores, is never below them.
 * </ul>
 *
 * <p>Only what was scored is cleared afterwards, so that one scorer serves query after query without allocation. Used by
 * one thread at a time.
 */
public final class RowScorer {
    private static final byte REACHED = 1;
    private static final byte SEEN = 2;

    /** Noting a cell costs about as much as looking at so many items afterwards. */
    private static final int CELLS_PER_SCAN = 2;

    /** With larger affinities, bounds might overflow where scores do not. */
    private static final double MAX_AFFINITY = 1e200;

    public final Seeds seeds = new Seeds();
    public final TopItems top = new TopItems();

    /** The answer, as far as it is known. */
    public final List<Recommendation> list = new ArrayList<>();

    /** The query's seeds that the model does not know. */
    public final List<String> unknownItems = new ArrayList<>();

    private final NeighborParts data;
    private final RowBounds stretches;
    private final BoundQueue frontier;
    private final float[] peaks;
    private final double[] scores;
    private final byte[] marks;
    private final int[] touched;
    private int touchedCount;
    private final int[] ranges;
    private int rangeCount;
    private final RowBlocks.Cells cells = new RowBlocks.Cells();
    private byte[] id = new byte[64];

    public RowScorer(NeighborParts data) {
        this.data = data;
        this.stretches = data.stretches();
        this.frontier = new BoundQueue(stretches.perRow());
        this.peaks = new float[stretches.perRow()];
        int items = data.items().count();
        this.scores = new double[items];
        this.marks = new byte[items];
        this.touched = new int[items];
        this.ranges = new int[2 * Math.max(1, stretches.perRow())];
    }

    /** Scores what the merged seeds reach, themselves included, as far as {@link #rank} needs it. */
    public void accumulate() {
        boolean boundable = true;
        for (int at = 0; at < seeds.size(); at++) {
            marks[seeds.item(at)] |= SEEN;
            boundable &= seeds.affinity(at) >= 0 && seeds.affinity(at) <= MAX_AFFINITY;
        }
        long reached = cells();
        if (boundable && stretches.worthwhile(seeds.size(), reached)) {
            openStretches();
        } else {
            accumulateAll(reached);
        }
    }

    /** Scores everything the merged seeds reach, themselves included. */
    public void accumulateAll() {
        for (int at = 0; at < seeds.size(); at++) {
            marks[seeds.item(at)] |= SEEN;
        }
        accumulateAll(cells());
    }

    private void accumulateAll(long reached) {
        boolean noting = CELLS_PER_SCAN * reached < scores.length;
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            if (noting) {
                touch(seed);
            }
            if (affinity == 0) {
                continue;
            }
            scores[seed] += affinity * data.selfSimilarity(seed);
            data.similarities().read(seed, cells);
            add(affinity, noting);
            if (data.coldSimilarities().rows() > 0) {
                data.coldSimilarities().read(seed, cells);
                add(affinity, noting);
            }
        }
        if (!noting) {
            addRange(0, scores.length);
        }
    }

    /** How many cells the seeds' rows have. */
    private long cells() {
        long count = 0;
        for (int at = 0; at < seeds.size(); at++) {
            count += data.similarities().length(seeds.item(at));
        }
        return count;
    }

    /** Adds the cells read; notes what they reach, unless all items will be looked at anyway. */
    private void add(double affinity, boolean noting) {
        int length = cells.size;
        int[] targets = cells.columns;
        float[] similarities = cells.values;
        double[] sums = scores;
        if (cells.run) {
            int first = targets[0];
            for (int cell = 0; cell < length; cell++) {
                sums[first + cell] += affinity * similarities[cell];
            }
            return;
        }
        if (noting) {
            for (int cell = 0; cell < length; cell++) {
                touch(targets[cell]);
            }
        }
        for (int cell = 0; cell < length; cell++) {
            sums[targets[cell]] += affinity * similarities[cell];
        }
    }

    private void openStretches() {
        double[] bounds = frontier.bounds();
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            bounds[stretches.of(seed)] += affinity * data.selfSimilarity(seed);
            stretches.addPeaks(seed, affinity, peaks, bounds);
            if (data.coldSimilarities().rows() > 0) {
                data.coldSimilarities().read(seed, cells);
                addColdPeaks(affinity, bounds);
            }
        }
        frontier.open();
    }

    private void addColdPeaks(double affinity, double[] bounds) {
        for (int cell = 0; cell < cells.size; ) {
            int stretch = stretches.of(cells.columns[cell]);
            float peak = 0;
            for (; cell < cells.size && stretches.of(cells.columns[cell]) == stretch; cell++) {
                peak = Math.max(peak, cells.values[cell]);
            }
            bounds[stretch] += affinity * peak;
        }
    }

    /** Scores the most promising stretch that is left, unless none is left that could change the ranking. */
    private boolean scoreNext(double maxFactor) {
        if (frontier.size() == 0) {
            return false;
        }
        int stretch = frontier.first();
        int from = stretches.first(stretch);
        if (!top.accepts(from, frontier.bound(stretch) * maxFactor)) {
            return false;
        }
        frontier.removeFirst();
        int to = Math.min(scores.length, stretches.first(stretch + 1));
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            if (affinity == 0) {
                continue;
            }
            if (seed >= from && seed < to) {
                scores[seed] += affinity * data.selfSimilarity(seed);
            }
            RowBlocks rows = data.similarities();
            rows.read(
                    seed,
                    stretches.firstCell(seed, stretch),
                    stretches.endCell(seed, stretch, rows.length(seed)),
                    cells);
            add(affinity, false);
            RowBlocks coldRows = data.coldSimilarities();
            if (coldRows.rows() > 0) {
                coldRows.read(seed, coldRows.find(seed, from), coldRows.find(seed, to), cells);
                add(affinity, false);
            }
        }
        addRange(from, to);
        return true;
    }

    private void addRange(int from, int to) {
        ranges[2 * rangeCount] = from;
        ranges[2 * rangeCount++ + 1] = to;
    }

    /**
     * Ranks the best items with a positive score. Unless so many were found, every positive score is known afterwards.
     *
     * @param rules the query's rules about single items, or null
     * @param least the lowest score wanted, on the scale
     */
    public void rank(int count, boolean seenIncluded, @Nullable ItemRules rules, double least, Scaling scaling) {
        top.reset(count);
        double maxFactor = rules == null ? 1 : rules.maxFactor();
        boolean plain = rules == null && least == Double.NEGATIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            int item = touched[at];
            if (scores[item] > 0 && (seenIncluded || !seen(item))) {
                offer(item, rules, least, scaling);
            }
        }
        int ranked = 0;
        do {
            for (; ranked < rangeCount; ranked++) {
                int from = ranges[2 * ranked];
                int to = ranges[2 * ranked + 1];
                for (int item = from; item < to; item++) {
                    if (scores[item] * maxFactor >= top.threshold() && (seenIncluded || !seen(item))) {
                        if (plain) {
                            top.offer(item, scores[item]);
                        } else {
                            offer(item, rules, least, scaling);
                        }
                    }
                }
            }
        } while (scoreNext(maxFactor));
        top.sort();
    }

    private void offer(int item, @Nullable ItemRules rules, double least, Scaling scaling) {
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

    /** How many stretches with a positive bound were not scored. */
    int unreadStretches() {
        return frontier.size();
    }

    /** The smallest score over all items, all of which must be scored; those not reached have 0. */
    public double smallest() {
        double smallest = scores.length > touchedCount ? 0 : Double.POSITIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            smallest = Math.min(smallest, scores[touched[at]]);
        }
        return rangeCount == 0 ? smallest : Arrays.stream(scores).min().orElse(0);
    }

    /** The largest score over all items, all of which must be scored. */
    public double largest() {
        double largest = scores.length > touchedCount ? 0 : Double.NEGATIVE_INFINITY;
        for (int at = 0; at < touchedCount; at++) {
            largest = Math.max(largest, scores[touched[at]]);
        }
        return rangeCount == 0 ? largest : Arrays.stream(scores).max().orElse(0);
    }

    /** The score of one item for the merged seeds, without accumulating. */
    public double scoreOf(int item) {
        double score = 0;
        for (int at = 0; at < seeds.size(); at++) {
            score += seeds.affinity(at) * data.similarity(seeds.item(at), item);
        }
        return score;
    }

    /** Whether the item is one of the seeds. */
    public boolean seen(int item) {
        return (marks[item] & SEEN) != 0;
    }

    /** An item's id. */
    public String text(int item) {
        int length = data.items().length(item);
        if (length > id.length) {
            id = new byte[length];
        }
        return data.items().text(item, id);
    }

    public double score(int item) {
        return scores[item];
    }

    public void clear() {
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
        frontier.clear();
        seeds.clear();
        list.clear();
        unknownItems.clear();
    }

    /** Adds a row of affinities as seeds, each times a factor. */
    public void addSeeds(RowBlocks rows, int user, double factor) {
        int length = rows.read(user, cells);
        for (int at = 0; at < length; at++) {
            seeds.add(cells.columns[at], cells.values[at] * factor);
        }
    }

    private void touch(int item) {
        if ((marks[item] & REACHED) == 0) {
            marks[item] |= REACHED;
            touched[touchedCount++] = item;
        }
    }
}
