package dev.recommender.sar;

import dev.recommender.ParsingReport;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Events in several parts, as files would hold them. */
public record Parts(List<UsageEvents> parts) implements UsageEvents {
    /** Deals events out to so many parts; some stay empty if there are more parts than events. */
    public static Parts of(List<UsageEvent> events, int count) {
        List<UsageEvents> parts = new ArrayList<>();
        for (int part = 0; part < count; part++) {
            List<UsageEvent> own = new ArrayList<>();
            for (int at = part; at < events.size(); at += count) {
                own.add(events.get(at));
            }
            parts.add(UsageEvents.of(own));
        }
        return new Parts(parts);
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        List<ParsingReport> reports = new ArrayList<>();
        for (UsageEvents part : parts) {
            reports.add(part.forEach(sink));
        }
        return ParsingReport.merge(reports);
    }
}
