package dev.recommender.evaluation;

import java.util.HashMap;
import java.util.Map;

/** The numbers of the items of events, and further ones for other items that a recommender lists. */
final class ItemNumbers {
    private final Map<String, Integer> known;
    private final Map<String, Integer> further = new HashMap<>();

    /** Starts with the items of events. */
    ItemNumbers(Map<String, Integer> known) {
        this.known = known;
    }

    /** The item's number, or −1 if no event and no list before had it. Safe for threads that only look up. */
    int find(String item) {
        Integer number = known.get(item);
        return number != null ? number : further.getOrDefault(item, -1);
    }

    /** The item's number, a new one if it was never seen. Not for several threads. */
    int number(String item) {
        Integer number = known.get(item);
        return number != null ? number : further.computeIfAbsent(item, id -> size());
    }

    int size() {
        return known.size() + further.size();
    }

    /** The ids by number. */
    String[] ids() {
        String[] ids = new String[size()];
        known.forEach((id, number) -> ids[number] = id);
        further.forEach((id, number) -> ids[number] = id);
        return ids;
    }
}
