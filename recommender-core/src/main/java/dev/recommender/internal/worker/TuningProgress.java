package dev.recommender.internal.worker;

import dev.recommender.TrainingMonitor;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.TuningMonitor;
import java.util.Locale;
import java.util.OptionalDouble;

/** Tells the monitor of a training what its tuning is at. The tuning's thread alone calls it, but for {@link #cancelled}. */
final class TuningProgress implements TuningMonitor {
    /** It is not done before it is. */
    private static final double MOST = 0.99;

    private static final int PERCENT = 100;

    private final TrainingMonitor monitor;
    private int trials;
    private OptionalDouble best = OptionalDouble.empty();

    TuningProgress(TrainingMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public void progress(Progress progress) {
        trials = Math.max(trials, progress.trial());
        double spent =
                (double) progress.elapsed().toMillis() / progress.budget().toMillis();
        double part = Math.min(MOST, spent);
        monitor.progress(text(progress.activity(), part), part);
    }

    @Override
    public void ended(Trial trial, boolean isBest) {
        best = isBest ? trial.value() : best;
    }

    @Override
    public boolean cancelled() {
        return monitor.cancelled();
    }

    /** What it is at, such as {@code tuning: ridge: penalty 4.0 35 %, trial 7, best 0.1234}. */
    private String text(String activity, double part) {
        StringBuilder text = new StringBuilder("tuning: ").append(activity);
        text.append(String.format(Locale.ROOT, " %d %%", (int) (PERCENT * part)));
        if (trials > 0) {
            text.append(", trial ").append(trials);
            best.ifPresent(value -> text.append(String.format(Locale.ROOT, ", best %.4f", value)));
        }
        return text.toString();
    }
}
