package dev.recommender.sar;

import dev.recommender.ScoreScale;
import dev.recommender.UsageEvents;
import java.util.Arrays;
import java.util.OptionalLong;

/** Groups the events of a log into {@link Interactions}: the columns on their way from the order of arrival to rows. */
final class Grouping {
    private static final int USERS_PER_TASK = 256;

    private final EventLog log;
    private final SarOptions options;
    private final Work work;
    private final int users;
    private final int[] start;
    private final int[] item;
    private final long[] time;
    private final float[] weight;
    private final float[] unity;
    private final boolean timesKept;
    private long newest = UsageEvents.NO_TIME;

    Grouping(EventLog log, SarOptions options, Work work) {
        this.log = log;
        this.options = options;
        this.work = work;
        this.users = log.users().size();
        this.start = new int[users + 1];
        this.item = new int[log.size()];
        this.time = new long[log.size()];
        this.weight = new float[log.size()];
        this.unity = new float[options.scoreScale() == ScoreScale.RATING ? log.size() : 0];
        this.timesKept = options.historyLimit().orElse(0) > 0;
    }

    Interactions group() {
        int[] userOrder = log.users().sorted(work::check);
        scatter(IntSort.inverse(userOrder));
        work.check();
        boolean byUser = options.cooccurrenceUnit() == CooccurrenceUnit.USER;
        int[] unitsOfUser = new int[users];
        int[] entriesOfUser = new int[users];
        int[] frequencyOfNumber = byUser ? countByUser() : countByInstant(unitsOfUser, entriesOfUser);
        int[] itemOrder = byPopularity(frequencyOfNumber);
        int[] frequency = new int[itemOrder.length];
        Arrays.setAll(frequency, index -> frequencyOfNumber[itemOrder[index]]);
        int[] indexOfNumber = IntSort.inverse(itemOrder);
        work.run(tasks(), Scratch::new, (task, scratch) -> remap(task, indexOfNumber));

        int[] unitStart = new int[0];
        int[] unitItem = new int[0];
        if (!byUser) {
            unitStart = new int[sum(unitsOfUser) + 1];
            unitItem = new int[sum(entriesOfUser)];
            fillUnits(unitStart, unitItem, unitsOfUser, entriesOfUser);
        }
        OptionalLong reference = referenceTime();
        int[] pairsOfUser = new int[users];
        int[] userExponent = new int[users];
        Decay decay = Decay.of(options.halfLife());
        work.run(tasks(), Scratch::new, (task, scratch) -> {
            for (int user = first(task); user < last(task); user++) {
                pairsOfUser[user] = sumPairs(user, decay, reference.orElse(0), scratch, userExponent);
            }
        });
        int[] userStart = compact(pairsOfUser);
        int pairs = userStart[users];
        int[] pairItem = Arrays.copyOf(item, pairs);
        float[] pairAffinity = Arrays.copyOf(weight, pairs);
        return new Interactions(
                userOrder,
                itemOrder,
                userStart,
                pairItem,
                pairAffinity,
                userExponent,
                Arrays.copyOf(unity, unity.length == 0 ? 0 : pairs),
                timesKept ? Arrays.copyOf(time, pairs) : new long[0],
                byUser ? userStart : unitStart,
                byUser ? pairItem : unitItem,
                frequency,
                reference);
    }

    private OptionalLong referenceTime() {
        if (options.referenceTime().isPresent()) {
            return OptionalLong.of(options.referenceTime().get().toEpochMilli());
        }
        return newest == UsageEvents.NO_TIME ? OptionalLong.empty() : OptionalLong.of(newest);
    }

    /** Counting sort by user. */
    private void scatter(int[] indexOfUser) {
        log.forEach((user, number, at, value) -> start[indexOfUser[user] + 1]++);
        Arrays.parallelPrefix(start, Integer::sum);
        int[] next = Arrays.copyOf(start, users);
        log.drain((user, number, at, value) -> {
            int position = next[indexOfUser[user]]++;
            item[position] = number;
            time[position] = at;
            weight[position] = value;
            newest = Math.max(newest, at);
        });
    }

    /** How many users hold each item. */
    private int[] countByUser() {
        int[] frequency = new int[log.items().size()];
        int[] lastUser = new int[frequency.length];
        for (int user = 0; user < users; user++) {
            checkAt(user);
            for (int position = start[user]; position < start[user + 1]; position++) {
                if (lastUser[item[position]] != user + 1) {
                    lastUser[item[position]] = user + 1;
                    frequency[item[position]]++;
                }
            }
        }
        return frequency;
    }

    /** How many (user, instant) units hold each item; also how many units and unit entries each user has. */
    private int[] countByInstant(int[] unitsOfUser, int[] entriesOfUser) {
        int[] frequency = new int[log.items().size()];
        Scratch scratch = new Scratch();
        for (int user = 0; user < users; user++) {
            checkAt(user);
            int length = keysByInstant(user, scratch);
            for (int at = 0; at < length; at++) {
                if (at == 0 || scratch.keys[at] != scratch.keys[at - 1]) {
                    frequency[(int) scratch.keys[at]]++;
                    entriesOfUser[user]++;
                    unitsOfUser[user] += at == 0 || scratch.unitAt(at) != scratch.unitAt(at - 1) ? 1 : 0;
                }
            }
        }
        return frequency;
    }

    private void fillUnits(int[] unitStart, int[] unitItem, int[] unitsOfUser, int[] entriesOfUser) {
        int[] firstUnit = startsOf(unitsOfUser);
        int[] firstEntry = startsOf(entriesOfUser);
        work.run(tasks(), Scratch::new, (task, scratch) -> {
            for (int user = first(task); user < last(task); user++) {
                int unit = firstUnit[user];
                int entry = firstEntry[user];
                int length = keysByInstant(user, scratch);
                for (int at = 0; at < length; at++) {
                    if (at == 0 || scratch.unitAt(at) != scratch.unitAt(at - 1)) {
                        unitStart[unit++] = entry;
                    }
                    if (at == 0 || scratch.keys[at] != scratch.keys[at - 1]) {
                        unitItem[entry++] = (int) scratch.keys[at];
                    }
                }
            }
        });
        unitStart[unitStart.length - 1] = unitItem.length;
    }

    /** Fills the scratch with the user's events as sorted keys: rank of the instant, then item. */
    private int keysByInstant(int user, Scratch scratch) {
        int from = start[user];
        int length = start[user + 1] - from;
        scratch.ensure(length);
        System.arraycopy(time, from, scratch.times, 0, length);
        Arrays.sort(scratch.times, 0, length);
        int distinct = 0;
        for (int at = 0; at < length; at++) {
            if (at == 0 || scratch.times[at] != scratch.times[at - 1]) {
                scratch.times[distinct++] = scratch.times[at];
            }
        }
        for (int at = 0; at < length; at++) {
            long rank = Arrays.binarySearch(scratch.times, 0, distinct, time[from + at]);
            scratch.keys[at] = rank << 32 | item[from + at];
        }
        Arrays.sort(scratch.keys, 0, length);
        return length;
    }

    private int[] byPopularity(int[] frequency) {
        IdTable ids = log.items();
        int[] order = new int[frequency.length];
        Arrays.setAll(order, number -> number);
        IntSort.sort(
                order,
                (left, right) -> {
                    int byFrequency = Integer.compare(frequency[right], frequency[left]);
                    return byFrequency != 0 ? byFrequency : ids.compare(left, right);
                },
                work::check);
        return order;
    }

    private void remap(int task, int[] indexOfNumber) {
        int end = start[last(task)];
        for (int position = start[first(task)]; position < end; position++) {
            item[position] = indexOfNumber[item[position]];
        }
    }

    /** Replaces the user's events by one pair per item, at the front of the user's range; returns how many. */
    private int sumPairs(int user, Decay decay, long reference, Scratch scratch, int[] userExponent) {
        int from = start[user];
        int length = start[user + 1] - from;
        scratch.ensure(length);
        for (int at = 0; at < length; at++) {
            scratch.keys[at] = (long) item[from + at] << 32 | at;
        }
        Arrays.sort(scratch.keys, 0, length);
        System.arraycopy(time, from, scratch.times, 0, length);
        System.arraycopy(weight, from, scratch.weights, 0, length);
        int pairs = 0;
        for (int at = 0; at < length; pairs++) {
            int index = scratch.unitAt(at);
            int end = at + 1;
            while (end < length && scratch.unitAt(end) == index) {
                end++;
            }
            scratch.sortByTimeAndWeight(at, end);
            double sum = 0;
            double factors = 0;
            for (; at < end; at++) {
                int event = (int) scratch.keys[at];
                long when = scratch.times[event];
                double factor = when == UsageEvents.NO_TIME ? 1 : decay.factor((double) reference - when);
                sum += scratch.weights[event] * factor;
                factors += factor;
            }
            item[from + pairs] = index;
            time[from + pairs] = scratch.times[(int) scratch.keys[end - 1]];
            scratch.sums[pairs] = sum;
            scratch.factors[pairs] = factors;
        }
        double largest = 0;
        double mostFactors = 0;
        for (int pair = 0; pair < pairs; pair++) {
            largest = Math.max(largest, Math.abs(scratch.sums[pair]));
            mostFactors = Math.max(mostFactors, scratch.factors[pair]);
        }
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        if (unity.length > 0) {
            // Where weights are tiny, the unities are the greater numbers, and must stay in the range of floats too.
            exponent = Math.max(exponent, Math.getExponent(mostFactors) - (Float.MAX_EXPONENT - 1));
        }
        userExponent[user] = exponent;
        for (int pair = 0; pair < pairs; pair++) {
            weight[from + pair] = (float) Math.scalb(scratch.sums[pair], -exponent);
            if (unity.length > 0) {
                unity[from + pair] = (float) Math.scalb(scratch.factors[pair], -exponent);
            }
        }
        return pairs;
    }

    private int[] compact(int[] pairsOfUser) {
        int[] userStart = startsOf(pairsOfUser);
        for (int user = 0; user < users; user++) {
            System.arraycopy(item, start[user], item, userStart[user], pairsOfUser[user]);
            System.arraycopy(weight, start[user], weight, userStart[user], pairsOfUser[user]);
            if (timesKept) {
                System.arraycopy(time, start[user], time, userStart[user], pairsOfUser[user]);
            }
            if (unity.length > 0) {
                System.arraycopy(unity, start[user], unity, userStart[user], pairsOfUser[user]);
            }
        }
        return userStart;
    }

    private void checkAt(int user) {
        if ((user & 0xFF) == 0) {
            work.check();
        }
    }

    private int tasks() {
        return (users + USERS_PER_TASK - 1) / USERS_PER_TASK;
    }

    private int first(int task) {
        return task * USERS_PER_TASK;
    }

    private int last(int task) {
        return Math.min(users, (task + 1) * USERS_PER_TASK);
    }

    private static int[] startsOf(int[] counts) {
        int[] starts = new int[counts.length + 1];
        for (int at = 0; at < counts.length; at++) {
            starts[at + 1] = starts[at] + counts[at];
        }
        return starts;
    }

    private static int sum(int[] counts) {
        return Arrays.stream(counts).sum();
    }

    /** One user's events on their way through a sort; one per thread. */
    private static final class Scratch {
        private static final int INSERTION = 32;

        private long[] keys = new long[256];
        private long[] times = new long[256];
        private float[] weights = new float[256];
        private double[] sums = new double[256];
        private double[] factors = new double[256];

        void ensure(int length) {
            if (keys.length < length) {
                int larger = Math.max(length, keys.length * 2);
                keys = new long[larger];
                times = new long[larger];
                weights = new float[larger];
                sums = new double[larger];
                factors = new double[larger];
            }
        }

        /** The upper half of a key. */
        int unitAt(int at) {
            return (int) (keys[at] >>> 32);
        }

        /** Orders the events of one pair, mostly one or a few. */
        void sortByTimeAndWeight(int from, int to) {
            if (to - from > INSERTION) {
                int[] events = new int[to - from];
                Arrays.setAll(events, at -> (int) keys[from + at]);
                IntSort.sort(events, this::compare);
                long item = keys[from] & ~0xFFFFFFFFL;
                for (int at = from; at < to; at++) {
                    keys[at] = item | events[at - from];
                }
                return;
            }
            for (int at = from + 1; at < to; at++) {
                long key = keys[at];
                int hole = at;
                for (; hole > from && compare((int) keys[hole - 1], (int) key) > 0; hole--) {
                    keys[hole] = keys[hole - 1];
                }
                keys[hole] = key;
            }
        }

        private int compare(int left, int right) {
            int byTime = Long.compare(times[left], times[right]);
            return byTime != 0 ? byTime : Float.compare(weights[left], weights[right]);
        }
    }
}
