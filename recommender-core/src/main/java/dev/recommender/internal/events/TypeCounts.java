package dev.recommender.internal.events;

import dev.recommender.EventType;
import java.util.HashMap;
import java.util.Map;

/** How many events there are of each type; those of types beyond the first hundred together. Used by one thread. */
public final class TypeCounts {
    /** What the types beyond the first hundred are called together. */
    public static final String OTHERS = "others";

    private static final int MAX_TYPES = 100;

    private final Map<EventType, Long> counts = new HashMap<>();
    private EventType last = EventType.CUSTOM;
    private long ofLast;
    private long ofOthers;

    /** No events. */
    public TypeCounts() {}

    /** Counts an event; most events are of the type of the one before. */
    public void add(EventType type) {
        if (!type.equals(last)) {
            countLast();
            last = type;
        }
        ofLast++;
    }

    /** Adds the events of others. */
    public void absorb(TypeCounts more) {
        countLast();
        more.countLast();
        more.counts.forEach(this::count);
        ofOthers += more.ofOthers;
    }

    /** How many events there are of each type, by its name, and {@link #OTHERS} if there are others. */
    public Map<String, Long> byName() {
        countLast();
        Map<String, Long> named = new HashMap<>();
        counts.forEach((type, count) -> named.put(type.name(), count));
        if (ofOthers > 0) {
            named.merge(OTHERS, ofOthers, Long::sum);
        }
        return named;
    }

    private void countLast() {
        if (ofLast > 0) {
            count(last, ofLast);
            ofLast = 0;
        }
    }

    private void count(EventType type, long more) {
        if (counts.size() < MAX_TYPES || counts.containsKey(type)) {
            counts.merge(type, more, Long::sum);
        } else {
            ofOthers += more;
        }
    }
}
