package dev.recommender.internal.ranking;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Working space at rest. A query borrows a scratch and gives it back. So there are about as many as queries run at
 * once, on platform threads and on virtual threads. A query never waits for one. Shared between threads.
 */
public final class ScratchPool {
    private static final int CLOSED = Integer.MIN_VALUE;

    private static final int SPINS = 1000;
    private static final long PAUSE_NANOS = 100_000;

    private final Supplier<Scratch> fresh;
    private final AtomicReferenceArray<@Nullable Scratch> resting;
    private final Set<Scratch> made = ConcurrentHashMap.newKeySet();
    private final AtomicInteger borrowed = new AtomicInteger();

    /**
     * A pool without any at rest.
     *
     * @param fresh makes one more
     */
    public ScratchPool(Supplier<Scratch> fresh) {
        this.fresh = fresh;
        int slots = Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors());
        this.resting = new AtomicReferenceArray<>(slots);
    }

    /**
     * A clear scratch.
     *
     * @throws IllegalStateException if the pool is closed
     */
    public Scratch borrow() {
        if (borrowed.incrementAndGet() < 0) {
            borrowed.decrementAndGet();
            throw new IllegalStateException("the model is closed");
        }
        return take();
    }

    /** A clear scratch for a query that holds one already, and so is in progress even if the pool is being closed. */
    Scratch borrowAnother() {
        borrowed.incrementAndGet();
        return take();
    }

    private Scratch take() {
        int slots = resting.length();
        int start = (int) Thread.currentThread().getId();
        for (int at = 0; at < slots; at++) {
            int slot = start + at & slots - 1;
            if (resting.get(slot) != null) {
                Scratch scratch = resting.getAndSet(slot, null);
                if (scratch != null) {
                    scratch.borrower = Thread.currentThread();
                    return scratch;
                }
            }
        }
        return make();
    }

    /** Made by a scorer that may be anybody's: if it fails, there is no query that could end, and none to wait for. */
    private Scratch make() {
        boolean whole = false;
        try {
            Scratch scratch = fresh.get();
            scratch.borrower = Thread.currentThread();
            made.add(scratch);
            whole = true;
            return scratch;
        } finally {
            if (!whole) {
                borrowed.decrementAndGet();
            }
        }
    }

    /**
     * Ends a query.
     *
     * @param whole whether it ended normally; otherwise it is not known what was written, and the scratch is dropped
     */
    void giveBack(Scratch scratch, boolean whole) {
        boolean rests = false;
        try {
            scratch.borrower = null;
            if (whole) {
                scratch.clear();
                rests = rest(scratch);
            }
        } finally {
            if (!rests) {
                made.remove(scratch);
            }
            borrowed.decrementAndGet();
        }
    }

    private boolean rest(Scratch scratch) {
        int slots = resting.length();
        int start = (int) Thread.currentThread().getId();
        for (int at = 0; at < slots; at++) {
            int slot = start + at & slots - 1;
            if (resting.get(slot) == null && resting.compareAndSet(slot, null, scratch)) {
                return true;
            }
        }
        return false;
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

    /**
     * Refuses further queries and waits for those in progress.
     *
     * @throws IllegalStateException if one of them is the calling thread's, which would wait for itself
     */
    public void close() {
        if (made.stream().anyMatch(scratch -> scratch.borrower == Thread.currentThread())) {
            throw new IllegalStateException("a query cannot close its own model; close the model after the query");
        }
        closeAndWait();
    }

    private synchronized void closeAndWait() {
        if (borrowed.get() < 0) {
            return;
        }
        borrowed.addAndGet(CLOSED);
        for (int spins = 0; borrowed.get() != CLOSED; spins++) {
            if (spins < SPINS) {
                Thread.onSpinWait();
            } else {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }
}
