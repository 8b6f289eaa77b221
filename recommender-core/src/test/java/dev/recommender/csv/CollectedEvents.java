package dev.recommender.csv;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a source into lists, for tests to look at. */
final class CollectedEvents {
    record Event(String user, String item, long time, EventType type, double weight) {}

    final List<Event> events = new ArrayList<>();
    final Set<String> users = new HashSet<>();
    final Set<String> items = new HashSet<>();
    final ParsingReport report;

    private CollectedEvents(UsageEvents source, Set<String> known) throws IOException {
        report = source.forEach((user, item, time, type, weight) -> {
            if (!known.isEmpty() && !known.contains(item.toString())) {
                return false;
            }
            events.add(new Event(user.toString(), item.toString(), time, type, weight));
            users.add(user.toString());
            items.add(item.toString());
            return true;
        });
    }

    static CollectedEvents of(UsageEvents source) throws IOException {
        return new CollectedEvents(source, Set.of());
    }

    /** Takes events of these items only. */
    static CollectedEvents ofKnown(UsageEvents source, Set<String> items) throws IOException {
        return new CollectedEvents(source, items);
    }
}
