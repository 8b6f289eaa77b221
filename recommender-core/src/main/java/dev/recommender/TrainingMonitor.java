package dev.recommender;

/**
 * Watches one training, and can end it. Its methods are called by the thread that called the trainer, and should return
 * at once; what they throw ends the training and reaches the caller.
 */
public interface TrainingMonitor {
    /** A monitor that watches nothing and cancels nothing. */
    static TrainingMonitor none() {
        return new TrainingMonitor() {};
    }

    /**
     * Reports how far the training is: at the start and the end of each phase, and at most four times a second between.
     *
     * @param phase the phase's name, as {@link TrainingStatistics#durations} has it
     * @param fraction the part of the phase that is done, from 0 to 1, never less than before
     */
    default void progress(String phase, double fraction) {}

    /**
     * Whether to give up. Asked about fifty times a second; once it answers yes, the training ends within a tenth of a
     * second with a {@link TrainingCancelledException}, and what it held is free. A source of events, whose thread is
     * interrupted then, has a second to return; one that does not is left behind, and its thread ends with one of the next
     * events that it gives.
     */
    default boolean cancelled() {
        return false;
    }
}
