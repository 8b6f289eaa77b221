package dev.recommender.neighbors;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.neighbors.HandMade;
import dev.recommender.sar.SarTrainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Models of a few items that use every section of the model file that goes with a precision. */
public final class SmallModels {
    private SmallModels() {}

    public static NeighborModel full() {
        return full(RowPrecision.SINGLE);
    }

    public static NeighborModel full(RowPrecision precision) {
        List<UsageEvent> events = new ArrayList<>();
        String[] histories = {"ab", "abc", "bcd", "aad", "bé", "e"};
        for (int user = 0; user < histories.length; user++) {
            for (int at = 0; at < histories[user].length(); at++) {
                events.add(UsageEvent.of("user-" + user, histories[user].substring(at, at + 1))
                        .at(Instant.ofEpochSecond(1_700_000_000 - 86_400L * (3 * user + at))));
            }
        }
        // Long before the user's other items, so that these have exponents of their own.
        events.add(UsageEvent.of("user-1", "d").at(Instant.EPOCH));
        events.add(UsageEvent.of("user-4", "c").at(Instant.EPOCH.minusSeconds(1 << 30)));
        events.add(UsageEvent.of("user-4", "a").at(Instant.EPOCH.minusSeconds(1L << 40)));
        List<CatalogItem> catalog = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d", "cold")) {
            catalog.add(CatalogItem.of(id)
                    .name("Item " + id)
                    .category("ab".contains(id) ? "first" : "last")
                    .feature("colour", "ac".contains(id) ? "red" : "blue"));
        }
        SarTrainer trainer = SarTrainer.builder()
                .supportThreshold(1)
                .coldItems(2)
                .coldToCold()
                .scoreScale(ScoreScale.RATING)
                .rowPrecision(precision)
                .build();
        NeighborModel model = trainer.train(TrainingInput.of(UsageEvents.of(events))
                        .catalog(Catalog.of(catalog))
                        .keepUnknownItems())
                .model();
        return NeighborModel.of(HandMade.withBounds(model.parts(), 1));
    }
}
