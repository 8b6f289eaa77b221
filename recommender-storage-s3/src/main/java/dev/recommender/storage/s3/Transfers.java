package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that carry parts and ranges, shared by all calls of a store. They end when there is nothing to carry. */
final class Transfers implements AutoCloseable {
    private final int concurrency;
    private final ThreadPoolExecutor executor;

    Transfers(int concurrency) {
        this.concurrency = concurrency;
        this.executor = new ThreadPoolExecutor(
                concurrency, concurrency, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "s3-transfer");
                    thread.setDaemon(true);
                    return thread;
                });
        executor.allowCoreThreadTimeOut(true);
    }

    /** How many transfers there can be at a time. */
    int concurrency() {
        return concurrency;
    }

    /** Ends what is under way; whoever waits for it, or begins something, is told that the store is closed. */
    @Override
    public void close() {
        executor.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Future<?> transfer) {
                transfer.cancel(true);
            }
        });
    }

    private static StorageException closed(Throwable cause) {
        return new StorageException(Kind.REJECTED, "the store was closed meanwhile", cause);
    }

    /**
     * Transfers that belong together: closing gives up those that have not ended, and returns when none is running any
     * more. Used by one thread.
     *
     * @param <T> what each transfer gives
     */
    final class Batch<T> implements AutoCloseable {
        private final List<Transfer> all = new ArrayList<>();
        private final BlockingQueue<Transfer> ended = new LinkedBlockingQueue<>();
        private int running;
        private boolean isClosed;

        /** Has a transfer made by a thread of the store. */
        void submit(Callable<T> task) throws StorageException {
            Transfer transfer = new Transfer(() -> run(task));
            all.add(transfer);
            try {
                executor.execute(transfer);
            } catch (RejectedExecutionException e) {
                throw closed(e);
            }
        }

        /** Waits for one more transfer to end, whichever is next; gives what it gave, or its failure. */
        T next(String what) throws IOException {
            try {
                return ended.take().get();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted: cannot " + what);
            } catch (CancellationException e) {
                throw closed(e);
            } catch (ExecutionException e) {
                if (executor.isShutdown()) {
                    throw closed(e);
                }
                if (e.getCause() instanceof IOException failure) {
                    throw failure;
                }
                throw new IOException("cannot " + what + ": " + e.getCause(), e.getCause());
            }
        }

        private T run(Callable<T> task) throws Exception {
            synchronized (this) {
                if (isClosed) {
                    throw new CancellationException();
                }
                running++;
            }
            try {
                return task.call();
            } finally {
                synchronized (this) {
                    running--;
                    notifyAll();
                }
            }
        }

        @Override
        public void close() {
            all.forEach(transfer -> transfer.cancel(true));
            boolean interrupted = false;
            synchronized (this) {
                isClosed = true;
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

        private final class Transfer extends FutureTask<T> {
            Transfer(Callable<T> task) {
                super(task);
            }

            @Override
            protected void done() {
                ended.add(this);
            }
        }
    }

    /** A batch without transfers. */
    <T> Batch<T> batch() {
        return new Batch<>();
    }
}
