package dev.recommender;

import dev.recommender.TrainingStatistics.Phase;

/** Watches one training, and can end it. Its methods are called by one thread at a time, and should return at once. */
public interface TrainingMonitor {
    /** A monitor that watches nothing and cancels nothing. */
    static TrainingMonitor none() {
        return new TrainingMonitor() {};
    }

    /**
     * Tells how far the training is: at the start and the end of each phase, and at most four times a second between.
     *
     * @param fraction the part of the phase that is done, from 0 to 1, never less than before
     */
    default void progress(Phase phase, double fraction) {}

    /**
     * Whether to give up. Asked about fifty times a second; once it says yes, the training ends within a tenth of a
     * second with a {@link TrainingCancelledException}, and what it held is free.
     */
    default boolean cancelled() {
        return false;
    }
}
