package dev.recommender.ridge;

import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.counting.CooccurrenceRow;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What is kept of each item's co-occurrences: for which targets it is proposed, which predictors it would choose, and the
 * co-occurrences from which predictors are weighed against each other. Items are counted one by one, each as a whole, and
 * nothing else is kept.
 */
final class CountedRows {
    private static final int TASKS = 1024;
    private static final long[] NONE = new long[0];

    /** For each seed, the cells of the targets that it is proposed for; a target takes those that propose themselves. */
    final long[][] proposals;
    /** For each target, the cells of the seeds that it chooses itself. */
    final long[][] own;
    /** For each item, the cells of its largest cosines. */
    final long[][] counts;
    /** For each item, the smallest key among its largest cosines. */
    final long[] least;
    /** The most other items that an item occurs with. */
    private final AtomicInteger most = new AtomicInteger();

    private final RidgeOptions options;
    private final Factors factors;
    private final int countLimit;

    private CountedRows(RidgeOptions options, Factors factors) {
        this.options = options;
        this.factors = factors;
        this.countLimit = options.solved() ? options.countsPerItem().orElse(Integer.MAX_VALUE) : 0;
        this.proposals = empty(factors.warm);
        this.own = empty(factors.warm);
        this.counts = empty(factors.warm);
        this.least = new long[factors.warm];
    }

    private static long[][] empty(int rows) {
        long[][] cells = new long[rows][];
        Arrays.fill(cells, NONE);
        return cells;
    }

    static CountedRows count(
            RidgeOptions options, Factors factors, int items, Cooccurrence cooccurrence, TrainingThreads work) {
        CountedRows rows = new CountedRows(options, factors);
        int[] ends = cooccurrence.taskEnds(TASKS, factors.warm);
        work.run(ends.length, () -> rows.new Counter(cooccurrence.row(), items), (task, counter) -> {
            for (int item = task == 0 ? 0 : ends[task - 1]; item < ends[task]; item++) {
                counter.count(item);
            }
        });
        return rows;
    }

    /** The most other items that an item occurs with. */
    int most() {
        return most.get();
    }

    /** The heap that one thread takes for its choices among so many items. */
    static long scratchBytes(long items) {
        return 8 * items + BestCells.bytes(items);
    }

    /** Counts one row after the other; used by one thread. */
    private final class Counter {
        private final CooccurrenceRow row;
        private final BestCells best;
        private final int[] others;
        private final float[] common;

        Counter(CooccurrenceRow row, int items) {
            this.row = row;
            this.best = new BestCells(items);
            this.others = new int[items];
            this.common = new float[items];
        }

        void count(int item) {
            row.count(item);
            int size = 0;
            for (int at = 0; at < row.size(); at++) {
                int other = row.items[at];
                float value = (float) row.take(other);
                if (other < factors.warm && value > 0) {
                    others[size++] = other;
                    common[other] = value;
                }
            }
            most.accumulateAndGet(size, Math::max);
            best.choose(others, size, common, factors.proposal, options.candidatesPerSeed());
            proposals[item] = best.cells(common);
            best.choose(others, size, common, factors.seed, options.ownCandidates());
            own[item] = best.cells(common);
            if (countLimit > 0) {
                best.choose(others, size, common, factors.cosine, countLimit);
                least[item] = size <= countLimit ? Long.MIN_VALUE : best.least();
                counts[item] = best.cells(common);
            }
        }
    }
}
