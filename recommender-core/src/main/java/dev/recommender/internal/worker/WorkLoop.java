package dev.recommender.internal.worker;

import dev.recommender.internal.util.Failures;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.IOSupplier;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that repeats one step: at once while there is more to do, otherwise after a pause, and longer after failures. */
public final class WorkLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Duration pause;
    private final Backoff afterFailures;
    private final IOSupplier<Boolean> step;
    private final Consumer<IOException> failures;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private boolean stopped;

    private WorkLoop(String name, Duration pause, IOSupplier<Boolean> step, Consumer<IOException> failures) {
        this.pause = pause;
        this.afterFailures = Backoff.of(pause, LONGEST_AFTER_FAILURE).withDoublings(5);
        this.step = step;
        this.failures = failures;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /**
     * A loop that is not running yet.
     *
     * @param step returns whether there may be more to do
     * @param failures is called with each failure of a store
     */
    public static WorkLoop of(String name, Duration pause, IOSupplier<Boolean> step, Consumer<IOException> failures) {
        return new WorkLoop(name, pause, step, failures);
    }

    /** Begins; to be called once at most. */
    public WorkLoop start() {
        thread.start();
        return this;
    }

    /** Makes the current step the last one. */
    public void stop() {
        lock.lock();
        try {
            stopped = true;
            stop.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the last step has ended, if the loop was started. */
    public void join() {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failed = 0;
        for (Duration wait = Duration.ZERO; goesOn(wait); ) {
            try {
                wait = step.get() ? Duration.ZERO : pause;
                failed = 0;
                continue;
            } catch (IOException e) {
                LOG.warn("{}: {}; trying again", thread.getName(), Failures.describe(e));
                failures.accept(e);
            } catch (Throwable e) {
                // The worker's thread must not end silently.
                LOG.error("{}: unexpected failure; trying again", thread.getName(), e);
            }
            wait = afterFailures.pauseAfter(++failed);
        }
    }

    /** Waits; returns whether the loop continues. */
    private boolean goesOn(Duration time) {
        // A stray interrupt must not end a worker: only stop() does.
        boolean ignored = Thread.interrupted();
        lock.lock();
        try {
            long left = time.toNanos();
            while (!stopped && left > 0) {
                left = stop.awaitNanos(left);
            }
            return !stopped;
        } catch (InterruptedException e) {
            return !stopped;
        } finally {
            lock.unlock();
        }
    }
}
