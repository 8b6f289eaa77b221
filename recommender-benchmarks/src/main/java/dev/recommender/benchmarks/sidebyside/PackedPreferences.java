package dev.recommender.benchmarks.sidebyside;

import dev.recommender.benchmarks.data.SyntheticEvents;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastItemIndex;
import es.uam.eps.ir.ranksys.fast.index.SimpleFastUserIndex;
import it.unimi.dsi.fastutil.doubles.AbstractDoubleIterator;
import it.unimi.dsi.fastutil.doubles.DoubleIterator;
import it.unimi.dsi.fastutil.ints.AbstractIntIterator;
import it.unimi.dsi.fastutil.ints.IntIterator;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.ranksys.fast.preference.IteratorsAbstractFastPreferenceData;

/**
 * Events as RankSys reads them fastest: arrays of item numbers by user and of user numbers by item, each event 1. No user
 * takes an item twice, as in generated events.
 */
final class PackedPreferences extends IteratorsAbstractFastPreferenceData<Integer, Integer> {
    private final Lists byUser;
    private final Lists byItem;

    PackedPreferences(SyntheticEvents events) {
        super(
                SimpleFastUserIndex.load(IntStream.range(0, size(events.user())).boxed()),
                SimpleFastItemIndex.load(IntStream.range(0, size(events.item())).boxed()));
        byUser = Lists.of(events.user(), events.item());
        byItem = Lists.of(events.item(), events.user());
    }

    private static int size(int[] numbers) {
        return Arrays.stream(numbers).max().orElse(-1) + 1;
    }

    /** The item numbers of a user ascend. */
    boolean took(int user, int item) {
        return Arrays.binarySearch(byUser.values, byUser.start[user], byUser.start[user + 1], item) >= 0;
    }

    @Override
    public int numUsers(int item) {
        return byItem.length(item);
    }

    @Override
    public int numItems(int user) {
        return byUser.length(user);
    }

    @Override
    public IntIterator getUidxIidxs(int user) {
        return byUser.iterator(user);
    }

    @Override
    public DoubleIterator getUidxVs(int user) {
        return ones(byUser.length(user));
    }

    @Override
    public IntIterator getIidxUidxs(int item) {
        return byItem.iterator(item);
    }

    @Override
    public DoubleIterator getIidxVs(int item) {
        return ones(byItem.length(item));
    }

    @Override
    public IntStream getUidxWithPreferences() {
        return byUser.filled();
    }

    @Override
    public IntStream getIidxWithPreferences() {
        return byItem.filled();
    }

    @Override
    public int numUsersWithPreferences() {
        return (int) byUser.filled().count();
    }

    @Override
    public int numItemsWithPreferences() {
        return (int) byItem.filled().count();
    }

    @Override
    public int numPreferences() {
        return byUser.values.length;
    }

    private static DoubleIterator ones(int count) {
        return new AbstractDoubleIterator() {
            private int given;

            @Override
            public boolean hasNext() {
                return given < count;
            }

            @Override
            public double nextDouble() {
                given++;
                return 1;
            }
        };
    }

    /** The ascending values of each key, one list after the other. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Lists(int[] start, int[] values) {
        static Lists of(int[] keys, int[] values) {
            long[] pairs = new long[keys.length];
            Arrays.setAll(pairs, at -> (long) keys[at] << 32 | values[at]);
            Arrays.sort(pairs);
            int[] start = new int[size(keys) + 1];
            for (int key : keys) {
                start[key + 1]++;
            }
            Arrays.parallelPrefix(start, Integer::sum);
            return new Lists(
                    start, Arrays.stream(pairs).mapToInt(pair -> (int) pair).toArray());
        }

        int length(int key) {
            return start[key + 1] - start[key];
        }

        IntStream filled() {
            return IntStream.range(0, start.length - 1).filter(key -> length(key) > 0);
        }

        IntIterator iterator(int key) {
            return new AbstractIntIterator() {
                private int at = start[key];

                @Override
                public boolean hasNext() {
                    return at < start[key + 1];
                }

                @Override
                public int nextInt() {
                    return values[at++];
                }
            };
        }
    }
}
