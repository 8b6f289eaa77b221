package dev.recommender.tuning;

import java.time.Duration;
import java.util.Optional;

/**
 * Watches a tuning, and can end it. The thread that called the tuner calls {@link #progress}, {@link #ended} and
 * {@link #takenOver}. Any thread of the tuning calls {@link #cancelled} and {@link #enough}, but never two at a time: what
 * one call writes the next one sees. These two can be called while one of the others runs. All should return at once. What
 * they throw ends the tuning and reaches the caller; ended trials are in the journal.
 */
public interface TuningMonitor {
    /** A monitor that watches nothing and ends nothing. */
    static TuningMonitor none() {
        return new TuningMonitor() {};
    }

    /**
     * Reports what is being done: when a trial, a check or a phase of it begins or ends, and up to four times a second
     * within a phase of training.
     */
    default void progress(Progress progress) {}

    /**
     * A trial has ended.
     *
     * @param trial the trial
     * @param best whether it is the best one from now on
     */
    default void ended(Trial trial, boolean best) {}

    /**
     * A trial was not tried, as it is in the journal, with the time that it took then. Calls {@link #ended} unless it is
     * overridden.
     *
     * @param trial the trial
     * @param best whether it is the best one from now on
     */
    default void takenOver(Trial trial, boolean best) {
        ended(trial, best);
    }

    /**
     * Whether to end the search and go on with the check. The trial that is running is given up. Asked between steps, and
     * up to a hundred times a second.
     */
    default boolean enough() {
        return false;
    }

    /**
     * Whether to end at once, without the check, with the best one so far. The interruption of the calling thread does
     * the same. Asked between steps, and up to a hundred times a second.
     */
    default boolean cancelled() {
        return false;
    }

    /**
     * What is being done.
     *
     * @param activity in a few words: what is tried, or {@code check: …}
     * @param trial the number of the trial, from 1; 0 where it is none
     * @param starts how many trials there are at the beginning that the budget does not cut; 0 as long as that is not known
     * @param phase the phase of the training, or what users are asked for
     * @param fraction the part of the phase that is done, from 0 to 1
     * @param elapsed since the start
     * @param budget how long the tuning may take
     * @param left about how long all is still to take, the check and a training on everything included. It is the rest of the
     *     budget, or longer if what the budget does not cut takes longer, by the trials so far
     */
    record Progress(
            String activity,
            int trial,
            int starts,
            String phase,
            double fraction,
            Duration elapsed,
            Duration budget,
            Duration left) {
        /** About the part of the whole time that has passed, from 0 to 1. */
        public double share() {
            double passed = seconds(elapsed);
            return passed == 0 ? 0 : passed / (passed + seconds(left));
        }

        /** In doubles, since a budget may be longer than its nanoseconds can be counted. */
        private static double seconds(Duration time) {
            return time.getSeconds() + time.getNano() / 1e9;
        }

        /**
         * That the budget does not suffice, and for how long it goes on; empty while it suffices. An example:
         * {@code budget used up, finishing the starts: 2 of 4, about 3 min to go}.
         */
        public Optional<String> overBudget() {
            boolean over = elapsed.compareTo(budget) > 0;
            if (!over && elapsed.plus(left).compareTo(budget) <= 0) {
                return Optional.empty();
            }
            boolean starting = trial > 0 && trial <= starts;
            String doing = starting ? "the starts: " + trial + " of " + starts : "what was begun";
            return Optional.of((over ? "budget used up, finishing " : "longer than the budget, which does not cut ")
                    + doing
                    + (left.isZero() ? "" : ", about " + TuningText.about(left) + " to go"));
        }
    }
}
