package dev.recommender.sar;

import dev.recommender.TrainingCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the numbered tasks of a training on its threads. Tasks are handed out in order, so a task's number should fall
 * as its cost does; what a task computes must depend on its number alone.
 */
final class Work {
    private final int threads;
    private volatile boolean stopped;

    Work(int threads) {
        this.threads = threads;
    }

    int threads() {
        return threads;
    }

    /** Whether the rest is to be given up; asked by tasks that take long. */
    boolean stopped() {
        return stopped;
    }

    /** Throws if the calling thread has been interrupted. */
    void check() {
        if (stopped || Thread.currentThread().isInterrupted()) {
            stopped = true;
            throw new TrainingCancelledException();
        }
    }

    /**
     * Runs tasks 0 to count − 1, each worker with scratch of its own.
     *
     * @throws TrainingCancelledException if the calling thread is interrupted meanwhile
     */
    <S> void run(int count, Supplier<S> scratch, Task<S> task) {
        check();
        int workers = Math.min(threads, count);
        if (workers <= 1) {
            S own = scratch.get();
            for (int number = 0; number < count; number++) {
                check();
                task.run(number, own);
            }
            return;
        }
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            S own = scratch.get();
            for (int number = next.getAndIncrement(); number < count && !stopped; number = next.getAndIncrement()) {
                task.run(number, own);
            }
        };
        ExecutorService executor = Executors.newFixedThreadPool(workers, runnable -> {
            Thread thread = new Thread(runnable, "recommender-training");
            thread.setDaemon(true);
            return thread;
        });
        List<Future<?>> futures = new ArrayList<>();
        try {
            for (int number = 0; number < workers; number++) {
                futures.add(executor.submit(worker));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            stopped = true;
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            stopped = true;
            rethrow(e.getCause());
        } finally {
            finish(executor);
        }
        check();
    }

    /** Waits for the workers, so that nothing of a training goes on after it has ended. */
    private static void finish(ExecutorService executor) {
        executor.shutdown();
        boolean interrupted = false;
        while (!executor.isTerminated()) {
            try {
                executor.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable cause) {
        if (cause instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        throw new IllegalStateException(cause);
    }

    /** One task. */
    @FunctionalInterface
    interface Task<S> {
        void run(int number, S scratch);
    }
}
