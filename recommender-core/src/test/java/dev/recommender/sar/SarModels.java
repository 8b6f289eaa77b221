package dev.recommender.sar;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.util.Collection;

/** Makes models for tests. */
public final class SarModels {
    private SarModels() {}

    public static NeighborModel train(SarTrainer.Builder options, Collection<UsageEvent> events) {
        return train(options, UsageEvents.of(events));
    }

    public static NeighborModel train(SarTrainer.Builder options, UsageEvents events) {
        return options.build().train(events).model();
    }
}
