package dev.recommender.neighbors;

import dev.recommender.Query;
import dev.recommender.UsageEvent;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Models whose files are so large that they are mapped instead of read. */
public final class LargeModels {
    private LargeModels() {}

    /** About six megabytes. */
    public static NeighborModel mapped() {
        Random random = new Random(11);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 4000; user++) {
            for (int taken = 0; taken < 60; taken++) {
                int item = (int) (3000 * random.nextDouble() * random.nextDouble());
                events.add(UsageEvent.of("user-" + user, "item-" + item));
            }
        }
        return SarModels.train(SarTrainer.builder().supportThreshold(1).maxNeighbors(120), events);
    }

    /** Some of the model's answers, which between them read most of its rows. */
    public static String sample(NeighborModel model) {
        StringBuilder text = new StringBuilder().append(model.metadata());
        for (int number = 0; number < 3000; number += 100) {
            text.append(model.recommender().similarItems("item-" + number, 5));
            text.append(model.recommender().recommend(Query.user("user-" + number)));
        }
        return text.toString();
    }
}
