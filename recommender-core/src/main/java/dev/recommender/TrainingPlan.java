package dev.recommender;

import dev.recommender.internal.util.Memory;
import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a training is going to take, estimated from one pass through its input.
 *
 * @param algorithm the algorithm's name
 * @param events events that would go in
 * @param users distinct users
 * @param items distinct items, including those of the catalog
 * @param counts what else the algorithm estimates, by name in its own order, such as {@code pairs}
 * @param bytes the heap that each phase takes at its height, by the phase's name; without the model's garbage and the
 *     rest of the program
 * @param budget the heap that the training may take, in bytes
 * @param time a rough guess of how long the training takes on this machine
 * @param notes what is special about the training, such as that rows go to a temporary file
 * @param drivers what time and memory depend on, in sentences
 * @param advice the remedies, each with what the training would then need. If the training does not fit, they are what
 *     an {@link InsufficientMemoryException} names: more memory, and the options that save memory. Otherwise they are
 *     options that would make the training smaller or faster
 */
public record TrainingPlan(
        String algorithm,
        long events,
        int users,
        int items,
        Map<String, Long> counts,
        Map<String, Long> bytes,
        long budget,
        Duration time,
        List<String> notes,
        List<String> drivers,
        List<String> advice) {
    public TrainingPlan {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        bytes = Collections.unmodifiableMap(new LinkedHashMap<>(bytes));
        notes = List.copyOf(notes);
        drivers = List.copyOf(drivers);
        advice = List.copyOf(advice);
    }

    /** One of the {@link #counts}; 0 if the algorithm has none of this name. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** The heap that the training takes at its height, in bytes. */
    public long peakBytes() {
        return bytes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** The phase that takes the most. */
    public String peakPhase() {
        String peak = "";
        for (Map.Entry<String, Long> entry : bytes.entrySet()) {
            peak = entry.getValue() == peakBytes() ? entry.getKey() : peak;
        }
        return peak;
    }

    /** Whether the training stays within its budget. */
    public boolean fits() {
        return peakBytes() <= budget;
    }

    /** The plan in a few lines of text: the input, the resources needed, what causes the need, and the remedies. */
    public String report() {
        StringBuilder text = new StringBuilder(toString());
        bytes.forEach(
                (phase, size) -> text.append(String.format(Locale.ROOT, "%n  %-10s %s", phase, Memory.text(size))));
        drivers.forEach(line -> text.append(String.format(Locale.ROOT, "%n  %s", line)));
        text.append(fits() ? "" : String.format(Locale.ROOT, "%n  what would help:"));
        advice.forEach(line -> text.append(String.format(Locale.ROOT, fits() ? "%n  %s" : "%n    %s", line)));
        return text.toString();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %s, %s: heap %s of %s at %s%s%s, about %.1f s",
                algorithm,
                Numbers.count(users, "user"),
                Numbers.count(items, "item"),
                Numbers.count(events, "event"),
                Memory.text(peakBytes()),
                Memory.text(budget),
                peakPhase(),
                fits() ? "" : ", which does not fit",
                notes.isEmpty() ? "" : ", " + String.join(", ", notes),
                time.toMillis() / 1e3);
    }
}
