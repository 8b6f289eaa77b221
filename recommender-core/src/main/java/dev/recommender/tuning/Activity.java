package dev.recommender.tuning;

import dev.recommender.TrainingMonitor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** What is being done, for the monitor. Used by the thread that called the tuner. */
final class Activity implements TrainingMonitor {
    private final CallersMonitor monitor;
    private final Duration budget;
    private final Stop stop;
    private String doing = "";
    private int trial;
    private IntSupplier starts = () -> 0;
    private Supplier<Duration> toCome = () -> Duration.ZERO;
    private boolean searching = true;
    private final Map<String, Duration> phases = new LinkedHashMap<>();
    private String phase = "";
    private Duration phaseStart = Duration.ZERO;

    Activity(CallersMonitor monitor, Stop stop, Duration budget) {
        this.monitor = monitor;
        this.budget = budget;
        this.stop = stop;
    }

    /**
     * The search begins, which goes on until the budget ends it.
     *
     * @param count how many trials are starts, as far as is known
     * @param uncut how long what the budget does not cut is still to take
     */
    void search(IntSupplier count, Supplier<Duration> uncut) {
        starts = count;
        toCome = uncut;
    }

    /** The search is over, and what comes after it takes about so long. */
    void after(Duration expected) {
        Duration end = stop.elapsed().plus(expected);
        toCome = () -> end.minus(stop.elapsed());
        searching = false;
    }

    /** Begins something; the number of the trial is 0 where it is none. */
    void start(String what, int number) {
        doing = what;
        trial = number;
        progress("", 0);
    }

    /** A training begins, whose phases are timed. */
    void training() {
        phases.clear();
        phase = "";
    }

    /** How long each phase took of the training that began last. */
    Map<String, Duration> phases() {
        return Map.copyOf(phases);
    }

    @Override
    public void progress(String name, double fraction) {
        Duration elapsed = stop.elapsed();
        if (!name.equals(phase)) {
            phase = name;
            phaseStart = elapsed;
        }
        Duration left = searching ? TrialTimes.longer(toCome.get(), budget.minus(elapsed)) : toCome.get();
        monitor.progress(new TuningMonitor.Progress(
                doing,
                trial,
                starts.getAsInt(),
                name,
                fraction,
                elapsed,
                budget,
                TrialTimes.longer(left, Duration.ZERO)));
        phases.put(name, stop.elapsed().minus(phaseStart));
    }

    @Override
    public boolean cancelled() {
        return stop.now().isPresent();
    }
}
