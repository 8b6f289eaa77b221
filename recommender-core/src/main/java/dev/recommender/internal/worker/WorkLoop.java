package dev.recommender.internal.worker;

import dev.recommender.internal.util.Failures;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that does one thing again and again: at once while there is more to do, and else after a pause. */
public final class WorkLoop {
    private static final Logger LOG = LoggerFactory.getLogger(WorkLoop.class);
    private static final int MAX_DOUBLINGS = 5;
    private static final Duration LONGEST_AFTER_FAILURE = Duration.ofSeconds(30);

    private final Duration pause;
    private final Step step;
    private final Consumer<IOException> failures;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition stop = lock.newCondition();
    private boolean stopped;

    /** What is done; returns whether there may be more to do. */
    @FunctionalInterface
    public interface Step {
        boolean run() throws IOException;
    }

    private WorkLoop(String name, Duration pause, Step step, Consumer<IOException> failures) {
        this.pause = pause;
        this.step = step;
        this.failures = failures;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** A loop that is not running yet. */
    public static WorkLoop of(String name, Duration pause, Step step, Consumer<IOException> failures) {
        return new WorkLoop(name, pause, step, failures);
    }

    /** Begins; to be called once at most. */
    public WorkLoop start() {
        thread.start();
        return this;
    }

    /** Lets the step that is under way be the last. */
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
                wait = step.run() ? Duration.ZERO : pause;
                failed = 0;
                continue;
            } catch (IOException e) {
                LOG.warn("{}: {}; trying again", thread.getName(), Failures.told(e));
                failures.accept(e);
            } catch (RuntimeException | Error e) {
                LOG.error("{}: unexpected failure; going on", thread.getName(), e);
            }
            wait = afterFailure(failed++);
        }
    }

    private Duration afterFailure(int before) {
        Duration wait = pause.multipliedBy(1L << Math.min(before, MAX_DOUBLINGS));
        return wait.compareTo(LONGEST_AFTER_FAILURE) > 0 ? LONGEST_AFTER_FAILURE : wait;
    }

    /** Waits; returns whether the loop goes on. */
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
