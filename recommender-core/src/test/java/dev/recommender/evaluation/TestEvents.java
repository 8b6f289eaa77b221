package dev.recommender.evaluation;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/** Events for tests: seeded ones, and what a source holds. */
final class TestEvents {
    private TestEvents() {}

    /** Events: some have no time, some are equally late, some repeat. Popular items have small numbers. */
    static List<UsageEvent> random(int users, int items, int count, long seed) {
        Random random = new Random(seed);
        List<UsageEvent> events = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            int item = (int) (items * random.nextDouble() * random.nextDouble());
            UsageEvent event = UsageEvent.of("u" + random.nextInt(users), "i" + item);
            if (random.nextInt(20) > 0) {
                event = event.at(Instant.ofEpochSecond(1_600_000_000 + random.nextInt(50) * 1000L));
            }
            if (random.nextInt(10) == 0) {
                event = event.weight(random.nextInt(5) + 1);
            }
            events.add(event);
        }
        return events;
    }

    static List<UsageEvent> list(UsageEvents source) {
        List<UsageEvent> events = new ArrayList<>();
        try {
            source.forEach((user, item, time, type, weight) -> events.add(new UsageEvent(
                    user.toString(),
                    item.toString(),
                    time == UsageEvents.NO_TIME ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time)),
                    type,
                    Double.isNaN(weight) ? OptionalDouble.empty() : OptionalDouble.of(weight))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return events;
    }
}
