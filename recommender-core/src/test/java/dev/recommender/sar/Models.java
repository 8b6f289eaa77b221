package dev.recommender.sar;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.Collection;

/** Makes models for tests. */
final class Models {
    private Models() {}

    static SarModel train(SarTrainer.Builder options, Collection<UsageEvent> events) {
        return train(options, UsageEvents.of(events));
    }

    static SarModel train(SarTrainer.Builder options, UsageEvents events) {
        return (SarModel) options.build().train(events).model();
    }
}
