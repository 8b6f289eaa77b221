package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.Cutoff;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;

/**
 * The scoring loop. It computes score(j) = Σ over seeds i of affinity(i) × similarity(i, j), summed in doubles by
 * ascending seed. There are three ways, which all give the same bits:
 *
 * <ul>
 *   <li>where the seeds reach few items, these are reported as they are reached;
 *   <li>where they reach many, all items are looked at afterwards;
 *   <li>where rows are long, and the seeds reach many items or are one alone, ranges of items are scored one after the other,
 *       the most promising first, until no other range can hold one of the best items. Floating-point sums and products are
 *       monotone, so a range's bound, summed in the same order as its scores, is never below them.
 * </ul>
 *
 * <p>Used by one thread at a time.
 */
public final class RowScorer implements ItemScorer {
    /** Reporting a cell costs about as much as looking at so many items afterwards, by a trial on a small and a wide catalog. */
    private static final int CELLS_PER_SCAN = 8;

    /** With larger affinities, bounds might overflow where scores do not. */
    private static final double MAX_AFFINITY = 1e200;

    private final NeighborParts parts;
    private final int items;
    private final RowBlocks rows;
    private final RowBlocks coldRows;
    private final RowBounds bounds;
    private final BoundQueue queue;
    private final float[] peaks;
    private final RowReader reader;
    private final RowReader coldReader;
    private final RowBlocks.Cells coldCells = new RowBlocks.Cells();

    public RowScorer(NeighborParts parts) {
        this.parts = parts;
        this.items = parts.model().items().count();
        this.rows = parts.similarities();
        this.coldRows = parts.coldSimilarities();
        this.reader = RowReader.of(rows);
        this.coldReader = RowReader.of(coldRows);
        this.bounds = parts.bounds();
        this.queue = new BoundQueue(bounds.perRow());
        this.peaks = new float[bounds.perRow()];
    }

    @Override
    public void score(Seeds seeds, ScoreBoard board) {
        boolean boundable = true;
        for (int at = 0; at < seeds.size(); at++) {
            boundable &= seeds.affinity(at) >= 0 && seeds.affinity(at) <= MAX_AFFINITY;
        }
        long reached = cells(seeds);
        if (boundable && bounds.worthwhile(seeds.size(), reached) && (!few(reached) || alone(seeds, reached))) {
            fillQueue(seeds);
        } else {
            scoreAll(seeds, board, reached);
        }
    }

    @Override
    public void scoreAll(Seeds seeds, ScoreBoard board) {
        scoreAll(seeds, board, cells(seeds));
    }

    private void scoreAll(Seeds seeds, ScoreBoard board, long reached) {
        if (few(reached)) {
            scoreReporting(seeds, board);
        } else {
            scoreSilently(seeds, board.scores());
            board.reached(0, items);
        }
    }

    private void scoreSilently(Seeds seeds, double[] scores) {
        boolean cold = coldRows.rows() > 0;
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            if (affinity == 0) {
                continue;
            }
            scores[seed] += affinity * parts.selfSimilarity(seed);
            reader.read(seed);
            reader.add(affinity, scores);
            if (cold) {
                coldReader.read(seed);
                coldReader.add(affinity, scores);
            }
        }
    }

    private void scoreReporting(Seeds seeds, ScoreBoard board) {
        double[] scores = board.scores();
        boolean cold = coldRows.rows() > 0;
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            board.reached(seed);
            if (affinity == 0) {
                continue;
            }
            scores[seed] += affinity * parts.selfSimilarity(seed);
            reader.read(seed);
            reader.report(board);
            reader.add(affinity, scores);
            if (cold) {
                coldReader.read(seed);
                coldReader.report(board);
                coldReader.add(affinity, scores);
            }
        }
    }

    /** Whether so few items are reached that the others need not be looked at. */
    private boolean few(long reached) {
        return CELLS_PER_SCAN * reached < items;
    }

    /**
     * Whether one row is answered faster by its ranges, though it reaches few items. The bound of a range is then the score of its
     * best item, so that about two ranges are looked at. Reporting the row costs as much as looking at ranges of eight times its cells.
     */
    private boolean alone(Seeds seeds, long reached) {
        return seeds.size() == 1 && bounds.first(1) < 2 * reached;
    }

    /** How many cells the seeds' rows have. */
    private long cells(Seeds seeds) {
        long count = 0;
        for (int at = 0; at < seeds.size(); at++) {
            count += rows.length(seeds.item(at));
            count += coldRows.rows() > 0 ? coldRows.length(seeds.item(at)) : 0;
        }
        return count;
    }

    private void fillQueue(Seeds seeds) {
        double[] sums = queue.bounds();
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            sums[bounds.of(seed)] += affinity * parts.selfSimilarity(seed);
            bounds.addPeaks(seed, affinity, peaks, sums);
            if (coldRows.rows() > 0) {
                coldRows.read(seed, coldCells);
                addColdPeaks(affinity, sums);
            }
        }
        queue.open();
    }

    private void addColdPeaks(double affinity, double[] sums) {
        for (int cell = 0; cell < coldCells.size; ) {
            int range = bounds.of(coldCells.columns[cell]);
            float peak = 0;
            for (; cell < coldCells.size && bounds.of(coldCells.columns[cell]) == range; cell++) {
                peak = Math.max(peak, coldCells.values[cell]);
            }
            sums[range] += affinity * peak;
        }
    }

    @Override
    public boolean scoreMore(Seeds seeds, ScoreBoard board, Cutoff cutoff) {
        if (queue.size() == 0) {
            return false;
        }
        int range = queue.first();
        int from = bounds.first(range);
        if (!cutoff.admits(from, queue.bound(range))) {
            return false;
        }
        queue.removeFirst();
        int to = Math.min(items, bounds.first(range + 1));
        double[] scores = board.scores();
        for (int at = 0; at < seeds.size(); at++) {
            int seed = seeds.item(at);
            double affinity = seeds.affinity(at);
            if (affinity == 0) {
                continue;
            }
            if (seed >= from && seed < to) {
                scores[seed] += affinity * parts.selfSimilarity(seed);
            }
            reader.read(seed, bounds.firstCell(seed, range), bounds.endCell(seed, range, rows.length(seed)));
            reader.add(affinity, scores);
            if (coldRows.rows() > 0) {
                coldReader.read(seed, coldRows.find(seed, from), coldRows.find(seed, to));
                coldReader.add(affinity, scores);
            }
        }
        board.reached(from, to);
        return true;
    }

    /** How many ranges with a positive bound were not scored. */
    int unreadRanges() {
        return queue.size();
    }

    @Override
    public double weight(Seeds seeds, int at, int item) {
        return parts.similarity(seeds.item(at), item);
    }

    /** The similarity of two items relative to their similarity to themselves. */
    @Override
    public double likeness(int left, int right) {
        double own = Math.max(parts.selfSimilarity(left), parts.selfSimilarity(right));
        double similarity = Math.max(parts.similarity(left, right), parts.similarity(right, left));
        return own <= 0 ? 0 : Math.max(0, Math.min(1, similarity / own));
    }

    @Override
    public void clear() {
        queue.clear();
    }
}
