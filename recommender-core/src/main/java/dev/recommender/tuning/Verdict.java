package dev.recommender.tuning;

import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import java.util.Locale;

/**
 * What the check says of the chosen candidate beside today's default, by the metric and the cut-off that were tuned for. The
 * choice stays as it is: were it to follow the test part, no honest figure would be left.
 */
public enum Verdict {
    /** Its value is greater by more than chance: the whole interval of the difference is above 0. */
    BETTER,
    /** Its value is greater, but by what may be chance. */
    PERHAPS_BETTER,
    /** Its value is not greater, though the difference may be chance. */
    NOT_BETTER,
    /** Its value is less by more than chance: the whole interval of the difference is below 0. */
    WORSE;

    static Verdict of(Difference difference) {
        Interval interval = difference.interval().orElseThrow();
        if (interval.low() > 0) {
            return BETTER;
        }
        if (interval.high() < 0) {
            return WORSE;
        }
        return difference.value() > 0 ? PERHAPS_BETTER : NOT_BETTER;
    }

    /** Whether nothing speaks for the chosen candidate, so that today's default had better be kept. */
    public boolean keepsDefault() {
        return this == NOT_BETTER || this == WORSE;
    }

    /** The verdict in sentences. */
    static String words(Tuning tuning, Difference difference) {
        String metric = tuning.metric().label() + "@" + tuning.cutoff();
        String standard = "today's default, " + tuning.standard().candidate();
        return "On events that no trial saw, the chosen candidate "
                + switch (of(difference)) {
                    case BETTER ->
                        "is better than " + standard + ", by more than chance: " + more(difference, metric) + ".";
                    case PERHAPS_BETTER ->
                        "is better than " + standard + ", but that may be chance: " + more(difference, metric)
                                + ". More events would tell.";
                    case NOT_BETTER ->
                        "is not better than " + standard + ": " + more(difference, metric)
                                + ", which may be chance. Nothing speaks for giving up the default.";
                    case WORSE ->
                        "is worse than " + standard + ", by more than chance: " + more(difference, metric)
                                + ". Keep the default.";
                };
    }

    /** By how much one reaches more or less than another, as in "0.0023 less nDCG@10 [-0.0104, +0.0054]". */
    static String more(Difference difference, String metric) {
        Interval interval = difference.interval().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%.4f %s %s [%+.4f, %+.4f]",
                Math.abs(difference.value()),
                difference.value() < 0 ? "less" : "more",
                metric,
                interval.low(),
                interval.high());
    }
}
