package dev.recommender.tuning;

import java.time.Duration;

/**
 * Watches a tuning, and can end it. The thread that called the tuner calls the methods, but {@link #cancelled} and
 * {@link #enough}, which any of its threads may call. All should return at once. What they throw ends the tuning and
 * reaches the caller; ended trials are in the journal.
 */
public interface TuningMonitor {
    /** A monitor that watches nothing and ends nothing. */
    static TuningMonitor none() {
        return new TuningMonitor() {};
    }

    /** Reports what is being done, a few times a second. */
    default void progress(Progress progress) {}

    /**
     * A trial has ended, or was found in the journal.
     *
     * @param trial the trial
     * @param best whether it is the best one from now on
     */
    default void ended(Trial trial, boolean best) {}

    /**
     * Whether to end the search and go on with the check. The trial that is running is given up. Asked about fifty times
     * a second.
     */
    default boolean enough() {
        return false;
    }

    /**
     * Whether to end at once, without the check, with the best one so far. The interruption of the calling thread does
     * the same. Asked about fifty times a second.
     */
    default boolean cancelled() {
        return false;
    }

    /**
     * What is being done.
     *
     * @param activity in a few words: what is tried, or {@code check: …}
     * @param trial the number of the trial, from 1; 0 where it is none
     * @param phase the phase of the training, or what users are asked for
     * @param fraction the part of the phase that is done, from 0 to 1
     * @param elapsed since the start
     * @param budget how long the tuning may take
     */
    record Progress(String activity, int trial, String phase, double fraction, Duration elapsed, Duration budget) {}
}
