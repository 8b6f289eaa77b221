package dev.recommender.internal.ranking;

import dev.recommender.neighbors.NeighborParts;
import dev.recommender.neighbors.RowScorer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Scorers at rest. A query borrows one and gives it back, so that there are about as many as queries run at once, be
 * the threads platform or virtual; a query never waits for one. Shared between threads.
 */
public final class ScratchPool {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final NeighborParts data;
    private final AtomicReferenceArray<@Nullable RowScorer> resting;
    private final AtomicInteger borrowed = new AtomicInteger();

    public ScratchPool(NeighborParts data) {
        this.data = data;
        int slots = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());
        this.resting = new AtomicReferenceArray<>(slots);
    }

    /**
     * A clear scorer.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public RowScorer borrow() {
        if (borrowed.incrementAndGet() < 0) {
            borrowed.decrementAndGet();
            throw new IllegalStateException("the model is closed");
        }
        return take();
    }

    /** A clear scorer for a query that holds one already, and so is under way even if the pool is being closed. */
    RowScorer borrowAnother() {
        borrowed.incrementAndGet();
        return take();
    }

    private RowScorer take() {
        int slots = resting.length();
        int start = (int) Thread.currentThread().getId();
        for (int at = 0; at < slots; at++) {
            int slot = start + at & slots - 1;
            if (resting.get(slot) != null) {
                RowScorer scorer = resting.getAndSet(slot, null);
                if (scorer != null) {
                    return scorer;
                }
            }
        }
        return new RowScorer(data);
    }

    void giveBack(RowScorer scorer) {
        scorer.clear();
        int slots = resting.length();
        int start = (int) Thread.currentThread().getId();
        for (int at = 0; at < slots; at++) {
            int slot = start + at & slots - 1;
            if (resting.get(slot) == null && resting.compareAndSet(slot, null, scorer)) {
                break;
            }
        }
        borrowed.decrementAndGet();
    }

    /**
     * Does nothing while the pool is open.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public void requireOpen() {
        if (borrowed.get() < 0) {
            throw new IllegalStateException("the model is closed");
        }
    }

    /** Refuses further queries and waits for those under way. */
    public synchronized void close() {
        if (borrowed.get() < 0) {
            return;
        }
        borrowed.addAndGet(CLOSED);
        while (borrowed.get() != CLOSED) {
            Thread.onSpinWait();
        }
    }
}
