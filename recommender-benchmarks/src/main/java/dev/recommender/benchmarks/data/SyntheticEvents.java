package dev.recommender.benchmarks.data;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Events in columns, in the order of arrival: user and item number, weight, seconds since 1970. As usage events, user 7
 * has the id {@code u7} and item 7 the id {@code i7}. The arrays are not copied and must not be changed.
 *
 * @param user one number per event, from 0
 * @param item one number per event, from 0
 * @param weight one per event
 * @param seconds one per event
 */
@SuppressWarnings("ArrayRecordComponent")
public record SyntheticEvents(int[] user, int[] item, float[] weight, long[] seconds) {
    /**
     * Draws about so many events; the same arguments always give the same.
     *
     * <p>How active users are is log-normal: sigma 1.2 and at least 20 events, for {@link Shape#GOWALLA} 0.95 and 8. A user
     * has events of at most 30 % of the items. No user takes an item twice. Weights are the ratings 0.5 to 5 as often as MovieLens has them, times are uniform
     * over five years.
     *
     * @param users how many; at least 1
     * @param items how many; at least 4
     * @param events how many to aim at; at most about two billion
     * @throws IllegalArgumentException if one of them is out of its range
     */
    public static SyntheticEvents generate(Shape shape, int users, int items, long events, long seed) {
        return generate(shape, 0, users, items, events, seed);
    }

    /**
     * As {@link #generate(Shape, int, int, long, long)}, with users of different tastes. Every item belongs to one of some groups,
     * and every user likes one to three of these. Three quarters of a user's draws are from these groups, the others from all items.
     *
     * @param tastes how many groups; without groups, with 0, all users draw by popularity alone; at most as many as items
     * @throws IllegalArgumentException if one of the numbers is out of its range
     */
    public static SyntheticEvents generate(Shape shape, int tastes, int users, int items, long events, long seed) {
        return new Draw(shape, tastes, users, items, events, seed).events();
    }

    /** How many events. */
    public int size() {
        return user.length;
    }

    /** One more than the largest user number. */
    public int users() {
        return Arrays.stream(user).max().orElse(-1) + 1;
    }

    /** The first so many of these events, which come in random order: the same shape, thinned. */
    public SyntheticEvents first(int count) {
        return new SyntheticEvents(
                Arrays.copyOf(user, count),
                Arrays.copyOf(item, count),
                Arrays.copyOf(weight, count),
                Arrays.copyOf(seconds, count));
    }

    /**
     * A source that gives these events from memory, in parts that may be read at the same time. All ids are strings made
     * before, so that reading makes no garbage.
     */
    public UsageEvents usage(int parts) {
        String[] users = ids('u', user);
        String[] items = ids('i', item);
        List<UsageEvents> sources = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            int from = (int) ((long) size() * part / parts);
            int to = (int) ((long) size() * (part + 1) / parts);
            sources.add(sink -> feed(users, items, from, to, sink));
        }
        return new UsageEvents() {
            @Override
            public ParsingReport forEach(Sink sink) {
                return feed(users, items, 0, size(), sink);
            }

            @Override
            public List<UsageEvents> parts() {
                return sources;
            }
        };
    }

    private ParsingReport feed(String[] users, String[] items, int from, int to, UsageEvents.Sink sink) {
        for (int at = from; at < to; at++) {
            sink.event(users[user[at]], items[item[at]], 1_000 * seconds[at], EventType.CUSTOM, weight[at]);
        }
        return ParsingReport.clean(to - from);
    }

    private static String[] ids(char prefix, int[] numbers) {
        int size = Arrays.stream(numbers).max().orElse(-1) + 1;
        return IntStream.range(0, size)
                .mapToObj(number -> String.valueOf(prefix) + number)
                .toArray(String[]::new);
    }
}
