package dev.recommender.tuning;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The caller's monitor. What it throws is remembered, so that it is not taken for the failure of a candidate. */
final class CallersMonitor implements TuningMonitor {
    private final TuningMonitor monitor;
    private final AtomicReference<@Nullable RuntimeException> thrown = new AtomicReference<>();

    CallersMonitor(TuningMonitor monitor) {
        this.monitor = monitor;
    }

    /** Throws what the monitor has thrown. */
    void requireSound() {
        RuntimeException first = thrown.get();
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void progress(Progress progress) {
        try {
            monitor.progress(progress);
        } catch (RuntimeException e) {
            throw remembered(e);
        }
    }

    @Override
    public void ended(Trial trial, boolean best) {
        monitor.ended(trial, best);
    }

    @Override
    public void takenOver(Trial trial, boolean best) {
        monitor.takenOver(trial, best);
    }

    @Override
    public boolean enough() {
        return answer(monitor::enough);
    }

    @Override
    public boolean cancelled() {
        return answer(monitor::cancelled);
    }

    private boolean answer(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            throw remembered(e);
        }
    }

    private RuntimeException remembered(RuntimeException e) {
        thrown.compareAndSet(null, e);
        return e;
    }
}
