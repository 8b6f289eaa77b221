package dev.recommender.tuning;

import dev.recommender.UsageEvent;
import dev.recommender.evaluation.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Seeded shops: users have a taste each, mostly take items of it, popular ones more often, and come back over a year. */
final class Shops {
    private static final long START = 1_700_000_000;
    private static final int YEAR = 365 * 24 * 3600;

    private Shops() {}

    static List<UsageEvent> timed(int users, int items, int perUser, long seed) {
        return events(users, items, perUser, seed, true);
    }

    static List<UsageEvent> untimed(int users, int items, int perUser, long seed) {
        return events(users, items, perUser, seed, false);
    }

    private static List<UsageEvent> events(int users, int items, int perUser, long seed, boolean timed) {
        Random random = new Random(seed);
        int tastes = 5;
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            int taste = random.nextInt(tastes);
            Set<Integer> taken = new HashSet<>();
            for (int number = 0; number < perUser; number++) {
                int item = (int) (items * random.nextDouble() * random.nextDouble());
                if (random.nextInt(5) > 0) {
                    item = item / tastes * tastes + taste;
                }
                item = Math.min(item, items - 1);
                if (taken.add(item)) {
                    UsageEvent event = UsageEvent.of("u" + user, "i" + item);
                    events.add(timed ? event.at(Instant.ofEpochSecond(START + random.nextInt(YEAR))) : event);
                }
            }
        }
        return events;
    }

    /** Options for quick tunings: a split of which every part has enough users. */
    static TuningOptions options() {
        TuningOptions options = new TuningOptions();
        options.metric = Metric.NDCG;
        options.cutoff = 5;
        options.resources = options.resources.threads(2);
        options.budget = Duration.ofDays(1);
        return options;
    }
}
