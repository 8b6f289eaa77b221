package dev.recommender.evaluation;

import dev.recommender.RecommenderException;
import dev.recommender.internal.rows.Incidence;
import dev.recommender.internal.util.IntSort;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Training and test events as an evaluation needs them: what each user has used, and what is relevant to each test
 * user. Test users have numbers of their own, in the order of their ids. Users without a relevant item are left out.
 */
final class TestSet {
    private static final byte TRAIN = 0;
    private static final byte TEST = 1;

    final Incidence train;
    final Incidence trainItemUsers;
    private final Events events;
    private final byte[] parts;
    private final List<User> users;
    private final Map<String, Integer> itemNumbers = new HashMap<>();
    private final Evaluation.Counts counts;

    private TestSet(Events events, byte[] parts, Incidence train, List<User> users, Evaluation.Counts counts) {
        this.events = events;
        this.parts = parts;
        this.train = train;
        this.trainItemUsers = train.transposed();
        this.users = users;
        this.counts = counts;
        for (String id : events.itemIds()) {
            itemNumbers.put(id, itemNumbers.size());
        }
    }

    /** A test user. */
    static final class User {
        /** The user's number among the training users. */
        final int number;

        final String id;
        /** The numbers of relevant items, ascending; not empty. */
        final int[] relevant;
        /** What each relevant item gains. */
        final double[] gains;

        private User(int number, String id, int[] relevant, double[] gains) {
            this.number = number;
            this.id = id;
            this.relevant = relevant;
            this.gains = gains;
        }
    }

    /** @throws RecommenderException if no user has a relevant item */
    static TestSet of(Events events, byte[] parts, Options options) {
        Incidence.Builder pairs = new Incidence.Builder(events.userCount(), events.itemCount());
        for (int place = 0; place < parts.length; place++) {
            if (parts[place] == TRAIN) {
                pairs.add(events.user(place), events.item(place));
            }
        }
        return new Reader(events, parts, pairs.build(), options).read();
    }

    Evaluation.Counts counts() {
        return counts;
    }

    int size() {
        return users.size();
    }

    User user(int testUser) {
        return users.get(testUser);
    }

    int trainItems() {
        return trainItemUsers.filledRows();
    }

    boolean hasTraining() {
        return train.size() > 0;
    }

    /** The item's number, or −1 if no event and no list before had it. Safe for threads that only look up. */
    int find(String item) {
        return itemNumbers.getOrDefault(item, -1);
    }

    /** The item's number, a new one if it was never seen. Not for several threads. */
    int number(String item) {
        return itemNumbers.computeIfAbsent(item, id -> itemNumbers.size());
    }

    /** The ids of the items of events, by number. */
    String[] eventItems() {
        return events.itemIds();
    }

    /** All items with a number: first the items of events, then others that were recommended. */
    Map<String, Integer> itemNumbers() {
        return itemNumbers;
    }

    /** Whether any training event is of the item. */
    boolean trained(int item) {
        return trainUsers(item) > 0;
    }

    /** The number of training users of the item. */
    int trainUsers(int item) {
        return item < trainItemUsers.rows() ? trainItemUsers.count(item) : 0;
    }

    /** Visits the test events that have a weight of their own. */
    void forEachRating(RatingVisitor visitor) {
        String[] userIds = events.userIds();
        String[] itemIds = events.itemIds();
        for (int place = 0; place < parts.length; place++) {
            if (parts[place] == TEST && !Double.isNaN(events.ownWeight(place))) {
                visitor.rating(userIds[events.user(place)], itemIds[events.item(place)], events.ownWeight(place));
            }
        }
    }

    /** Receives ratings. */
    @FunctionalInterface
    interface RatingVisitor {
        void rating(String user, String item, double rating);
    }

    /** Walks over the test events, pair by pair. */
    private static final class Reader {
        private final Events events;
        private final byte[] parts;
        private final Incidence train;
        private final Options options;
        private final List<User> users = new ArrayList<>();
        private final int[] relevant;
        private final double[] gains;
        private int relevantCount;
        private long seenPairs;
        private int withoutRelevant;

        Reader(Events events, byte[] parts, Incidence train, Options options) {
            this.events = events;
            this.parts = parts;
            this.train = train;
            this.options = options;
            this.relevant = new int[events.itemCount()];
            this.gains = new double[events.itemCount()];
        }

        TestSet read() {
            Incidence itemUsers = train.transposed();
            long[] partSizes = new long[2];
            for (int place = 0; place < parts.length; ) {
                int user = events.user(place);
                relevantCount = 0;
                boolean tested = false;
                while (place < parts.length && events.user(place) == user) {
                    int item = events.item(place);
                    double weight = Double.NEGATIVE_INFINITY;
                    boolean test = false;
                    for (; place < parts.length && events.user(place) == user && events.item(place) == item; place++) {
                        if (parts[place] != Events.DROPPED) {
                            partSizes[parts[place]]++;
                        }
                        if (parts[place] == TEST) {
                            test = true;
                            weight = Math.max(weight, events.weight(place, options.weights));
                        }
                    }
                    tested |= test;
                    if (test && weight >= options.relevantFrom) {
                        addRelevant(user, item, weight);
                    }
                }
                addUser(user, tested);
            }
            if (users.isEmpty()) {
                throw new RecommenderException("nothing to evaluate: of " + partSizes[TEST]
                        + " test events, none makes an item relevant that its user has not used before; test with other"
                        + " events, lower the relevance threshold, or include seen items");
            }
            List<User> asked = drawn();
            return new TestSet(events, parts, train, asked, counts(asked, partSizes, itemUsers));
        }

        /** The users to ask for, by lot if there are too many, in the order of their ids. */
        private List<User> drawn() {
            if (users.size() <= options.maxTestUsers) {
                return users;
            }
            int[] lots = IntStream.range(0, users.size()).toArray();
            IntSort.sort(
                    lots,
                    (left, right) -> Long.compare(
                            SplitMix.at(options.testUserSeed, left), SplitMix.at(options.testUserSeed, right)));
            return IntStream.of(lots)
                    .limit(options.maxTestUsers)
                    .sorted()
                    .mapToObj(users::get)
                    .toList();
        }

        private void addRelevant(int user, int item, double weight) {
            if (!options.query.includesSeen() && train.contains(user, item)) {
                seenPairs++;
                return;
            }
            relevant[relevantCount] = item;
            gains[relevantCount++] = options.gain.of(weight);
        }

        private void addUser(int user, boolean tested) {
            if (relevantCount > 0) {
                users.add(new User(
                        user,
                        events.userIds()[user],
                        Arrays.copyOf(relevant, relevantCount),
                        Arrays.copyOf(gains, relevantCount)));
            } else if (tested) {
                withoutRelevant++;
            }
        }

        private Evaluation.Counts counts(List<User> asked, long[] partSizes, Incidence itemUsers) {
            return new Evaluation.Counts(
                    asked.size(),
                    users.size() - asked.size(),
                    withoutRelevant,
                    relevantItems(asked).count(),
                    partSizes[TEST],
                    events.size() - partSizes[TRAIN] - partSizes[TEST],
                    events.rejected(),
                    partSizes[TRAIN] == 0
                            ? Optional.empty()
                            : Optional.of(training(asked, partSizes[TRAIN], itemUsers)));
        }

        private Evaluation.Training training(List<User> asked, long trainEvents, Incidence itemUsers) {
            return new Evaluation.Training(
                    trainEvents,
                    train.filledRows(),
                    itemUsers.filledRows(),
                    seenPairs,
                    relevantItems(asked)
                            .filter(item -> itemUsers.count(item) == 0)
                            .count());
        }

        private static IntStream relevantItems(List<User> users) {
            return users.stream().flatMapToInt(user -> Arrays.stream(user.relevant));
        }
    }
}
