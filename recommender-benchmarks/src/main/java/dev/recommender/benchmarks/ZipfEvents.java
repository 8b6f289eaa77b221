package dev.recommender.benchmarks;

import dev.recommender.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Seeded events like those of a large catalog: an item's popularity falls with its rank r as 1 / (r + 10), a user's
 * activity is log-normal, no user takes an item twice.
 */
final class ZipfEvents {
    private static final long START = 1_300_000_000L;
    private static final int FIVE_YEARS = 5 * 365 * 86_400;

    private ZipfEvents() {}

    static List<UsageEvent> generate(int users, int items, int meanActivity, long seed) {
        Random random = new Random(seed);
        double[] cumulated = new double[items];
        double sum = 0;
        for (int rank = 0; rank < items; rank++) {
            sum += 1 / (rank + 10.0);
            cumulated[rank] = sum;
        }
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < users; user++) {
            double activity = meanActivity * Math.exp(random.nextGaussian() - 0.5);
            int wanted = (int) Math.max(1, Math.min(activity, items * 0.3));
            Set<Integer> taken = new HashSet<>();
            while (taken.size() < wanted) {
                int found = Arrays.binarySearch(cumulated, random.nextDouble() * sum);
                int item = Math.min(items - 1, found < 0 ? ~found : found);
                if (taken.add(item)) {
                    events.add(UsageEvent.of("u" + user, "i" + item)
                            .weight((1 + random.nextInt(10)) / 2.0)
                            .at(Instant.ofEpochSecond(START + random.nextInt(FIVE_YEARS))));
                }
            }
        }
        return events;
    }
}
