package dev.recommender.tuning;

import dev.recommender.TrainingMonitor;
import java.time.Duration;

/** What is being done, for the monitor. Used by the thread that called the tuner. */
final class Activity implements TrainingMonitor {
    private final CallersMonitor monitor;
    private final Duration budget;
    private final Stop stop;
    private String doing = "";
    private int trial;

    Activity(CallersMonitor monitor, Stop stop, Duration budget) {
        this.monitor = monitor;
        this.budget = budget;
        this.stop = stop;
    }

    /** Begins something; the number of the trial is 0 where it is none. */
    void start(String what, int number) {
        doing = what;
        trial = number;
        progress("", 0);
    }

    @Override
    public void progress(String phase, double fraction) {
        monitor.progress(new TuningMonitor.Progress(doing, trial, phase, fraction, stop.elapsed(), budget));
    }

    @Override
    public boolean cancelled() {
        return stop.now().isPresent();
    }
}
