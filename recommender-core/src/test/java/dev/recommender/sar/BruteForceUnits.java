package dev.recommender.sar;

import dev.recommender.CatalogItem;
import dev.recommender.UsageEvent;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.nio.charset.StandardCharsets;
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
    final int itemsWithEvents;

    public BruteForceUnits(List<UsageEvent> events, List<CatalogItem> catalog, RowOptions options) {
        Map<String, Set<String>> unitsByName = new TreeMap<>();
        Set<String> all = new TreeSet<>(BY_CODE_POINTS);
        for (UsageEvent event : events) {
            all.add(event.item());
            String unit = event.user();
            if (options.cooccurrenceUnit() == CooccurrenceUnit.TIMESTAMP) {
                unit += " at "
                        + event.time()
                                .map(time -> String.format("%020d", time.toEpochMilli()))
                                .orElse("");
            }
            unitsByName.computeIfAbsent(unit, ignored -> new LinkedHashSet<>()).add(event.item());
        }
        options.maxItemsPerUnit()
                .ifPresent(limit -> unitsByName.replaceAll((unit, held) -> newest(unit, held, limit, events)));
        units = unitsByName.values();
        itemsWithEvents = all.size();
        catalog.forEach(item -> all.add(item.id()));
        Map<String, Integer> holding = new HashMap<>();
        all.forEach(item -> holding.put(
                item, (int) units.stream().filter(unit -> unit.contains(item)).count()));
        items.addAll(all);
        items.sort(Comparator.comparing((String item) -> -holding.get(item)).thenComparing(BY_CODE_POINTS));
        frequency = items.stream().mapToInt(holding::get).toArray();
    }

    /** The items of a unit with the newest events, of equally new ones the smaller ids. */
    private static Set<String> newest(String unit, Set<String> held, int limit, List<UsageEvent> events) {
        Map<String, Long> times = new HashMap<>();
        for (UsageEvent event : events) {
            if (unit.equals(event.user())) {
                long time = event.time().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
                times.merge(event.item(), time, Math::max);
            }
        }
        List<String> sorted = new ArrayList<>(held);
        sorted.sort(Comparator.comparing((String item) -> times.getOrDefault(item, 0L))
                .reversed()
                .thenComparing(BY_CODE_POINTS));
        return new LinkedHashSet<>(sorted.subList(0, Math.min(limit, sorted.size())));
    }
}
