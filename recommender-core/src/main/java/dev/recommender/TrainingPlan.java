package dev.recommender;

import dev.recommender.TrainingStatistics.Phase;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training is going to take, estimated from one pass through its input.
 *
 * @param events events that would go in
 * @param users distinct users
 * @param items distinct items, those of the catalog included
 * @param pairs distinct (user, item) pairs, estimated from a sample of users; exact for up to two million events
 * @param largestUnit the items of the largest co-occurrence unit, likewise
 * @param additions the pairs of items of all units, each of which is counted, likewise
 * @param cellsAtMost how many similarities the model can have at most
 * @param bytes the heap that each phase takes at its height; above what the model's garbage and the rest of the program take
 * @param spilled whether the similarities go to a temporary file, if there are as many as there can be, since the heap
 *     cannot hold them
 * @param budget the heap that the training may take, in bytes
 * @param time a rough guess of how long the training takes on this machine
 * @param advice what would help, each with what the training would then need: if it does not fit, what an {@link
 *     InsufficientMemoryException} names, more memory and the options that save some; else options that would make the
 *     training smaller or faster
 */
public record TrainingPlan(
        long events,
        int users,
        int items,
        long pairs,
        long largestUnit,
        long additions,
        long cellsAtMost,
        Map<Phase, Long> bytes,
        boolean spilled,
        long budget,
        Duration time,
        List<String> advice) {
    public TrainingPlan {
        EnumMap<Phase, Long> copy = new EnumMap<>(Phase.class);
        copy.putAll(bytes);
        bytes = Collections.unmodifiableMap(copy);
        advice = List.copyOf(advice);
    }

    /** The heap that the training takes at its height, in bytes. */
    public long peakBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The phase that takes the most. */
    public Phase peakPhase() {
        Phase peak = Phase.READING;
        for (Map.Entry<Phase, Long> entry : bytes.entrySet()) {
            peak = entry.getValue() == peakBytes() ? entry.getKey() : peak;
        }
        return peak;
    }

    /** Whether the training stays within its budget. */
    public boolean fits() {
        return peakBytes() <= budget;
    }

    /** The plan in some lines of text: what goes in, what it takes, what drives that, and what would help. */
    public String report() {
        StringBuilder text = new StringBuilder(toString());
        bytes.forEach((phase, size) -> text.append(
                String.format(Locale.ROOT, "%n  %-10s %s", phase.name().toLowerCase(Locale.ROOT), megabytes(size))));
        text.append(String.format(
                Locale.ROOT,
                "%n  time is driven by %,d additions; a unit costs the square of its items, the largest has %,d",
                additions,
                largestUnit));
        text.append(String.format(
                Locale.ROOT, "%n  memory is driven by %,d pairs and at most %,d similarities", pairs, cellsAtMost));
        text.append(fits() ? "" : String.format(Locale.ROOT, "%n  what would help:"));
        advice.forEach(line -> text.append(String.format(Locale.ROOT, fits() ? "%n  %s" : "%n    %s", line)));
        return text.toString();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d users, %,d items, %,d events: %s of %s at %s%s, about %.1f s",
                users,
                items,
                events,
                megabytes(peakBytes()),
                megabytes(budget),
                peakPhase().name().toLowerCase(Locale.ROOT),
                fits() ? spilled ? ", rows in a temporary file" : "" : ", which does not fit",
                time.toMillis() / 1e3);
    }

    private static String megabytes(long bytes) {
        return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
    }
}
