package dev.recommender.benchmarks.load;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of many requests.
 *
 * @param nanos how long each answer with status 200 took, ascending
 * @param busy how many got 503 with the field that says when to come again
 * @param others how many got anything else, by what it was: those are failures
 * @param models which models have answered how often
 * @param seconds how long all of it took
 */
@SuppressWarnings("ArrayRecordComponent") // read by this package alone, and never compared
record Tally(long[] nanos, long busy, Map<String, Long> others, Map<String, Long> models, double seconds) {
    private static final double MICROS = 1e3;

    static Tally of(long[] nanos, long busy, Map<String, Long> others, Map<String, Long> models, double seconds) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Tally(sorted, busy, new TreeMap<>(others), new TreeMap<>(models), seconds);
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    /** The time, in microseconds, that so large a share of the answers did not exceed; 0 if there are none. */
    double micros(double share) {
        int rank = (int) Math.ceil(share * nanos.length) - 1;
        return nanos.length == 0 ? 0 : nanos[Math.max(0, rank)] / MICROS;
    }

    long failures() {
        return others.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%,.0f/s, p50 %,.0f us, p90 %,.0f us, p99 %,.0f us, longest %,.0f us",
                        perSecond(),
                        micros(0.5),
                        micros(0.9),
                        micros(0.99),
                        micros(1))
                + (busy > 0 ? String.format(Locale.ROOT, "; busy %,d", busy) : "")
                + (others.isEmpty() ? "" : "; failed " + others);
    }
}
