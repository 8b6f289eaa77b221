package dev.recommender.storage.azure;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads that carry blocks, shared by all calls of a store. They end when there is nothing to carry for a while. */
final class Transfers implements AutoCloseable {
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final int blockSize;
    private final int parallelism;
    private final ThreadPoolExecutor executor;

    Transfers(int blockSize, int parallelism) {
        this.blockSize = blockSize;
        this.parallelism = parallelism;
        this.executor = new ThreadPoolExecutor(
                parallelism, parallelism, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Transfers::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    int blockSize() {
        return blockSize;
    }

    int parallelism() {
        return parallelism;
    }

    <T> Future<T> submit(Callable<T> block) throws StorageException {
        try {
            return executor.submit(block);
        } catch (RejectedExecutionException e) {
            throw closed(e);
        }
    }

    /** What became of a block; its failure is the caller's. */
    static <T> T await(Future<T> block) throws IOException {
        try {
            return block.get();
        } catch (InterruptedException e) {
            throw Calls.interrupted();
        } catch (CancellationException e) {
            throw closed(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new StorageException(Kind.REJECTED, "a block was not transferred", e);
        }
    }

    @Override
    public void close() {
        executor.shutdownNow().forEach(waiting -> {
            if (waiting instanceof Future<?> block) {
                block.cancel(true);
            }
        });
    }

    private static StorageException closed(Throwable cause) {
        return new StorageException(Kind.REJECTED, "the store was closed meanwhile", cause);
    }

    private static Thread thread(Runnable transfer) {
        Thread thread = new Thread(transfer, "recommender-azure-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
