package dev.recommender.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that transfer parts of blobs, shared by all calls of a store. They end after ten seconds without work. Safe
 * for use by several threads.
 */
public final class TransferPool implements AutoCloseable {
    private static final int MOST_THREADS = 64;
    private static final int IDLE_SECONDS = 10;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final int parallelism;
    private final ThreadPoolExecutor executor;

    /**
     * Makes a pool.
     *
     * @param parallelism how many transfers there can be at a time, from 1 to 64
     */
    public TransferPool(int parallelism) {
        this.parallelism = checkParallelism(parallelism);
        this.executor = new ThreadPoolExecutor(
                parallelism,
                parallelism,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                TransferPool::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    /**
     * The number itself, if a pool can have so many threads: from 1 to 64.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public static int checkParallelism(int parallelism) {
        if (parallelism < 1 || parallelism > MOST_THREADS) {
            throw new IllegalArgumentException("parallelism is not from 1 to " + MOST_THREADS + ": " + parallelism);
        }
        return parallelism;
    }

    /** How many transfers there can be at a time. */
    public int parallelism() {
        return parallelism;
    }

    /**
     * A batch without transfers.
     *
     * @param what what the transfers are for, to follow "cannot " in messages
     */
    public <T> Batch<T> batch(String what) {
        return new Batch<>(what);
    }

    /** Ends the transfers in progress. Waiting for one, or submitting another, fails from then on. */
    @Override
    public void close() {
        executor.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Future<?> transfer) {
                transfer.cancel(true);
            }
        });
    }

    private static Thread thread(Runnable transfers) {
        Thread thread = new Thread(transfers, "recommender-transfer-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Transfers that belong together. Closing the batch cancels those that have not ended, and returns when none of them is
     * running. Used by one thread.
     *
     * @param <T> what a transfer gives
     */
    public final class Batch<T> implements AutoCloseable {
        private final String what;
        private final Deque<FutureTask<T>> pending = new ArrayDeque<>();
        private int running;
        private boolean closed;

        private Batch(String what) {
            this.what = what;
        }

        /** How many transfers were submitted whose results have not been taken. */
        public int pending() {
            return pending.size();
        }

        /** Lets a thread of the pool make a transfer. */
        public void submit(Callable<T> transfer) throws StorageException {
            FutureTask<T> task = new FutureTask<>(() -> run(transfer)) {
                @Override
                protected void done() {
                    wake();
                }
            };
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                throw StorageException.closed(what, e);
            }
            pending.add(task);
        }

        /** Waits for the transfer that was submitted first, and returns what it gave or throws its failure. */
        public T takeFirst() throws IOException {
            FutureTask<T> first = pending.element();
            try {
                return result(first);
            } finally {
                // After an interruption it is still pending, so that closing cancels it.
                if (first.isDone()) {
                    pending.remove();
                }
            }
        }

        /** Waits for whichever transfer ends next, and returns what it gave or throws its failure. */
        public T takeNext() throws IOException {
            return result(nextToEnd());
        }

        private synchronized FutureTask<T> nextToEnd() throws InterruptedIOException {
            if (pending.isEmpty()) {
                throw new NoSuchElementException("no transfer is pending");
            }
            while (true) {
                for (Iterator<FutureTask<T>> tasks = pending.iterator(); tasks.hasNext(); ) {
                    FutureTask<T> task = tasks.next();
                    if (task.isDone()) {
                        tasks.remove();
                        return task;
                    }
                }
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw interrupted();
                }
            }
        }

        private T result(FutureTask<T> task) throws IOException {
            try {
                return task.get();
            } catch (InterruptedException e) {
                throw interrupted();
            } catch (CancellationException e) {
                throw StorageException.closed(what, e);
            } catch (ExecutionException e) {
                if (executor.isShutdown()) {
                    throw StorageException.closed(what, e);
                }
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IOException("cannot " + what + ": " + e.getCause(), e.getCause());
            }
        }

        private InterruptedIOException interrupted() {
            Thread.currentThread().interrupt();
            return new InterruptedIOException("interrupted: cannot " + what);
        }

        private T run(Callable<T> transfer) throws Exception {
            synchronized (this) {
                if (closed) {
                    throw new CancellationException();
                }
                running++;
            }
            try {
                return transfer.call();
            } finally {
                synchronized (this) {
                    running--;
                    notifyAll();
                }
            }
        }

        private synchronized void wake() {
            notifyAll();
        }

        @Override
        public void close() {
            // Cancels the waiting ones first, so that none of them starts when an earlier one ends.
            pending.descendingIterator().forEachRemaining(transfer -> transfer.cancel(true));
            boolean interrupted = false;
            synchronized (this) {
                closed = true;
                while (running > 0) {
                    try {
                        wait();
                    } catch (InterruptedException e) {
                        interrupted = true;
                    }
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
