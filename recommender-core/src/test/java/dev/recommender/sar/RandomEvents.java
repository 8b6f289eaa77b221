package dev.recommender.sar;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Query;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Events, and queries about them, of every kind that there is; the same for the same seed. */
public final class RandomEvents {
    static final EventType CALL = EventType.of("Call-Back");

    /** Half the types weigh something else than the standard, one of them nothing and one of them less. */
    static final EventWeights WEIGHTS = EventWeights.standard()
            .with(EventType.CLICK, 0)
            .with(EventType.PURCHASE, 2.5)
            .with(CALL, -0.75);

    private static final Instant NEWEST = Instant.parse("2024-03-01T12:00:00Z");

    /** The last of these sort differently by UTF-16 units than by code points. */
    private static final String[] PREFIXES = {
        "i", "I", "\u00E9", "e\u0301", "item ", "\u65E5\u672C", "\uD83D\uDE00", "\uFFE5", "\uD835\uDD38", "z"
    };

    private final Random random;
    private final int users;
    private final int items;

    public RandomEvents(long seed) {
        random = new Random(seed);
        users = 1 + random.nextInt(60);
        items = 1 + random.nextInt(60);
    }

    Random random() {
        return random;
    }

    public List<UsageEvent> events() {
        int count = 1 + random.nextInt(8 * users);
        List<UsageEvent> events = new ArrayList<>();
        for (int at = 0; at < count; at++) {
            UsageEvent event = UsageEvent.of(user(), item());
            if (random.nextInt(5) > 0) {
                event = event.at(time());
            }
            if (random.nextInt(3) == 0) {
                event = event.type(type());
            }
            if (random.nextInt(4) == 0) {
                event = event.weight(weight());
            }
            events.add(event);
            if (random.nextInt(20) == 0) {
                events.add(event);
            }
        }
        return events;
    }

    Query query() {
        Query query = random.nextInt(3) > 0 ? Query.user(random.nextInt(10) == 0 ? "nobody" : user()) : Query.popular();
        for (int seeds = random.nextInt(4) * random.nextInt(3); seeds > 0; seeds--) {
            Seed seed = Seed.of(random.nextInt(10) == 0 ? "nothing" : item());
            if (random.nextBoolean()) {
                seed = seed.at(time());
            }
            seed = random.nextBoolean() ? seed.type(type()) : seed;
            query = query.and(random.nextBoolean() ? seed.weight(weight()) : seed);
        }
        if (random.nextInt(3) == 0) {
            query = query.includeSeen();
        }
        if (random.nextInt(3) == 0) {
            query = query.withoutBackfill();
        }
        return random.nextInt(3) == 0 ? query.at(time()) : query;
    }

    /** The popular are taken more often, so that supports differ. */
    private String item() {
        int number = (int) (items * random.nextDouble() * random.nextDouble());
        return PREFIXES[number % PREFIXES.length] + number;
    }

    private String user() {
        int number = random.nextInt(users);
        return PREFIXES[number % PREFIXES.length] + "user-" + number;
    }

    /** Days apart, mostly; often equal to another event's. */
    Instant time() {
        Instant time = NEWEST.minus(Duration.ofDays(random.nextInt(12) * (long) random.nextInt(12)));
        return random.nextInt(3) == 0 ? time.minusMillis(random.nextInt(100_000_000)) : time;
    }

    private EventType type() {
        List<EventType> types = EventType.standard();
        int number = random.nextInt(types.size() + 1);
        return number == types.size() ? CALL : types.get(number);
    }

    /** Of either sign, or zero; often the same, so that scores tie or cancel. */
    private double weight() {
        return random.nextInt(3) == 0 ? 3 * random.nextGaussian() : random.nextInt(7) - 2;
    }
}
