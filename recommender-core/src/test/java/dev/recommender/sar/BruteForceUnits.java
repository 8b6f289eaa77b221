package dev.recommender.sar;

import dev.recommender.CatalogItem;
import dev.recommender.UsageEvent;
import dev.recommender.internal.training.RowOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Items in the order of popularity, and what occurred together, by the definitions of docs/algorithm.md. */
public final class BruteForceUnits {
    static final Comparator<String> BY_CODE_POINTS =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    public final List<String> items = new ArrayList<>();
    public final int[] frequency;
    public final Collection<Set<String>> units;
    /** The items of each unit by moment. */
    final List<List<Set<String>>> sequences = new ArrayList<>();

    final int itemsWithEvents;

    public BruteForceUnits(List<UsageEvent> events, List<CatalogItem> catalog, RowOptions options) {
        Map<String, List<UsageEvent>> eventsByUnit = new TreeMap<>();
        Set<String> all = new TreeSet<>(BY_CODE_POINTS);
        for (UsageEvent event : events) {
            all.add(event.item());
            eventsByUnit
                    .computeIfAbsent(unit(event, events, options), ignored -> new ArrayList<>())
                    .add(event);
        }
        int limit = options.maxItemsPerUnit().orElse(Integer.MAX_VALUE);
        List<Set<String>> held = new ArrayList<>();
        for (List<UsageEvent> unit : eventsByUnit.values()) {
            Set<String> newest = newest(unit, limit);
            held.add(newest);
            sequences.add(sequence(unit, newest));
        }
        units = held;
        itemsWithEvents = all.size();
        catalog.forEach(item -> all.add(item.id()));
        Map<String, Integer> holding = new HashMap<>();
        all.forEach(item -> holding.put(
                item, (int) units.stream().filter(unit -> unit.contains(item)).count()));
        items.addAll(all);
        items.sort(Comparator.comparing((String item) -> -holding.get(item)).thenComparing(BY_CODE_POINTS));
        frequency = items.stream().mapToInt(holding::get).toArray();
    }

    private static String unit(UsageEvent event, List<UsageEvent> events, RowOptions options) {
        return switch (options.cooccurrenceUnit()) {
            case USER -> event.user();
            case TIMESTAMP -> event.user() + " at " + event.time();
            case SESSION ->
                event.user()
                        + " from "
                        + event.time().map(time -> sessionStart(event.user(), time, events, options.sessionGap()));
        };
    }

    /** Goes back from event to event, as long as they are close enough. */
    private static Instant sessionStart(String user, Instant time, List<UsageEvent> events, Duration gap) {
        Instant before = events.stream()
                .filter(event -> event.user().equals(user))
                .flatMap(event -> event.time().stream())
                .filter(other -> other.isBefore(time))
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
        return Duration.between(before, time).compareTo(gap) > 0 ? time : sessionStart(user, before, events, gap);
    }

    /** The items of a unit with the newest events, of equally new ones the smaller ids. */
    private static Set<String> newest(List<UsageEvent> unit, int limit) {
        Map<String, Long> times = new HashMap<>();
        for (UsageEvent event : unit) {
            long time = event.time().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
            times.merge(event.item(), time, Math::max);
        }
        List<String> sorted = new ArrayList<>(times.keySet());
        sorted.sort(Comparator.comparing((String item) -> times.get(item))
                .reversed()
                .thenComparing(BY_CODE_POINTS));
        return new LinkedHashSet<>(sorted.subList(0, Math.min(limit, sorted.size())));
    }

    /** What was taken at each moment, without moments that repeat the one before. */
    private static List<Set<String>> sequence(List<UsageEvent> unit, Set<String> held) {
        TreeMap<Instant, Set<String>> moments = new TreeMap<>();
        for (UsageEvent event : unit) {
            if (held.contains(event.item())) {
                moments.computeIfAbsent(event.time().orElse(Instant.MIN), ignored -> new TreeSet<>())
                        .add(event.item());
            }
        }
        List<Set<String>> sequence = new ArrayList<>();
        for (Set<String> moment : moments.values()) {
            if (sequence.isEmpty() || !sequence.get(sequence.size() - 1).equals(moment)) {
                sequence.add(moment);
            }
        }
        return sequence;
    }
}
