package dev.recommender.benchmarks.data;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What users of some tastes draw. Every item belongs to one group, every user likes one to three of the groups. Three
 * quarters of a user's draws are from these, and the others from all items; always by popularity. Groups are of different
 * sizes, and a large one is liked by more users.
 */
final class Tastes {
    private static final int MOST_LIKED = 3;
    private static final double OF_LIKED = 0.75;

    private final AliasTable all;
    private final AliasTable groups;
    private final int[][] ranks;

    /** The items of each group by popularity; null where a group has none. */
    private final @Nullable AliasTable[] ofGroup;

    /**
     * Divides items among groups.
     *
     * @param popularity the share of each rank's item in all draws
     * @param count how many groups; at least 1
     */
    Tastes(double[] popularity, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed ^ 0x7461737465734CL);
        double[] sizes = new double[count];
        double sum = 0;
        for (int group = 0; group < count; group++) {
            // A gamma distribution of shape 2: the sum of two exponential ones.
            sizes[group] = -StrictMath.log(1 - random.nextDouble()) - StrictMath.log(1 - random.nextDouble());
            sum += sizes[group];
        }
        double total = sum;
        all = new AliasTable(popularity);
        groups = new AliasTable(Arrays.stream(sizes).map(size -> size / total).toArray());
        int[] groupOf = new int[popularity.length];
        int[] members = new int[count];
        for (int rank = 0; rank < groupOf.length; rank++) {
            groupOf[rank] = groups.draw(random);
            members[groupOf[rank]]++;
        }
        ranks = Arrays.stream(members).mapToObj(int[]::new).toArray(int[][]::new);
        int[] next = new int[count];
        for (int rank = 0; rank < groupOf.length; rank++) {
            int group = groupOf[rank];
            ranks[group][next[group]++] = rank;
        }
        ofGroup = Arrays.stream(ranks).map(mine -> table(popularity, mine)).toArray(AliasTable[]::new);
    }

    private static @Nullable AliasTable table(double[] popularity, int[] ranks) {
        double sum = Arrays.stream(ranks).mapToDouble(rank -> popularity[rank]).sum();
        return ranks.length == 0
                ? null
                : new AliasTable(Arrays.stream(ranks)
                        .mapToDouble(rank -> popularity[rank] / sum)
                        .toArray());
    }

    /** The groups that a user likes; the same group can come twice. */
    int[] liked(SplittableRandom user) {
        int[] liked = new int[1 + user.nextInt(MOST_LIKED)];
        Arrays.setAll(liked, at -> groups.draw(user));
        return liked;
    }

    /** The rank of an item that a user of these groups draws. */
    int draw(int[] liked, SplittableRandom random) {
        if (random.nextDouble() < OF_LIKED) {
            int group = liked[random.nextInt(liked.length)];
            AliasTable table = ofGroup[group];
            if (table != null) {
                return ranks[group][table.draw(random)];
            }
        }
        return all.draw(random);
    }

    /** The group of each rank's item. */
    int[] groupOf() {
        int[] groupOf =
                new int[Arrays.stream(ranks).mapToInt(mine -> mine.length).sum()];
        for (int group = 0; group < ranks.length; group++) {
            for (int rank : ranks[group]) {
                groupOf[rank] = group;
            }
        }
        return groupOf;
    }
}
