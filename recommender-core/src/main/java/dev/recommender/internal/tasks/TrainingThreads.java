package dev.recommender.internal.tasks;

import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingMonitor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one training, its progress and its cancellation. The training itself runs on a thread of its own. At
 * the same time the caller's thread supervises it and reports progress to the monitor. It stops everything when a task
 * fails, the monitor cancels, or it is interrupted itself. Long loops call {@link #check} often enough to end within a
 * few milliseconds then. Code of the caller's, such as a source of events, has its thread interrupted.
 */
public final class TrainingThreads {
    private static final long POLL_MILLIS = 20;
    private static final long REPORT_NANOS = 250_000_000;

    /** How long code of the caller may take to respond to the interruption of its thread. */
    private static final long MAX_WAIT_NANOS = 1_000_000_000;

    private final int threads;
    private final ThreadPoolExecutor executor;
    private final Map<String, Duration> durations = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Queue<Progress> boundaries = new ConcurrentLinkedQueue<>();
    private final Queue<Iteration> iterations = new ConcurrentLinkedQueue<>();
    private final AtomicInteger done = new AtomicInteger();
    private final AtomicInteger outside = new AtomicInteger();
    private volatile int total;
    private volatile @Nullable String phase;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;
    private long lastReport = System.nanoTime();
    private double lastFraction;

    private TrainingThreads(int threads) {
        this.threads = threads;
        this.executor =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.MINUTES, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "recommender-training");
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /**
     * Runs a training under supervision. When this returns or throws, its threads have ended, except threads that
     * {@link #callersCode} holds in spite of interruption. Those end at their next {@link #check}.
     *
     * @throws TrainingCancelledException if the calling thread is interrupted or the monitor cancels
     */
    public static <T> T supervise(int threads, TrainingMonitor monitor, Function<TrainingThreads, T> training) {
        TrainingThreads work = new TrainingThreads(threads);
        try {
            Future<T> result = work.executor.submit(() -> training.apply(work));
            T value = work.await(result, monitor);
            work.report(monitor, true);
            return value;
        } finally {
            work.stopped = true;
            work.finish();
        }
    }

    public int threads() {
        return threads;
    }

    /** How long each phase took. */
    public Map<String, Duration> durations() {
        return durations;
    }

    /** Throws if the training is to be given up. */
    public void check() {
        if (stopped) {
            throw new TrainingCancelledException();
        }
    }

    /** Code that is not the library's, such as a source of events. */
    @FunctionalInterface
    public interface CallersCode<T> {
        T run() throws IOException;
    }

    /** Runs code of the caller's that may wait for something. The wait for that code is limited. */
    public <T> T callersCode(CallersCode<T> code) throws IOException {
        outside.incrementAndGet();
        try {
            return code.run();
        } finally {
            outside.decrementAndGet();
        }
    }

    /** Runs one phase and records its time. */
    public <T> T phase(String next, Supplier<T> body) {
        check();
        done.set(0);
        total = 0;
        phase = next;
        boundaries.add(new Progress(next, 0));
        long start = System.nanoTime();
        T result = body.get();
        durations.put(next, Duration.ofNanos(System.nanoTime() - start));
        phase = null;
        boundaries.add(new Progress(next, 1));
        return result;
    }

    /** Says how many tasks the phase has in all that are {@linkplain #runQuietly run quietly}, in any number of steps. */
    public void expect(int count) {
        done.set(0);
        total = count;
    }

    /** Reports an iteration of the current phase. */
    public void iteration(int number, double loss) {
        String now = phase;
        if (now != null) {
            iterations.add(new Iteration(now, number, loss));
        }
    }

    /** Runs tasks that are no measure of the phase's progress by themselves; see {@link #run}. */
    public <S> void runQuietly(int count, Supplier<S> scratch, Task<S> task) {
        check();
        AtomicInteger next = new AtomicInteger();
        Runnable worker = () -> {
            try {
                S own = scratch.get();
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    check();
                    task.run(number, own);
                    done.incrementAndGet();
                }
            } catch (RuntimeException | Error e) {
                fail(e);
                throw e;
            }
        };
        int helpers = Math.min(threads, count) - 1;
        List<Future<?>> futures = new ArrayList<>();
        for (int number = 0; number < helpers; number++) {
            futures.add(executor.submit(worker));
        }
        worker.run();
        futures.forEach(TrainingThreads::join);
    }

    /** Remembers the first failure and stops all threads, since the training cannot succeed any more. */
    private void fail(Throwable first) {
        failure.compareAndSet(null, first);
        stopped = true;
        executor.shutdownNow();
    }

    /**
     * Runs tasks 0 to count − 1 on the training's threads, each thread with scratch of its own. Tasks are handed out in
     * order; what a task computes must depend on its number alone.
     */
    public <S> void run(int count, Supplier<S> scratch, Task<S> task) {
        done.set(0);
        total = count;
        runQuietly(count, scratch, task);
        total = 0;
    }

    private <T> T await(Future<T> result, TrainingMonitor monitor) {
        while (true) {
            try {
                return result.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                requireNoFailure();
                report(monitor, false);
                if (monitor.cancelled()) {
                    throw new TrainingCancelledException();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrainingCancelledException();
            } catch (ExecutionException e) {
                requireNoFailure();
                throw unchecked(Objects.requireNonNull(e.getCause()));
            }
        }
    }

    /** Throws the first failure. What other threads throw later is only its consequence. */
    private void requireNoFailure() {
        Throwable first = failure.get();
        if (first != null) {
            throw unchecked(first);
        }
    }

    private void report(TrainingMonitor monitor, boolean finished) {
        for (Iteration next = iterations.poll(); next != null; next = iterations.poll()) {
            monitor.iteration(next.phase, next.number, next.loss);
        }
        for (Progress boundary = boundaries.poll(); boundary != null; boundary = boundaries.poll()) {
            monitor.progress(boundary.phase, boundary.fraction);
            lastFraction = boundary.fraction;
            lastReport = System.nanoTime();
        }
        String now = phase;
        int all = total;
        if (!finished && now != null && all > 0 && System.nanoTime() - lastReport >= REPORT_NANOS) {
            double fraction = Math.min(1, (double) done.get() / all);
            if (boundaries.isEmpty() && fraction > lastFraction && fraction < 1) {
                monitor.progress(now, fraction);
                lastFraction = fraction;
                lastReport = System.nanoTime();
            }
        }
    }

    /** Waits for the threads, so that nothing of a training goes on after it has ended. */
    private void finish() {
        executor.shutdownNow();
        boolean interrupted = false;
        long start = System.nanoTime();
        while (!executor.isTerminated()
                && (executor.getPoolSize() > outside.get() || System.nanoTime() - start < MAX_WAIT_NANOS)) {
            try {
                executor.awaitTermination(POLL_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException e) {
            throw new TrainingCancelledException();
        } catch (ExecutionException e) {
            throw unchecked(Objects.requireNonNull(e.getCause()));
        }
    }

    private static RuntimeException unchecked(Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
    }

    /** One task. */
    @FunctionalInterface
    public interface Task<S> {
        void run(int number, S scratch);
    }

    private record Progress(String phase, double fraction) {}

    private record Iteration(String phase, int number, double loss) {}
}
