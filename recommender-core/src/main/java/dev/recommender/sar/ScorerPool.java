package dev.recommender.sar;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Scorers at rest. A query borrows one and gives it back, so that there are about as many as queries run at once, be
 * the threads platform or virtual; a query never waits for one. Shared between threads.
 */
final class ScorerPool {
    private static final int CLOSED = Integer.MIN_VALUE;

    private final ModelData data;
    private final AtomicReferenceArray<@Nullable Scorer> resting;
    private final AtomicInteger borrowed = new AtomicInteger();

    ScorerPool(ModelData data) {
        this.data = data;
        int slots = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());
        this.resting = new AtomicReferenceArray<>(slots);
    }

    /**
     * A clear scorer.
     *
     * @throws IllegalStateException if the pool is closed
     */
    Scorer borrow() {
        if (borrowed.incrementAndGet() < 0) {
            borrowed.decrementAndGet();
            throw new IllegalStateException("the model is closed");
        }
        return take();
    }

    /** A clear scorer for a query that holds one already, and so is under way even if the pool is being closed. */
    Scorer borrowAnother() {
        borrowed.incrementAndGet();
        return take();
    }

    private Scorer take() {
        int slots = resting.length();
        int start = (int) Thread.currentThread().getId();
        for (int at = 0; at < slots; at++) {
            int slot = start + at & slots - 1;
            if (resting.get(slot) != null) {
                Scorer scorer = resting.getAndSet(slot, null);
                if (scorer != null) {
                    return scorer;
                }
            }
        }
        return new Scorer(data);
    }

    void giveBack(Scorer scorer) {
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
    void requireOpen() {
        if (borrowed.get() < 0) {
            throw new IllegalStateException("the model is closed");
        }
    }

    /** Refuses further queries and waits for those under way. */
    synchronized void close() {
        if (borrowed.get() < 0) {
            return;
        }
        borrowed.addAndGet(CLOSED);
        while (borrowed.get() != CLOSED) {
            Thread.onSpinWait();
        }
    }
}
