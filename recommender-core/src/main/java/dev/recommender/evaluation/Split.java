package dev.recommender.evaluation;

import dev.recommender.UsageEvents;
import dev.recommender.evaluation.SplitRule.Group;
import dev.recommender.internal.util.Arguments;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How to divide usage events into parts, usually one to train on and one to test with. Immutable and shared freely
 * between threads. The same split divides the same events in the same way on every machine, in whatever order they
 * come. Every event goes to exactly one part, except events that {@link #minimumEvents} leaves out.
 *
 * <p>Prefer a split at one moment for all users: {@link #fixedDate}, {@link #atShare} or {@link #standard}. It alone
 * asks a model for what was still to come. All others let the model learn from what happened after the events that it
 * is tested with, random ones most. Their figures are higher than in use, and may order models differently (Ji, Sun,
 * Zhang, Li: A Critical Study on Data Leakage in Recommender System Offline Evaluation, 2023). An evaluation counts
 * such events and {@linkplain Evaluation#notes says so}. With {@link #latestUsers} they are few: those of users who were there
 * at the same time.
 *
 * <p>Events without a time count as older than all others. Where no event has one, an evaluation's description of its
 * split says what decides instead.
 */
public final class Split {
    /** The names of splits, as the command line and requests have them; see {@link #named}. */
    public static final List<String> NAMES = List.of(
            "fixed-date", "chronological", "last-event", "held-out-users", "latest-users", "stratified", "random");

    /** The part of their events that users who are held out are asked with, where nothing else is said. */
    public static final double DEFAULT_GIVEN = 0.8;

    /** The seed of what is drawn, where nothing else is said. */
    public static final long DEFAULT_SEED = 42;

    private static final double STANDARD_RATIO = 0.75;

    private final SplitRule rule;
    private final Group group;
    private final int minimumEvents;

    private Split(SplitRule rule, Group group, int minimumEvents) {
        this.rule = rule;
        this.group = group;
        this.minimumEvents = minimumEvents;
    }

    private static Split of(SplitRule rule) {
        return new Split(rule, Group.USER, 1);
    }

    /** The default of evaluations: {@link #standard(double)} with 0.75. */
    public static Split standard() {
        return standard(STANDARD_RATIO);
    }

    /**
     * {@link #atShare} where any event has a time, else {@link #lastEventPerUser}, whose event is then drawn.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split standard(double ratio) {
        return atShare(ratio, "standard", SplitRule.LastEvent.byTime());
    }

    /**
     * Events before the moment, and events without a time, are for training; all others for the test.
     *
     * @throws IllegalArgumentException if the moment is more than 292 million years from 1970
     */
    public static Split fixedDate(Instant moment) {
        return of(fixed(Arguments.requireMillis("moment", moment)));
    }

    /**
     * A split by the name that the command line and requests have for it, with {@link #DEFAULT_GIVEN} and
     * {@link #DEFAULT_SEED}.
     *
     * @param name one of {@link #NAMES}
     * @param ratio the part for training, between 0 and 1
     * @throws IllegalArgumentException if there is no split of this name
     */
    public static Split named(String name, double ratio) {
        return named(name, ratio, DEFAULT_GIVEN, DEFAULT_SEED);
    }

    /**
     * A split by the name that the command line and requests have for it. What a split does not use has no effect.
     *
     * @param name one of {@link #NAMES}
     * @param ratio the part for training, between 0 and 1: of users for {@code held-out-users} and {@code latest-users}, of
     *     events for others. The split {@code last-event} does not use it
     * @param given the part of their events that {@code held-out-users} and {@code latest-users} are asked with, greater than
     *     0 and at most 1
     * @param seed of what is drawn: for {@code held-out-users}, {@code stratified} and {@code random}
     * @throws IllegalArgumentException if there is no split of this name, or a part that it uses is out of range
     */
    public static Split named(String name, double ratio, double given, long seed) {
        return switch (name) {
            case "fixed-date" -> atShare(ratio);
            case "chronological" -> chronological(ratio);
            case "last-event" -> lastEventPerUser();
            case "held-out-users" -> heldOutUsers(1 - ratio, given, seed);
            case "latest-users" -> latestUsers(1 - ratio, given);
            case "stratified" -> stratified(ratio, seed);
            case "random" -> random(ratio, seed);
            default ->
                throw new IllegalArgumentException("a split must be one of " + String.join(", ", NAMES) + ": " + name);
        };
    }

    /**
     * {@link #fixedDate} at the moment before which this part of the events with a time happened. Events at that moment
     * belong to the test. Of n events, the moment is that of number ratio × n by time, from 0, rounded to the nearest
     * number.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split atShare(double ratio) {
        String name = "fixed date";
        return atShare(ratio, name, new SplitRule.FixedDate(Long.MAX_VALUE, name + ", " + Shares.of(ratio)));
    }

    /**
     * The first events of each user are for training, the later ones for the test. Of n events, ratio × n are for
     * training, rounded to the nearest number, halves to the even one. So users with few events may have no test event.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split chronological(double ratio) {
        return chronological(Shares.of(ratio));
    }

    /** As {@link #chronological(double)}, with as many parts as ratios, which need not add up to 1. */
    public static Split chronological(List<Double> ratios) {
        return chronological(Shares.of(ratios));
    }

    /**
     * The latest event of each user is the test; which one, if several are equally late, is decided as if by lot.
     * Users with a single event have nothing to be tested with: their event stays in training.
     */
    public static Split lastEventPerUser() {
        return of(SplitRule.LastEvent.byTime());
    }

    /**
     * Strong generalisation (Marlin: Collaborative Filtering, 2004): the model is tested with users that it was not
     * trained on. Each is asked for by a query with the earlier part of the user's events as seeds, and tested with the
     * rest. This measures the fold-in of new users. It applies to models that answer seeds.
     *
     * <p>Users are drawn from those with at least two events: share × their number, rounded, at least one. Of n events,
     * given × n are given, rounded to the nearest number, but at least one, and at least one is the test. {@link #parts}
     * has the given events as third part.
     *
     * @param share the part of the users to test with, between 0 and 1
     * @param given the part of their events to ask with, greater than 0; with 1, all but the last event
     */
    public static Split heldOutUsers(double share, double given, long seed) {
        return of(SplitRule.HeldOut.drawn(requirePart("share", share), requireGiven(given), seed));
    }

    /**
     * As {@link #heldOutUsers}, with the users who came last: those with the latest first events. Where users are sessions,
     * this predicts what comes next in new sessions from earlier ones. Only sessions that were open at the same time can tell
     * the model of the future.
     *
     * @param share the part of the users to test with, between 0 and 1
     * @param given the part of their events to ask with, greater than 0; with 1, all but the last event
     */
    public static Split latestUsers(double share, double given) {
        return of(SplitRule.HeldOut.latest(requirePart("share", share), requireGiven(given)));
    }

    /**
     * Random events of each user are for training, the others for the test. Rounds as {@link #chronological(double)}.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split stratified(double ratio, long seed) {
        return stratified(Shares.of(ratio), seed);
    }

    /** As {@link #stratified(double, long)}, with as many parts as ratios, which need not add up to 1. */
    public static Split stratified(List<Double> ratios, long seed) {
        return stratified(Shares.of(ratios), seed);
    }

    /**
     * One random event of each user is the test. Users with a single event have nothing to be tested with: their event
     * stays in training.
     */
    public static Split randomEventPerUser(long seed) {
        return of(new SplitRule.LastEvent(
                (events, left, right) -> SplitRule.byLot(seed, left, right),
                "random event per user, seed " + seed,
                ""));
    }

    /**
     * Random events of all are for training, the others for the test. Of n events, ratio × n, rounded down, are for
     * training.
     *
     * @param ratio the part for training, between 0 and 1
     */
    public static Split random(double ratio, long seed) {
        return of(new SplitRule.Drawn(Shares.of(ratio), seed));
    }

    /** As {@link #random(double, long)}, with as many parts as ratios, which need not add up to 1. */
    public static Split random(List<Double> ratios, long seed) {
        return of(new SplitRule.Drawn(Shares.of(ratios), seed));
    }

    /**
     * Divides the events of each item instead of the events of each user, and applies {@link #minimumEvents} to items.
     *
     * @throws IllegalStateException if the split is one that is for users or dates only
     */
    public Split byItem() {
        if (rule.perUserOnly()) {
            throw new IllegalStateException(
                    "\"" + rule.description() + "\" cannot divide by item; use chronological or stratified");
        }
        return new Split(rule, Group.ITEM, minimumEvents);
    }

    /**
     * Leaves out users with fewer events, or items if the split goes {@linkplain #byItem by item}. 1, which leaves out
     * nothing, by default.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Split minimumEvents(int count) {
        return new Split(rule, group, Arguments.requireAtLeast("minimumEvents", count, 1));
    }

    /**
     * Divides events. They are held in memory.
     *
     * @return the parts in their order, training first; each can be read any number of times
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public List<UsageEvents> parts(UsageEvents usage) {
        Events events = Events.read(usage);
        byte[] parts = assign(events);
        return IntStream.range(0, rule.partCount())
                .mapToObj(part -> events.part(parts, part))
                .toList();
    }

    @Override
    public String toString() {
        String by = group == Group.ITEM ? ", by item" : "";
        return rule.description() + by + (minimumEvents > 1 ? ", at least " + minimumEvents + " events" : "");
    }

    /** What the split does with these events: where none has a time, one by time goes by something else. */
    String describe(Events events) {
        Split resolved = on(events);
        String instead = resolved.rule.untimedOrder();
        boolean untimed = !instead.isEmpty() && !events.hasTimes();
        return resolved + (untimed ? "; no event has a time, so " + instead : "");
    }

    /** The split with what these events determine. */
    Split on(Events events) {
        return new Split(rule.on(events), group, minimumEvents);
    }

    /**
     * Whether test users are held out as a whole, so that a model is asked for them by seeds: {@link #heldOutUsers} and
     * {@link #latestUsers}.
     */
    public boolean holdsUsersOut() {
        return rule.holdsUsersOut();
    }

    /** Whether test users are those who came last: {@link #latestUsers}. */
    boolean asksLatestUsers() {
        return rule instanceof SplitRule.HeldOut held && held.cameLast();
    }

    /** The number of parts apart from what held-out users are asked with. */
    int partCount() {
        return rule.holdsUsersOut() ? 2 : rule.partCount();
    }

    /** The part of each event, or {@link Events#DROPPED}. */
    byte[] assign(Events events) {
        byte[] parts = new byte[events.size()];
        Arrays.fill(parts, Events.DROPPED);
        int[] sizes = new int[group.count(events)];
        for (int place = 0; place < events.size(); place++) {
            sizes[group.of(events, place)]++;
        }
        int[] kept = IntStream.range(0, events.size())
                .filter(place -> sizes[group.of(events, place)] >= minimumEvents)
                .toArray();
        rule.assign(events, group, kept, parts);
        return parts;
    }

    private static SplitRule fixed(Instant moment) {
        return new SplitRule.FixedDate(moment.toEpochMilli(), "fixed date " + moment);
    }

    private static Split atShare(double ratio, String name, SplitRule otherwise) {
        return of(new SplitRule.AtShare(ratio, name + ", " + Shares.of(ratio), otherwise));
    }

    private static Split chronological(Shares shares) {
        return of(new SplitRule.Grouped(
                shares,
                (events, left, right) -> Long.compare(events.time(left), events.time(right)),
                "chronological " + shares,
                "ids decide"));
    }

    private static Split stratified(Shares shares, long seed) {
        return of(new SplitRule.Grouped(
                shares,
                (events, left, right) -> SplitRule.byLot(seed, left, right),
                "stratified " + shares + ", seed " + seed,
                ""));
    }

    private static double requireGiven(double given) {
        if (!(given > 0 && given <= 1)) {
            throw new IllegalArgumentException("given must be greater than 0 and at most 1: " + given);
        }
        return given;
    }

    private static double requirePart(String name, double part) {
        if (!(part > 0 && part < 1)) {
            throw new IllegalArgumentException(name + " must be greater than 0 and less than 1: " + part);
        }
        return part;
    }
}
