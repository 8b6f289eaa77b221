package dev.recommender.benchmarks.sidebyside;

import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import dev.recommender.benchmarks.data.SyntheticEvents;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Events of an application's ids, for programs that take numbers: users and items get numbers as they come, and a pair
 * counts as often as it comes.
 *
 * @param users the number of each user
 * @param items the number of each item
 * @param counts by the user's number and the item's, how often
 */
record NumberedEvents(
        Map<String, Integer> users, Map<String, Integer> items, Map<Integer, Map<Integer, Integer>> counts) {
    static NumberedEvents of(UsageEvents events) throws IOException {
        Map<String, Integer> users = new LinkedHashMap<>();
        Map<String, Integer> items = new LinkedHashMap<>();
        Map<Integer, Map<Integer, Integer>> counts = new LinkedHashMap<>();
        ParsingReport ignored = events.forEach((user, item, time, type, weight) -> {
            int row = users.computeIfAbsent(user.toString(), id -> users.size());
            int column = items.computeIfAbsent(item.toString(), id -> items.size());
            counts.computeIfAbsent(row, number -> new LinkedHashMap<>()).merge(column, 1, Integer::sum);
            return true;
        });
        return new NumberedEvents(users, items, counts);
    }

    boolean took(int user, int item) {
        return counts.getOrDefault(user, Map.of()).containsKey(item);
    }

    /** A record for each pair, whose weight is how often it comes. */
    SyntheticEvents pairs() {
        int size = counts.values().stream().mapToInt(Map::size).sum();
        SyntheticEvents pairs = new SyntheticEvents(new int[size], new int[size], new float[size], new long[size]);
        int at = 0;
        for (Map.Entry<Integer, Map<Integer, Integer>> user : counts.entrySet()) {
            for (Map.Entry<Integer, Integer> item : user.getValue().entrySet()) {
                pairs.user()[at] = user.getKey();
                pairs.item()[at] = item.getKey();
                pairs.weight()[at++] = item.getValue();
            }
        }
        return pairs;
    }
}
