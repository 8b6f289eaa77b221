package dev.recommender.evaluation;

import dev.recommender.RecommenderException;
import dev.recommender.Seed;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.Incidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** What is read from events once for all samples of test users. Immutable. */
final class TestData {
    final Events events;
    final byte[] parts;
    /** The items of the training events of each user. */
    final Incidence train;
    /** What each user has seen: the training items, or the given ones of a user who is held out. */
    final Incidence seen;

    final Incidence trainItemUsers;
    /** All users with a relevant item, in the order of their ids. */
    final List<TestUser> users;

    final Map<String, Integer> itemNumbers = new HashMap<>();
    private final long[] partSizes;
    private final long seenPairs;
    private final int withoutRelevant;
    /** The time of the newest training event that has one; before all times if none has. */
    final long newestTraining;
    /** Test events that happened before the newest training event. */
    final long earlierTestEvents;

    private TestData(Reader reader, List<TestUser> users) {
        this.events = reader.events;
        this.parts = reader.parts;
        this.train = reader.train;
        this.seen = reader.seen;
        this.trainItemUsers = train.transposed();
        this.users = List.copyOf(users);
        this.partSizes = reader.partSizes;
        this.seenPairs = reader.seenPairs;
        this.withoutRelevant = reader.withoutRelevant;
        for (String id : events.itemIds()) {
            itemNumbers.put(id, itemNumbers.size());
        }
        long newest = Long.MIN_VALUE;
        for (int place = 0; place < parts.length; place++) {
            newest = parts[place] == Events.TRAIN ? Math.max(newest, events.time(place)) : newest;
        }
        this.newestTraining = newest;
        this.earlierTestEvents = IntStream.range(0, parts.length)
                .filter(place -> parts[place] == Events.TEST && events.time(place) != UsageEvents.NO_TIME)
                .filter(place -> events.time(place) < newestTraining)
                .count();
    }

    /** @throws RecommenderException if no user has a relevant item */
    static TestData read(Events events, byte[] parts, Options options) {
        return new Reader(events, parts, options).read();
    }

    /** What held-out users are asked with, by time. */
    List<Seed> given(int user) {
        List<Seed> given = new ArrayList<>();
        for (int place = events.firstPlace(user); place < parts.length && events.user(place) == user; place++) {
            if (parts[place] == Events.GIVEN) {
                given.add(events.seed(place));
            }
        }
        given.sort(Comparator.comparing(
                seed -> seed.time().isPresent() ? seed.time().get().toEpochMilli() : UsageEvents.NO_TIME));
        return given;
    }

    /** How many training events are later than the first event of any test user. */
    long laterTrainingEvents() {
        long first = IntStream.range(0, parts.length)
                .filter(place -> parts[place] == Events.TEST || parts[place] == Events.GIVEN)
                .mapToLong(events::time)
                .filter(time -> time != UsageEvents.NO_TIME)
                .min()
                .orElse(Long.MAX_VALUE);
        return IntStream.range(0, parts.length)
                .filter(place -> parts[place] == Events.TRAIN && events.time(place) > first)
                .count();
    }

    Evaluation.Counts counts(List<TestUser> asked, boolean seenIncluded) {
        return new Evaluation.Counts(
                asked.size(),
                users.size() - asked.size(),
                withoutRelevant,
                relevantItems(asked).count(),
                partSizes[Events.TEST],
                partSizes[Events.GIVEN],
                earlierTestEvents,
                events.size() - Arrays.stream(partSizes).sum(),
                events.rejected(),
                partSizes[Events.TRAIN] == 0 ? Optional.empty() : Optional.of(training(asked)),
                partSizes[Events.TRAIN] == 0 || !seenIncluded ? Optional.empty() : Optional.of(repeats(asked)));
    }

    private Evaluation.Training training(List<TestUser> asked) {
        return new Evaluation.Training(
                partSizes[Events.TRAIN],
                train.filledRows(),
                trainItemUsers.filledRows(),
                seenPairs,
                relevantItems(asked)
                        .filter(item -> trainItemUsers.count(item) == 0)
                        .count());
    }

    private static Evaluation.Repeats repeats(List<TestUser> asked) {
        long repeated = asked.stream().mapToLong(user -> user.repeated).sum();
        return new Evaluation.Repeats(
                (int) asked.stream().filter(user -> user.repeated > 0).count(),
                (int) asked.stream()
                        .filter(user -> user.repeated < user.relevant.length)
                        .count(),
                repeated,
                relevantItems(asked).count() - repeated);
    }

    private static IntStream relevantItems(List<TestUser> users) {
        return users.stream().flatMapToInt(user -> Arrays.stream(user.relevant));
    }

    /** Walks over the test events, pair by pair. */
    private static final class Reader {
        private final Events events;
        private final byte[] parts;
        private final Incidence train;
        private final Incidence seen;
        private final Options options;
        private final List<TestUser> users = new ArrayList<>();
        private final int[] relevant;
        private final double[] gains;
        private final long[] partSizes = new long[3];
        private int relevantCount;
        private int repeated;
        private long seenPairs;
        private int withoutRelevant;

        Reader(Events events, byte[] parts, Options options) {
            this.events = events;
            this.parts = parts;
            this.options = options;
            this.train = pairs(false);
            boolean given = IntStream.range(0, parts.length).anyMatch(place -> parts[place] == Events.GIVEN);
            this.seen = given ? pairs(true) : train;
            this.relevant = new int[events.itemCount()];
            this.gains = new double[events.itemCount()];
        }

        private Incidence pairs(boolean withGiven) {
            Incidence.Builder pairs = new Incidence.Builder(events.userCount(), events.itemCount());
            for (int place = 0; place < parts.length; place++) {
                if (parts[place] == Events.TRAIN || withGiven && parts[place] == Events.GIVEN) {
                    pairs.add(events.user(place), events.item(place));
                }
            }
            return pairs.build();
        }

        TestData read() {
            for (int place = 0; place < parts.length; ) {
                int user = events.user(place);
                relevantCount = 0;
                repeated = 0;
                boolean tested = false;
                long moment = Long.MAX_VALUE;
                while (place < parts.length && events.user(place) == user) {
                    int item = events.item(place);
                    double weight = Double.NEGATIVE_INFINITY;
                    boolean test = false;
                    for (; place < parts.length && events.user(place) == user && events.item(place) == item; place++) {
                        if (parts[place] != Events.DROPPED) {
                            partSizes[parts[place]]++;
                        }
                        if (parts[place] == Events.TEST) {
                            test = true;
                            weight = Math.max(weight, events.weight(place, options.weights));
                            long time = events.time(place);
                            moment = time == UsageEvents.NO_TIME ? moment : Math.min(moment, time);
                        }
                    }
                    tested |= test;
                    if (test && weight >= options.relevantFrom) {
                        addRelevant(user, item, weight);
                    }
                }
                addUser(user, tested, moment);
            }
            if (users.isEmpty()) {
                throw new RecommenderException("nothing to evaluate: of " + partSizes[Events.TEST]
                        + " test events, none makes an item relevant that its user has not used before; test with other"
                        + " events, lower the relevance threshold, or include seen items");
            }
            return new TestData(this, users);
        }

        private void addRelevant(int user, int item, double weight) {
            boolean before = seen.contains(user, item);
            if (!options.query.includesSeen() && before) {
                seenPairs++;
                return;
            }
            repeated += before ? 1 : 0;
            relevant[relevantCount] = item;
            gains[relevantCount++] = options.gain.of(weight);
        }

        private void addUser(int user, boolean tested, long moment) {
            if (relevantCount > 0) {
                users.add(new TestUser(
                        user,
                        events.userIds()[user],
                        Arrays.copyOf(relevant, relevantCount),
                        Arrays.copyOf(gains, relevantCount),
                        repeated,
                        moment));
            } else if (tested) {
                withoutRelevant++;
            }
        }
    }
}
