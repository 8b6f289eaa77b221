package dev.recommender.internal.worker;

import dev.recommender.TrainingMonitor;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.TuningMonitor;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.BooleanSupplier;

/**
 * Tells the monitor of a training what its tuning is at, and ends the search if that is wished. The tuning's thread alone calls it,
 * but for {@link #cancelled} and {@link #enough}.
 */
final class TuningProgress implements TuningMonitor {
    /** It is not done before it is. */
    private static final double MOST = 0.99;

    private static final int PERCENT = 100;

    private final TrainingMonitor monitor;
    private final BooleanSupplier finishing;
    private int trials;
    private double part;
    private volatile OptionalDouble best = OptionalDouble.empty();

    /**
     * Prepares.
     *
     * @param finishing whether to go on with the best so far; if there is none yet, with the first
     */
    TuningProgress(TrainingMonitor monitor, BooleanSupplier finishing) {
        this.monitor = monitor;
        this.finishing = finishing;
    }

    @Override
    public void progress(Progress progress) {
        trials = Math.max(trials, progress.trial());
        // An estimate may grow, but what is done stays done.
        part = Math.max(part, Math.min(MOST, progress.share()));
        String activity = progress.overBudget().map(words -> words + "; ").orElse("") + progress.activity();
        monitor.progress(text(activity), part);
    }

    @Override
    public void ended(Trial trial, boolean isBest) {
        best = isBest ? trial.value() : best;
    }

    @Override
    public boolean enough() {
        return best.isPresent() && finishing.getAsBoolean();
    }

    @Override
    public boolean cancelled() {
        return monitor.cancelled();
    }

    /** What it is at, such as {@code tuning: ridge: penalty 4.0 35 %, trial 7, best 0.1234}. */
    private String text(String activity) {
        StringBuilder text = new StringBuilder("tuning: ").append(activity);
        text.append(String.format(Locale.ROOT, " %d %%", (int) (PERCENT * part)));
        if (trials > 0) {
            text.append(", trial ").append(trials);
            best.ifPresent(value -> text.append(String.format(Locale.ROOT, ", best %.4f", value)));
        }
        return text.toString();
    }
}
