package dev.recommender;

import dev.recommender.internal.util.Numbers;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a training counted and how long it took.
 *
 * @param users distinct users
 * @param items distinct items among the events
 * @param events events that went in
 * @param catalogItems items of the catalog, if there was one
 * @param counts what else the algorithm counted, by name in its own order, such as {@code pairs} or {@code neighbors}. A
 *     name that begins with {@code most} is of the largest number, such as {@code mostNeighbors} of one item
 * @param featureWeights the weights by which items of little use are placed by their features, by feature name; empty if
 *     none were placed. The algorithm says what they are
 * @param durations time spent in each phase that was run, by its name in the order of the phases; includes work that a
 *     phase started and waited for
 * @param eventTimes from when to when the events happened; empty if none has a time
 * @param referenceTime the moment that affinities are decayed to; empty if there is none
 * @param laterEvents a few of the events after the reference time, which count as if they happened at it: user, item and
 *     time, the latest first. Their number is the count {@link #EVENTS_AFTER_REFERENCE}. Empty if times do not matter
 * @param eventTypes how many events went in of each type, by its name, the most frequent first, whether they come from files
 *     or from code. The types beyond the hundred most frequent are counted together, under {@code others}. Empty if types do not
 *     matter
 */
public record TrainingStatistics(
        int users,
        int items,
        long events,
        OptionalInt catalogItems,
        Map<String, Long> counts,
        Map<String, Double> featureWeights,
        Map<String, Duration> durations,
        Optional<TimeSpan> eventTimes,
        Optional<Instant> referenceTime,
        List<UsageEvent> laterEvents,
        Map<String, Long> eventTypes) {
    /** The name of the count of events after the reference time. */
    public static final String EVENTS_AFTER_REFERENCE = "eventsAfterReference";

    public TrainingStatistics {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        featureWeights = Collections.unmodifiableMap(new LinkedHashMap<>(featureWeights));
        durations = Collections.unmodifiableMap(new LinkedHashMap<>(durations));
        laterEvents = List.copyOf(laterEvents);
        eventTypes = FileLayout.byCount(eventTypes);
    }

    /** Statistics of a training that does not look at times. */
    public TrainingStatistics(
            int users,
            int items,
            long events,
            OptionalInt catalogItems,
            Map<String, Long> counts,
            Map<String, Double> featureWeights,
            Map<String, Duration> durations) {
        this(
                users,
                items,
                events,
                catalogItems,
                counts,
                featureWeights,
                durations,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Map.of());
    }

    /** One of the {@link #counts}; 0 if the algorithm has none of this name. */
    public long count(String name) {
        return counts.getOrDefault(name, 0L);
    }

    /** How long a phase took; zero if it was not run. */
    public Duration duration(String phase) {
        return durations.getOrDefault(phase, Duration.ZERO);
    }

    /** The part of all pairs of a user and an item that has an event, from 0 to 1, if the algorithm counts {@code pairs}. */
    public double density() {
        return users == 0 || items == 0 ? 0 : (double) count("pairs") / users / items;
    }

    /**
     * The part of the catalog's items that has events, from 0 to 1; empty without a catalog. Too high if events of items
     * that the catalog does not have were kept, since these are counted, too.
     */
    public OptionalDouble catalogCoverage() {
        return catalogItems.isEmpty() || catalogItems.getAsInt() == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(Math.min(1, (double) items / catalogItems.getAsInt()));
    }

    /** The durations of all phases together. */
    public Duration totalDuration() {
        return durations.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    private static String inWords(String name, long count) {
        if (name.equals(EVENTS_AFTER_REFERENCE)) {
            return Numbers.count(count, "event") + " after the reference time";
        }
        return name.endsWith("s")
                ? Numbers.count(count, name.substring(0, name.length() - 1))
                : String.format(Locale.ROOT, "%,d %s", count, name);
    }

    /** What was counted, in one line, with the span of the events' times; without counts of 0 and largest numbers. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(Numbers.count(users, "user") + ", " + Numbers.count(items, "item") + ", "
                + Numbers.count(events, "event"));
        counts.forEach((name, count) -> {
            if (count != 0 && !name.startsWith("most")) {
                text.append(", ").append(inWords(name, count));
            }
            if (name.equals("pairs")) {
                text.append(String.format(Locale.ROOT, " (density %.4f)", density()));
            }
        });
        eventTimes.ifPresent(span -> text.append(", from ").append(span));
        referenceTime.ifPresent(time -> text.append(", reference time ").append(time));
        return text.append(
                        String.format(Locale.ROOT, ", %.3f s", totalDuration().toNanos() / 1e9))
                .toString();
    }
}
