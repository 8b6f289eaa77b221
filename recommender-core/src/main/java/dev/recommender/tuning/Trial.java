package dev.recommender.tuning;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One candidate that was tried. Immutable.
 *
 * @param number its place among all trials, from 1
 * @param candidate what was tried, with all parameters
 * @param step what the trial was to find out: {@code start}, {@code own}, the name of a step of the algorithm's search
 *     space, such as {@code penalty}, or {@code default}: today's default without the fixed parameters, which is measured
 *     to compare with and is never chosen
 * @param state how it ended
 * @param reason in a sentence, why it was stopped, refused, too large or failed; empty if it was measured
 * @param looks what the tuned metric was on each sample of validation users, the smallest sample first. The samples are
 *     nested; the last one of a trial that was measured is all of them. Empty unless it was measured or stopped early
 * @param figures what the model reached on the last sample; empty likewise
 * @param neighborsPerItem how many neighbours the model keeps per item on average; empty likewise, and if its algorithm
 *     does not count them
 * @param counts what the training counted, by name, as {@link dev.recommender.TrainingStatistics#counts} has it; empty
 *     likewise
 * @param time how long it took: with what its training did for trials after it, and without what it took over from those
 *     before it
 */
public record Trial(
        int number,
        Candidate candidate,
        String step,
        State state,
        String reason,
        List<Look> looks,
        Optional<Figures> figures,
        OptionalDouble neighborsPerItem,
        Map<String, Long> counts,
        Duration time) {
    public Trial {
        looks = List.copyOf(looks);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    /** How a trial ended. */
    public enum State {
        /** It was measured on all validation users, and can be chosen. */
        MEASURED("measured"),
        /** It was worse than the best one by more than chance on a sample of them. */
        STOPPED_EARLY("stopped early"),
        /** The trainer refused its parameters for these events. */
        REFUSED("refused"),
        /** Its training would not fit in memory, on the training part or on all events. */
        TOO_LARGE("too large"),
        /** Its training failed. */
        FAILED("failed");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** The state for people. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The tuned metric on a sample of validation users.
     *
     * @param users how many users
     * @param value the mean over them
     */
    public record Look(int users, double value) {}

    /**
     * The tuned metric on the last sample.
     *
     * @return empty if no model was trained
     */
    public OptionalDouble value() {
        return looks.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(looks.get(looks.size() - 1).value());
    }

    /** Whether it was measured on all validation users, so that it can be chosen. */
    public boolean measured() {
        return state == State.MEASURED;
    }

    /**
     * The {@link #value} for people, with four decimals. A {@code ~} stands before that of a trial that was stopped on a
     * sample of users, as it is not comparable with values of all users. Empty if there is none.
     */
    public String valueText() {
        return value().isPresent()
                ? String.format(Locale.ROOT, "%s%.4f", measured() ? "" : "~", value().getAsDouble())
                : "";
    }

    /** What the tuned metric was on a sample of so many users; empty if it was not asked for those. */
    OptionalDouble valueOn(int users) {
        return looks.stream()
                .filter(look -> look.users() == users)
                .mapToDouble(Look::value)
                .findFirst();
    }

    /** The same without what it reached, as no model for use can be trained like this. */
    Trial tooLarge(String because) {
        return new Trial(
                number,
                candidate,
                step,
                State.TOO_LARGE,
                because,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                time);
    }

    Trial withNumber(int other) {
        return new Trial(other, candidate, step, state, reason, looks, figures, neighborsPerItem, counts, time);
    }
}
