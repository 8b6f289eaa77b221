package dev.recommender.internal.events;

import dev.recommender.EventType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many events there are of each type. The counts depend neither on the order of the events nor on how they are divided
 * among threads: of more types than are kept, the first in the order of types are. Used by one thread.
 */
public final class TypeCounts {
    /** What the types without a count of their own are called together; a type may have that name, too. */
    private static final String OTHERS = "others";

    private static final int MAX_NAMED = 100;
    private static final int MAX_KEPT = 1000;
    private static final int RECENT = 8;

    private final TreeMap<EventType, Count> counts = new TreeMap<>();
    private final Count others = new Count(EventType.CUSTOM);

    /** The counts of types that were met recently, found by identity: sources reuse the objects of their types. */
    private final @Nullable EventType[] recentTypes = new @Nullable EventType[RECENT];

    private final Count[] recentCounts = new Count[RECENT];
    private int oldest;
    private @Nullable EventType lastType;
    private Count last = others;

    /** The events of one type, which is spelled in the first way in the order of strings. */
    private static final class Count {
        private EventType type;
        private long events;

        private Count(EventType type) {
            this.type = type;
        }
    }

    /** No events. */
    public TypeCounts() {}

    /** Counts an event; most are of one of the types that were met recently. */
    public void add(EventType type) {
        if (!isSame(type, lastType)) {
            last = recent(type);
            lastType = type;
        }
        last.events++;
    }

    /** Adds the events of others. */
    public void absorb(TypeCounts more) {
        more.counts.values().forEach(count -> find(count.type).events += count.events);
        others.events += more.others.events;
    }

    /**
     * How many events there are of each type, by its name: of the hundred most frequent types, and of all others together
     * under {@code others}.
     */
    public Map<String, Long> byName() {
        List<Count> frequent = counts.values().stream()
                .sorted(Comparator.comparingLong((Count count) -> -count.events).thenComparing(count -> count.type))
                .toList();
        Map<String, Long> named = new HashMap<>();
        long rest = others.events;
        for (int rank = 0; rank < frequent.size(); rank++) {
            Count count = frequent.get(rank);
            if (rank < MAX_NAMED) {
                named.put(count.type.name(), count.events);
            } else {
                rest += count.events;
            }
        }
        if (rest > 0) {
            named.merge(OTHERS, rest, Long::sum);
        }
        return named;
    }

    /** Whether there are more types than {@link #byName} has counts for, so that one that is absent there may have events. */
    public boolean hasOthers() {
        return others.events > 0 || counts.size() > MAX_NAMED;
    }

    private Count recent(EventType type) {
        for (int at = 0; at < RECENT; at++) {
            if (isSame(type, recentTypes[at])) {
                return recentCounts[at];
            }
        }
        Count found = find(type);
        recentTypes[oldest] = type;
        recentCounts[oldest] = found;
        oldest = (oldest + 1) % RECENT;
        return found;
    }

    /** Whether two types are one object; equal ones may be spelled differently, and take longer to compare. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(EventType type, @Nullable EventType other) {
        return type == other;
    }

    /** The count that the events of a type belong to. */
    private Count find(EventType type) {
        Count found = counts.get(type);
        if (found == null) {
            return makesRoom(type) ? counts.computeIfAbsent(type, Count::new) : others;
        }
        if (type.name().compareTo(found.type.name()) < 0) {
            found.type = type;
        }
        return found;
    }

    /** Makes room for a type, unless all types that are kept come before it; says whether it did. */
    private boolean makesRoom(EventType type) {
        if (counts.size() < MAX_KEPT) {
            return true;
        }
        if (type.compareTo(counts.lastKey()) > 0) {
            return false;
        }
        // A type that is dropped never returns, since the last one that is kept only moves ahead.
        others.events += counts.pollLastEntry().getValue().events;
        Arrays.fill(recentTypes, null);
        lastType = null;
        return true;
    }
}
