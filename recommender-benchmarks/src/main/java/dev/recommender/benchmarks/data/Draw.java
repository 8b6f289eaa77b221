package dev.recommender.benchmarks.data;

import java.util.Arrays;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * One drawing of events. All users draw in rounds. In each round a user draws as many items as are missing to the
 * wanted activity, until hardly any is missing. Very active users end short of it, since they draw popular items again
 * and again.
 *
 * <p>Every user, and every event, has random numbers of its own, so that the number of threads has no influence.
 */
final class Draw {
    private static final double MOST_OF_ITEMS = 0.3;
    private static final int ROUNDS = 6;
    private static final double ENOUGH_MISSING = 0.002;
    private static final long START = 1_300_000_000L;
    private static final int FIVE_YEARS = 5 * 365 * 86_400;

    /** How many of a hundred ratings are 0.5, 1.0, … 5.0. */
    private static final int[] RATINGS = {1, 3, 2, 7, 5, 20, 13, 26, 9, 14};

    private final int users;
    private final int items;
    private final long target;
    private final long seed;
    private final Shape shape;
    private final Drawing drawing;

    Draw(Shape shape, int tastes, int users, int items, long events, long seed) {
        require("tastes", tastes, 0, items);
        require("users", users, 1, Integer.MAX_VALUE - 8);
        require("items", items, 4, Integer.MAX_VALUE - 8);
        require("events", events, 1, 2_000_000_000L);
        this.users = users;
        this.items = items;
        this.target = events;
        this.seed = seed;
        this.shape = shape;
        double[] popularity = shape.popularity(items);
        if (tastes == 0) {
            AliasTable ranks = new AliasTable(popularity);
            this.drawing = random -> () -> ranks.draw(random);
        } else {
            Tastes groups = new Tastes(popularity, tastes, seed);
            this.drawing = random -> {
                int[] liked = groups.liked(random);
                return () -> groups.draw(liked, random);
            };
        }
    }

    /** What a user draws from. */
    @FunctionalInterface
    private interface Drawing {
        /** The ranks that a user with these random numbers draws, one after another. */
        IntSupplier of(SplittableRandom user);
    }

    SyntheticEvents events() {
        int[] wanted = activities();
        int[][] taken = new int[users][];
        long[][] missingByTask = new long[tasks()][ROUNDS];
        int[][] have = new int[users][];
        IntStream.range(0, tasks()).parallel().forEach(task -> {
            Taken seen = new Taken(items);
            for (int user = task; user < users; user += tasks()) {
                have[user] = new int[ROUNDS];
                taken[user] = seen.draw(user, wanted[user], have[user]);
                for (int round = 0; round < ROUNDS; round++) {
                    missingByTask[task][round] += wanted[user] - have[user][round];
                }
            }
        });
        int last = 0;
        while (last < ROUNDS - 1 && missing(missingByTask, last) >= target * ENOUGH_MISSING) {
            last++;
        }
        return arranged(taken, have, last);
    }

    private int tasks() {
        return Math.min(users, 64);
    }

    private static long missing(long[][] missingByTask, int round) {
        return Arrays.stream(missingByTask).mapToLong(byRound -> byRound[round]).sum();
    }

    private int[] activities() {
        Random random = new Random(seed);
        double[] activity = new double[users];
        for (int user = 0; user < users; user++) {
            activity[user] = StrictMath.exp(shape.sigma() * random.nextGaussian());
        }
        scale(activity);
        for (int user = 0; user < users; user++) {
            activity[user] = Math.max(activity[user], shape.fewest());
        }
        scale(activity);
        double most = items * MOST_OF_ITEMS;
        return Arrays.stream(activity)
                .mapToInt(value -> Math.max(1, (int) Math.min(value, most)))
                .toArray();
    }

    private void scale(double[] activity) {
        double sum = 0;
        for (double value : activity) {
            sum += value;
        }
        double factor = target / sum;
        Arrays.setAll(activity, user -> activity[user] * factor);
    }

    /** Brings all pairs into a random order, gives the ranks' items random numbers, and adds weights and times. */
    private SyntheticEvents arranged(int[][] taken, int[][] have, int round) {
        int size = Arrays.stream(have).mapToInt(counts -> counts[round]).reduce(0, Math::addExact);
        long[] pairs = new long[size];
        int next = 0;
        for (int user = 0; user < users; user++) {
            for (int at = 0; at < have[user][round]; at++) {
                pairs[next++] = (long) user << 32 | taken[user][at];
            }
        }
        SplittableRandom random = new SplittableRandom(seed);
        for (int at = size - 1; at > 0; at--) {
            int other = random.nextInt(at + 1);
            long pair = pairs[at];
            pairs[at] = pairs[other];
            pairs[other] = pair;
        }
        int[] numbers = numbersOfRanks(random);
        int[] user = new int[size];
        int[] item = new int[size];
        float[] weight = new float[size];
        long[] seconds = new long[size];
        IntStream.range(0, size).parallel().forEach(at -> {
            user[at] = (int) (pairs[at] >> 32);
            item[at] = numbers[(int) pairs[at]];
            long bits = mixed(at);
            weight[at] = rating((int) ((bits >>> 33) % 100));
            seconds[at] = START + (bits & 0xFFFF_FFFFL) * FIVE_YEARS / (1L << 32);
        });
        return new SyntheticEvents(user, item, weight, seconds);
    }

    private int[] numbersOfRanks(SplittableRandom random) {
        int[] numbers = new int[items];
        for (int rank = 1; rank < items; rank++) {
            int other = random.nextInt(rank + 1);
            numbers[rank] = numbers[other];
            numbers[other] = rank;
        }
        return numbers;
    }

    private static float rating(int percentile) {
        int step = 0;
        for (int below = RATINGS[0]; below <= percentile; below += RATINGS[step]) {
            step++;
        }
        return (step + 1) / 2f;
    }

    /** A random number that belongs to a place. */
    private long mixed(long place) {
        return new SplittableRandom(seed ^ place * 0x9E3779B97F4A7C15L).nextLong();
    }

    private static void require(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " must be from " + least + " to " + most + ": " + value);
        }
    }

    /** Which ranks the present user of one thread has taken. */
    private final class Taken {
        private final int[] lastUser;

        Taken(int items) {
            lastUser = new int[items];
        }

        /** The ranks in the order drawn; notes how many they are after each round. */
        int[] draw(int user, int wanted, int[] have) {
            SplittableRandom random = new SplittableRandom(~mixed(-1L - user));
            IntSupplier ranks = drawing.of(random);
            int[] ranksTaken = new int[wanted];
            int size = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int missing = wanted - size; missing > 0; missing--) {
                    int rank = ranks.getAsInt();
                    if (lastUser[rank] != user + 1) {
                        lastUser[rank] = user + 1;
                        ranksTaken[size++] = rank;
                    }
                }
                have[round] = size;
            }
            return ranksTaken;
        }
    }
}
