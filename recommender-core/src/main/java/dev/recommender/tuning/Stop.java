package dev.recommender.tuning;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * When a tuning ends before its time. Asked by all of its threads. The monitor and the clock are looked at every ten
 * milliseconds, and between steps, by one thread at a time.
 */
final class Stop {
    private static final long POLL_NANOS = 10_000_000;

    private final CallersMonitor monitor;
    private final Clock clock;
    private final Thread caller = Thread.currentThread();
    private final long start;
    private final long budgetNanos;
    private final AtomicReference<Tuning.@Nullable End> end = new AtomicReference<>();
    private boolean interrupted;
    private final AtomicLong nextPoll;
    private volatile boolean exempt = true;
    private volatile boolean checking;
    private volatile long reserve;
    private volatile long best;
    private volatile long trialStart;
    /** How long the trial that is running takes by itself, as far as is known. */
    private volatile long usual;

    /** What tells the time, in nanoseconds from any origin. */
    @FunctionalInterface
    interface Clock {
        long nanos();
    }

    Stop(TuningOptions options, CallersMonitor monitor) {
        this.monitor = monitor;
        this.clock = options.clock;
        this.start = clock.nanos();
        this.trialStart = start;
        this.budgetNanos = nanos(options.budget);
        this.nextPoll = new AtomicLong(System.nanoTime());
    }

    /** A budget of centuries is as good as none. */
    private static long nanos(Duration budget) {
        return budget.compareTo(Duration.ofDays(36_500)) > 0 ? Long.MAX_VALUE / 2 : budget.toNanos();
    }

    Duration elapsed() {
        return Duration.ofNanos(clock.nanos() - start);
    }

    /**
     * From now on the budget leaves time for the check and a training on everything. Both are longer than a trial, as they
     * have more events.
     *
     * @param ofBest how long the best candidate takes by itself
     * @param ofStandard how long the default takes by itself; zero if it is the best
     */
    void reserve(Duration ofBest, Duration ofStandard) {
        best = ofBest.toNanos();
        reserve = ofStandard.toNanos() * 3 / 2;
    }

    /**
     * What a budget has to leave for the check and a training on everything, as {@link #late} has it.
     *
     * @param ofBest how long the best candidate takes by itself
     * @param ofStandard how long the default takes by itself; zero if it is the best
     */
    static Duration reserveFor(Duration ofBest, Duration ofStandard) {
        return ofBest.multipliedBy(3).plus(ofStandard.multipliedBy(3).dividedBy(2));
    }

    /**
     * A trial begins.
     *
     * @param isExempt whether the budget does not end it
     * @param usualAlone how long trials of its algorithm usually take by themselves
     */
    void trial(boolean isExempt, Duration usualAlone) {
        exempt = isExempt;
        usual = usualAlone.toNanos();
        trialStart = clock.nanos();
    }

    /** How many trials of this length the budget has room for, if they are done in one and {@link #late} is not to end them. */
    int inOne(Duration each) {
        long left = budgetNanos - (clock.nanos() - start) - reserve;
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, left) / Math.max(1, 4 * each.toNanos()));
    }

    Duration ofTrial() {
        return Duration.ofNanos(clock.nanos() - trialStart);
    }

    /** From now on only cancellation ends what is done. */
    void check() {
        checking = true;
        end.compareAndSet(Tuning.End.ENOUGH, null);
        end.compareAndSet(Tuning.End.BUDGET, null);
    }

    /** Whether to end, and why. */
    Optional<Tuning.End> now() {
        long time = System.nanoTime();
        long next = nextPoll.get();
        if (end.get() == null && time - next >= 0 && nextPoll.compareAndSet(next, time + POLL_NANOS)) {
            poll();
        }
        return Optional.ofNullable(end.get());
    }

    /** Ends the interruption of the calling thread, and remembers it. */
    void takeInterruption() {
        interrupted |= Thread.interrupted();
    }

    /** Whether an interruption was taken. */
    boolean interrupted() {
        return interrupted;
    }

    /** Throws what the monitor has thrown, if so. */
    void requireSound() {
        monitor.requireSound();
    }

    /** As {@link #now}, without waiting for the next look at the monitor and the clock. */
    Optional<Tuning.End> rightNow() {
        if (end.get() == null) {
            poll();
        }
        return Optional.ofNullable(end.get());
    }

    private synchronized void poll() {
        if (end.get() != null) {
            return;
        }
        if (monitor.cancelled() || caller.isInterrupted()) {
            end.compareAndSet(null, Tuning.End.CANCELLED);
        } else if (!checking && monitor.enough()) {
            end.compareAndSet(null, Tuning.End.ENOUGH);
        } else if (!checking && !exempt && late()) {
            end.compareAndSet(null, Tuning.End.BUDGET);
        }
    }

    /** How long the budget would have to be for the tuning to go on by the trial that it has no time for. */
    Duration sufficient() {
        // The best of the journal is trained again to compare with, and then the trial.
        return elapsed().plusNanos(best + 4 * Math.max(best, usual) + reserve);
    }

    /** How long it takes to train and measure the best one again, which a run that goes on from a journal does. */
    Duration ofBest() {
        return Duration.ofNanos(best);
    }

    /** How much of the budget is for what comes after the search. */
    Duration reserved() {
        return Duration.ofNanos(3 * best + reserve);
    }

    /** If the trial that is running became the best one, what is left to do would take a multiple of its time by itself. */
    private boolean late() {
        long now = clock.nanos();
        long longest = Math.max(best, Math.max(usual, now - trialStart));
        return now - start + 3 * longest + reserve >= budgetNanos;
    }
}
