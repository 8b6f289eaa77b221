package dev.recommender;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A question to a {@link Recommender}: for whom or from what, how many, and by which rules. Immutable; each method
 * returns a changed copy, so that a query can be kept as a template.
 *
 * <p>A user's history and the seeds are simply added together:
 * {@code Query.user("u42").and("bow", EventType.PURCHASE).count(5)}.
 */
public final class Query {
    private final Optional<String> user;
    private final List<Seed> seeds;
    private final int count;
    private final boolean seenIncluded;
    private final boolean backfilled;
    private final Optional<Instant> time;

    private Query(Optional<String> user, List<Seed> seeds) {
        this(user, seeds, 10, false, true, Optional.empty());
    }

    private Query(
            Optional<String> user,
            List<Seed> seeds,
            int count,
            boolean seenIncluded,
            boolean backfilled,
            Optional<Instant> time) {
        this.user = user;
        this.seeds = seeds;
        this.count = count;
        this.seenIncluded = seenIncluded;
        this.backfilled = backfilled;
        this.time = time;
    }

    /** What next for this user, from the history that the model holds. */
    public static Query user(String id) {
        return new Query(Optional.of(Arguments.requireId("user", id)), List.of());
    }

    /** What goes with these items, each weighing 1. */
    public static Query items(String... items) {
        return items(Arrays.asList(items));
    }

    /** What goes with these items, each weighing 1. */
    public static Query items(Collection<String> items) {
        return new Query(Optional.empty(), items.stream().map(Seed::of).toList());
    }

    /** What follows from these live events. */
    public static Query seeds(Collection<Seed> seeds) {
        return new Query(Optional.empty(), List.copyOf(seeds));
    }

    /** What most users take, without a user or a seed. */
    public static Query popular() {
        return new Query(Optional.empty(), List.of());
    }

    /** Adds a live event. */
    public Query and(Seed seed) {
        List<Seed> more = new ArrayList<>(seeds);
        more.add(seed);
        return new Query(user, List.copyOf(more), count, seenIncluded, backfilled, time);
    }

    /** Adds an item that weighs 1. */
    public Query and(String item) {
        return and(Seed.of(item));
    }

    /** Adds a live event that happened just now. */
    public Query and(String item, EventType type) {
        return and(Seed.of(item).type(type));
    }

    /** Adds a live event. */
    public Query and(String item, EventType type, Instant time) {
        return and(Seed.of(item).type(type).at(time));
    }

    /**
     * How many recommendations to return; 10 if not said. A smaller count gives a prefix of what a larger one gives.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Query count(int count) {
        return new Query(user, seeds, Arguments.requireAtLeast("count", count, 1), seenIncluded, backfilled, time);
    }

    /** Allows the items of the history and the seeds themselves among the results; they are left out if not said. */
    public Query includeSeen() {
        return new Query(user, seeds, count, true, backfilled, time);
    }

    /** Returns fewer items rather than fill the list with popular ones. */
    public Query withoutBackfill() {
        return new Query(user, seeds, count, seenIncluded, false, time);
    }

    /**
     * The moment to answer for: the user's history and the seeds decay until then. If not said, it is the model's
     * reference time, so that a live event never takes weight from the history. Events after the moment count as if
     * they happened at it.
     */
    public Query at(Instant time) {
        return new Query(user, seeds, count, seenIncluded, backfilled, Optional.of(time));
    }

    /** The user whose history counts. */
    public Optional<String> user() {
        return user;
    }

    /** The live events, in the order they were given; unmodifiable. */
    public List<Seed> seeds() {
        return seeds;
    }

    /** How many recommendations are wanted; at least 1. */
    public int count() {
        return count;
    }

    /** Whether the history and the seeds may be among the results. */
    public boolean seenIncluded() {
        return seenIncluded;
    }

    /** Whether popular items fill a list that would be too short. */
    public boolean backfilled() {
        return backfilled;
    }

    /** The moment to answer for, if one was given. */
    public Optional<Instant> time() {
        return time;
    }
}
