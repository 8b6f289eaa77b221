package dev.recommender.examples;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.sar.Counting;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What comes next in the session of a visitor whom nobody knows. */
public final class AnonymousSession {
    private AnonymousSession() {}

    /** Learns from the clicks of a small shop, and follows a visitor. */
    public static void main(String[] arguments) {
        List<UsageEvent> clicks = new ArrayList<>();
        clicks.addAll(clicks("v1", "violin", "bow", "rosin", "case"));
        clicks.addAll(clicks("v2", "viola", "bow", "rosin", "case"));
        clicks.addAll(clicks("v3", "violin", "bow", "rosin", "strings"));
        clicks.addAll(clicks("v4", "strings", "violin", "bow"));

        // What visitors click after what; a session ends where its visitor pauses for more than half an hour.
        SarTrainer trainer = SarTrainer.builder()
                .cooccurrenceUnit(CooccurrenceUnit.SESSION)
                .counting(Counting.SEQUENTIAL)
                .similarity(Similarity.COOCCURRENCE)
                .supportThreshold(1)
                .withoutHistories()
                .build();
        try (TrainedModel model = trainer.train(UsageEvents.of(clicks)).model()) {
            // The clicks of a visitor whom nobody knows, the newest last and most important.
            Query session = Query.items("violin", "bow").recency(Recency.reciprocal());
            System.out.println(model.recommender().recommend(session));
        }
    }

    private static List<UsageEvent> clicks(String visitor, String... items) {
        Instant time = Instant.parse("2026-11-01T12:00:00Z");
        List<UsageEvent> clicks = new ArrayList<>();
        for (String item : items) {
            clicks.add(UsageEvent.of(visitor, item).type(EventType.CLICK).at(time));
            time = time.plusSeconds(60);
        }
        return clicks;
    }
}
