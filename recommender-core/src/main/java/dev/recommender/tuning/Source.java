package dev.recommender.tuning;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** Passes events on, and takes their fingerprint on the way, which depends on neither their order nor their files. */
final class Source implements UsageEvents {
    private final UsageEvents events;
    private long count;
    private long sum;
    private boolean timed;
    private ParsingReport report = ParsingReport.clean(0);

    Source(UsageEvents events) {
        this.events = events;
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        report = events.forEach((user, item, time, type, weight) -> {
            count++;
            sum += hash(user, item, time, type, weight);
            timed |= time != NO_TIME;
            return sink.event(user, item, time, type, weight);
        });
        return report;
    }

    /** What was accepted and rejected. */
    ParsingReport report() {
        return report;
    }

    /** Whether any event has a time. */
    boolean timed() {
        return timed;
    }

    /** The number of events and a sum of their hashes. */
    String fingerprint() {
        return String.format(Locale.ROOT, "%d events, %016x", count, sum);
    }

    /** The number of items and a sum of their hashes. */
    static String fingerprint(Catalog catalog) {
        long sum = 0;
        for (CatalogItem item : catalog.items()) {
            Hash hash = new Hash().add(item.id()).add(item.category().orElse(""));
            long features = 0;
            for (Map.Entry<String, ? extends Collection<String>> feature :
                    item.features().entrySet()) {
                Hash of = new Hash().add(feature.getKey());
                new TreeSet<>(feature.getValue()).forEach(of::add);
                features += of.value();
            }
            sum += hash.add(features).value();
        }
        return String.format(Locale.ROOT, "%d items, %016x", catalog.size(), sum);
    }

    private static long hash(CharSequence user, CharSequence item, long time, EventType type, double weight) {
        return new Hash()
                .add(user)
                .add(item)
                .add(time)
                .add(type.name())
                .add(Double.doubleToLongBits(weight))
                .value();
    }
}
