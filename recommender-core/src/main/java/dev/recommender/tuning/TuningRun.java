package dev.recommender.tuning;

import dev.recommender.TrainingInput;

/** One tuning, from its input to what it found. */
final class TuningRun {
    private TuningRun() {}

    static Tuning tune(TuningOptions options, TrainingInput input) {
        throw new UnsupportedOperationException("not yet: " + options.metric + " of " + input);
    }
}
