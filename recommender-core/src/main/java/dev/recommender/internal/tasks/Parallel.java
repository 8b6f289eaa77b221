package dev.recommender.internal.tasks;

import dev.recommender.RecommenderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Runs numbered tasks on several threads. */
public final class Parallel {
    private Parallel() {}

    /** One task, with scratch that its thread alone uses. */
    @FunctionalInterface
    public interface Task<S> {
        void run(int number, S scratch);
    }

    /**
     * Runs the tasks 0 to count − 1; what a task computes must depend on its number alone. Ends with the first failure.
     *
     * @throws RecommenderException if the calling thread is interrupted
     */
    public static <S> void run(int threads, int count, Supplier<S> scratch, Task<S> task) {
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            S own = scratch.get();
            try {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    task.run(number, own);
                }
            } catch (RuntimeException | Error e) {
                next.set(count);
                throw e;
            }
        };
        ExecutorService executor = Executors.newFixedThreadPool(threads, runnable -> {
            Thread thread = new Thread(runnable, "recommender-parallel");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < Math.min(threads, count); thread++) {
                futures.add(executor.submit(worker));
            }
            for (Future<?> future : futures) {
                future.get();
            }
        } catch (InterruptedException e) {
            next.set(count);
            Thread.currentThread().interrupt();
            throw new RecommenderException("interrupted while others still work", e);
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        } finally {
            finish(executor);
        }
    }

    /** Waits for the threads, so that none still asks a recommender when its model is closed. */
    private static void finish(ExecutorService executor) {
        executor.shutdownNow();
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

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }
}
