package dev.recommender.examples;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.time.Instant;
import java.util.List;

/** Training on what an application holds, without files. */
public final class EventsFromCode {
    private record Order(String customer, String product, Instant time) {}

    private EventsFromCode() {}

    /** Recommends to a customer of a small shop. */
    public static void main(String[] arguments) {
        Instant today = Instant.parse("2026-11-01T12:00:00Z");
        List<Order> orders = List.of(
                new Order("ann", "violin", today),
                new Order("ann", "bow", today),
                new Order("ann", "rosin", today),
                new Order("bob", "violin", today),
                new Order("bob", "bow", today),
                new Order("cleo", "violin", today));

        // Events from your own objects; the smallest support suits so few.
        List<UsageEvent> events = orders.stream()
                .map(order -> UsageEvent.of(order.customer(), order.product())
                        .type(EventType.PURCHASE)
                        .at(order.time()))
                .toList();
        SarTrainer trainer = SarTrainer.builder().supportThreshold(1).build();
        try (TrainedModel model = trainer.train(UsageEvents.of(events)).model()) {
            System.out.println(model.recommender().recommend(Query.user("cleo")));
        }
    }
}
