package dev.recommender.evaluation;

import dev.recommender.internal.util.IntSort;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many of the possible test users are asked for. Lots depend on a user's number among all users of the events, so
 * samples of one seed are nested.
 *
 * @param most the greatest number
 * @param share the greatest part of all, from 0 to 1
 */
record TestUsers(int most, double share, long seed) {
    static TestUsers all() {
        return new TestUsers(Integer.MAX_VALUE, 1, 0);
    }

    static TestUsers atMost(int count, long seed) {
        return new TestUsers(count, 1, seed);
    }

    static TestUsers ofShare(double share, long seed) {
        return new TestUsers(Integer.MAX_VALUE, share, seed);
    }

    /** The users to ask for, by lot if there are too many, in the order in which they come. */
    List<TestUser> draw(List<TestUser> users) {
        long wanted = share < 1 ? Math.max(1, Math.round(share * users.size())) : most;
        if (users.size() <= wanted) {
            return users;
        }
        int[] lots = IntStream.range(0, users.size()).toArray();
        IntSort.sort(
                lots,
                (left, right) -> Long.compare(
                        SplitMix.at(seed, users.get(left).number), SplitMix.at(seed, users.get(right).number)));
        return IntStream.of(lots).limit(wanted).sorted().mapToObj(users::get).toList();
    }

    @Override
    public String toString() {
        if (share < 1) {
            return String.format(Locale.ROOT, "a share of %s, seed %d", share, seed);
        }
        return most == Integer.MAX_VALUE ? "all" : String.format(Locale.ROOT, "at most %,d, seed %d", most, seed);
    }
}
