package dev.recommender;

/**
 * Watches one training, and can end it. The thread that called the trainer calls the methods. They should return at
 * once. What they throw ends the training and reaches the caller.
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
     * Reports an iteration of an algorithm that learns by iterations.
     *
     * @param phase the phase's name
     * @param number how many iterations are done, from 1
     * @param loss what the algorithm makes smaller; it says what that is
     */
    default void iteration(String phase, int number, double loss) {}

    /**
     * Whether to cancel the training. Asked about fifty times a second. Once the answer is true, the training ends
     * within a tenth of a second with a {@link TrainingCancelledException}, and releases what it held. The thread of a
     * source of events is interrupted then, and the source has a second to return. A source that does not return is
     * left behind. Its thread ends with one of the next events that it gives.
     */
    default boolean cancelled() {
        return false;
    }
}
