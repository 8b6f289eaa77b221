package dev.recommender;

import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.TimeSpans;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * How much less the earlier seeds of a query count than the newest, so that the last clicks of an anonymous session say most.
 * The newest seed keeps its weight; every other is multiplied by a number from 0 to 1. Immutable.
 *
 * <pre>{@code
 * recommender.recommend(Query.items("bow", "violin", "rosin").recency(Recency.reciprocal()));
 * }</pre>
 *
 * <p>Where every seed of a query has a time, their times order them, and those of one moment are one step: a basket. Where a
 * seed has none, they count in the order in which they were given, the newest last; only those of one moment that come one
 * after the other are then one step.
 *
 * <p>Decay by position in the session is that of nearest neighbours of sessions (V-SKNN: Ludewig and Jannach, Evaluation of
 * session-based recommendation algorithms, 2018). A half-life is that of STAN (Garg et al., Sequence and Time Aware
 * Neighborhood for Session-based Recommendations, 2019), by time.
 */
public sealed interface Recency {
    /** Of n steps, a seed that is r steps before the last counts 1 − r/n. */
    static Recency linear() {
        return ByPosition.LINEAR;
    }

    /** Of n steps, a seed that is r steps before the last counts (1 − r/n)². */
    static Recency quadratic() {
        return ByPosition.QUADRATIC;
    }

    /** A seed that is r steps before the last counts 1 / log<sub>2</sub>(r + 2). */
    static Recency logarithmic() {
        return ByPosition.LOGARITHMIC;
    }

    /** A seed that is r steps before the last counts 1 / (r + 1). */
    static Recency reciprocal() {
        return ByPosition.RECIPROCAL;
    }

    /**
     * A seed that is t older than the newest one of the query counts 2<sup>−t/h</sup>. A seed without a time counts in full,
     * so this has no effect on seeds without times.
     * What the model's own half-life leaves of live events is multiplied by it.
     *
     * @param halfLife h
     * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
     */
    static Recency halfLife(Duration halfLife) {
        return new ByTime(halfLife);
    }

    /**
     * The recency that a text stands for: {@code linear}, {@code quadratic}, {@code logarithmic}, {@code reciprocal}, or a
     * half-life such as {@code 10m}, {@code 1h30m} or {@code PT10M}, in upper or lower case.
     *
     * @throws IllegalArgumentException if it is none of these
     */
    static Recency parse(String text) {
        String name = text.strip();
        return Arrays.stream(ByPosition.values())
                .filter(position -> position.toString().equalsIgnoreCase(name))
                .map(Recency.class::cast)
                .findFirst()
                .orElseGet(() -> ByTime.parse(name));
    }

    /** The text that {@link #parse} takes. */
    @Override
    String toString();

    /** Recency by the order of the seeds. */
    enum ByPosition implements Recency {
        /** See {@link Recency#linear}. */
        LINEAR,
        /** See {@link Recency#quadratic}. */
        QUADRATIC,
        /** See {@link Recency#logarithmic}. */
        LOGARITHMIC,
        /** See {@link Recency#reciprocal}. */
        RECIPROCAL;

        private static final double LN_2 = StrictMath.log(2);

        /**
         * What a seed counts, greater than 0 and at most 1.
         *
         * @param back how many steps before the last its step is; 0 for the last
         * @param count how many steps there are; greater than that
         */
        public double weight(int back, int count) {
            double rest = (double) (count - back) / count;
            return switch (this) {
                case LINEAR -> rest;
                case QUADRATIC -> rest * rest;
                case LOGARITHMIC -> LN_2 / StrictMath.log(back + 2.0);
                case RECIPROCAL -> 1 / (back + 1.0);
            };
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Recency by time.
     *
     * @param halfLife how much older than the newest seed one is that counts half
     */
    record ByTime(Duration halfLife) implements Recency {
        public ByTime {
            Arguments.requirePositiveMillis("half-life of a recency", halfLife);
        }

        private static ByTime parse(String text) {
            Duration halfLife;
            try {
                halfLife = TimeSpans.parse(text);
            } catch (IllegalArgumentException e) {
                throw new InvalidValueException(
                        Violation.ofValue(
                                "recency",
                                "must be one of linear, quadratic, logarithmic, reciprocal, or a half-life with its unit,"
                                        + " such as 10m, 1h30m or PT10M",
                                text),
                        e);
            }
            return new ByTime(halfLife);
        }

        @Override
        public String toString() {
            return halfLife.toString();
        }
    }
}
