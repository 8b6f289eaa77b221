package dev.recommender.internal.training;

import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.internal.events.EventBlock;
import dev.recommender.internal.events.EventBuckets;
import dev.recommender.internal.events.LongAgo;
import dev.recommender.internal.events.MemoryBudget.Alternatives;
import dev.recommender.internal.events.ParallelRead;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.events.UnitItems;
import dev.recommender.internal.events.UnitTally;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import dev.recommender.internal.util.Memory;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Estimates trainings of one input from one pass through it. */
public final class Planner {
    /** What grouping one event costs in nanoseconds: a rule of thumb. */
    private static final double NANOS_PER_EVENT = 150;

    private static final int COUNTERS = 1 << 14;
    private static final int COUNTED = 1 << 16;
    private static final int FEW_NEIGHBORS = 200;

    private final PlanSink counts;
    private final EventBuckets sample;
    private final EventBuckets.Unpacked unpacked;
    private final int[] lastUser;
    private final double readingNanos;
    private final double nanosPerAddition = nanosPerAddition();

    private Planner(PlanSink counts, double readingNanos, TrainingThreads work) {
        this.counts = counts;
        this.readingNanos = readingNanos;
        int[] asNumbered = new int[counts.users.size()];
        Arrays.setAll(asNumbered, user -> user);
        this.sample = EventBuckets.of(counts.sample, asNumbered, new char[0], work);
        this.unpacked = sample.new Unpacked();
        this.lastUser = new int[counts.items.size()];
    }

    /** Reads the input, and estimates its training. */
    public static TrainingPlan plan(ModelTraining training, long budget, TrainingInput input, TrainingThreads work) {
        long start = System.nanoTime();
        PlanSink counts = work.phase(Phases.READING, () -> {
            long now = System.currentTimeMillis();
            ParallelRead<PlanSink> reading =
                    ParallelRead.read(input, work, known -> new PlanSink(training.options(), now, known, work));
            PlanSink all = new PlanSink(training.options(), now, item -> true, work);
            all.absorb(reading.sinks());
            if (all.events == 0) {
                throw reading.noEvents(input);
            }
            training.options().requireTimes(all.times, all.events);
            ParallelRead.addCatalog(input, all.items);
            return all;
        });
        Planner planner = new Planner(counts, System.nanoTime() - start, work);
        return planner.plan(training, work.threads(), budget);
    }

    private TrainingPlan plan(ModelTraining training, int threads, long budget) {
        Estimate estimate = estimate(training);
        Map<String, Long> bytes = estimate.bytes(threads, budget);
        ModelTraining.Extent extent =
                new ModelTraining.Extent(estimate.sizes, estimate.largestUnit, estimate.additions);
        return new TrainingPlan(
                training.algorithm(),
                counts.events,
                counts.users.size(),
                counts.items.size(),
                training.figures(extent),
                bytes,
                budget,
                Duration.ofMillis((long) (estimate.nanos(threads) / 1e6)),
                estimate.spilled(threads, budget) ? List.of("rows in a temporary file") : List.of(),
                training.drivers(extent),
                estimate.peak(threads, budget) <= budget
                        ? advice(training, estimate, threads, budget)
                        : remedies(training, estimate, threads, budget));
    }

    private List<String> remedies(ModelTraining training, Estimate now, int threads, long budget) {
        RowOptions options = training.options();
        return new MemoryAdvice(training, threads, budget, now.sizes, false)
                .of(new Alternatives(
                        now.largestUnit,
                        threshold -> estimate(training.with(options.supportThreshold(threshold))).sizes,
                        now.largestUnit > UnitTally.FEW_ITEMS
                                ? estimate(training.with(options.maxItemsPerUnit(UnitTally.FEW_ITEMS))).sizes
                                : now.sizes));
    }

    private List<String> advice(ModelTraining training, Estimate now, int threads, long budget) {
        RowOptions options = training.options();
        List<String> lines = new ArrayList<>();
        if (options.maxNeighbors().orElse(Integer.MAX_VALUE) > FEW_NEIGHBORS) {
            lines.addAll(help(
                    "maxNeighbors(" + FEW_NEIGHBORS + ")",
                    now,
                    training.with(options.maxNeighbors(FEW_NEIGHBORS)),
                    threads,
                    budget));
        }
        for (ModelTraining.Saving saving : training.savings()) {
            lines.addAll(help(saving.option() + "(" + saving.value() + ")", now, saving.training(), threads, budget));
        }
        int threshold = (int) Math.min(Integer.MAX_VALUE, 2L * options.supportThreshold());
        lines.addAll(help(
                "supportThreshold(" + threshold + ")",
                now,
                training.with(options.supportThreshold(threshold)),
                threads,
                budget));
        if (now.largestUnit > UnitTally.FEW_ITEMS) {
            lines.addAll(help(
                    "maxItemsPerUnit(" + UnitTally.FEW_ITEMS + ")",
                    now,
                    training.with(options.maxItemsPerUnit(UnitTally.FEW_ITEMS)),
                    threads,
                    budget));
        }
        if (threads > 1) {
            lines.addAll(help("threads(1)", now, training, 1, budget));
        }
        return lines;
    }

    private List<String> help(String option, Estimate now, ModelTraining changed, int threads, long budget) {
        Estimate then = estimate(changed);
        double bytes = (double) then.peak(threads, budget) / now.peak(threads, budget);
        double nanos = then.nanos(threads) / now.nanos(threads);
        return bytes > 0.95 && nanos > 0.9
                ? List.of()
                : List.of(String.format(
                        Locale.ROOT,
                        "with %s: %s, about %.1f s",
                        option,
                        Memory.text(then.peak(threads, budget)),
                        then.nanos(threads) / 1e9));
    }

    private Estimate estimate(ModelTraining training) {
        RowOptions options = training.options();
        UnitItems units = new UnitItems(options.events(), ranks(options));
        int limit = options.maxItemsPerUnit().orElse(Integer.MAX_VALUE);
        boolean byUser = options.cooccurrenceUnit() == CooccurrenceUnit.USER;
        boolean ordered = options.maxDistance().isPresent();
        boolean exact = counts.halvings == 0;
        int[] frequency = new int[counts.items.size()];
        LongAgo longAgo = new LongAgo(options.halfLife(), counts.times, counts.items.size());
        int piece = EventBuckets.limit(atMost(counts.held));
        long sampledEvents = 0;
        double pairs = 0;
        double pairsLongAgo = 0;
        long unitCount = 0;
        long entries = 0;
        long largest = 0;
        double additions = 0;
        boolean ownUnits = options.ownUnits();
        double unitCells = 0;
        Arrays.fill(lastUser, 0);
        for (int bucket = 0; bucket < sample.count(); bucket++) {
            unpacked.fill(bucket, ownUnits || longAgo.possible() ? EventBlock.ALL : EventBlock.USERS_AND_ITEMS);
            for (int user = sample.first(bucket); user < sample.last(bucket); user++) {
                int start = unpacked.start(user);
                int end = unpacked.end(user);
                units.of(unpacked.items, unpacked.times, start, end);
                int ofUser = ownUnits ? distinct(user, start, end) : units.size();
                pairs += ofUser;
                sampledEvents += start == end ? 0 : counts.eventsOfUser[user];
                if (longAgo.possible()) {
                    boolean inPieces = atMost(counts.eventsOfUser[user]) > piece;
                    pairsLongAgo += inPieces ? ofUser : longAgo.count(unpacked.items, unpacked.times, start, end);
                }
                unitCount += units.units();
                entries += units.size();
                for (int unit = 0; unit < units.units(); unit++) {
                    largest = Math.max(largest, units.distinct(unit));
                    additions += units.additions(unit);
                    unitCells += units.cells(unit);
                }
                for (int at = 0; at < units.size(); at++) {
                    frequency[units.items()[at]] += units.repeated(at) ? 0 : 1;
                }
            }
        }
        double scale = (double) counts.held / Math.max(1, sampledEvents);
        double pairsPerEvent = sampledEvents == 0 ? 1 : pairs / sampledEvents;
        long largestUser = 0;
        double pairsOfAll = 0;
        double fromUsers = 0;
        double pairsAtMost = 0;
        for (int user = 0; user < counts.users.size(); user++) {
            long events = counts.eventsOfUser[user];
            largestUser = Math.max(largestUser, events);
            double taken = Math.min(counts.items.size(), events * pairsPerEvent);
            pairsOfAll += taken;
            double size = Math.min(limit, taken);
            fromUsers += size * Math.max(0, size - 1) / 2;
            double most = Math.min(limit, Math.min(counts.items.size(), events));
            pairsAtMost += most * (Math.min(counts.items.size(), events) - 1.0);
        }
        if (!exact) {
            additions = byUser && !ordered ? fromUsers : additions * scale;
            largest = byUser
                    ? (long) Math.min(Math.min(limit, counts.items.size()), largestUser * pairsPerEvent)
                    : Math.max(largest, 1);
        }
        int warm = 0;
        for (int item = 0; item < counts.items.size(); item++) {
            int most = item >= counts.eventsOfItem.length ? 0 : counts.eventsOfItem[item];
            warm += (exact ? frequency[item] : most) >= options.supportThreshold() ? 1 : 0;
        }
        double cells = Math.min(
                (double) warm * Math.max(0, warm - 1), (exact ? unitCells : pairsAtMost) / options.supportThreshold());
        double linear = exact ? 1 : scale;
        double linearPairs = exact || pairs == 0 ? 1 : pairsOfAll / pairs;
        return new Estimate(
                training,
                new Sizes(
                        atMost(counts.held),
                        atMost(counts.held) * counts.bytesPerEvent(),
                        counts.users.bytes() + counts.items.bytes(),
                        counts.users.size(),
                        counts.items.size(),
                        atMost(largestUser),
                        EventBuckets.largestPiece(atMost(counts.held), atMost(largestUser), atMost(largestClass())),
                        (long) (pairs * linearPairs),
                        (long) (pairsLongAgo * linearPairs),
                        (long) (unitCount * linear),
                        (long) (entries * (ownUnits ? linear : linearPairs)),
                        warm,
                        (long) cells),
                largest,
                additions);
    }

    /** The most that so many events held can be if threads share the reading in another way. */
    private long atMost(long held) {
        return counts.held == counts.events ? held : Math.min(counts.events, held + held / 8 + EventBlock.CAPACITY);
    }

    /** The most events that the items of one class have. */
    private long largestClass() {
        char[] classes = EventBuckets.classes(counts.items);
        long[] events = new long[Character.MAX_VALUE + 1];
        for (int item = 0; item < Math.min(classes.length, counts.eventsOfItem.length); item++) {
            events[classes[item]] += counts.eventsOfItem[item];
        }
        return Arrays.stream(events).max().orElse(0);
    }

    private int[] ranks(RowOptions options) {
        return options.maxItemsPerUnit().isPresent() ? IntSort.inverse(counts.items.sorted(() -> {})) : new int[0];
    }

    private int distinct(int user, int start, int end) {
        int distinct = 0;
        for (int at = start; at < end; at++) {
            distinct += lastUser[unpacked.items[at]] == user + 1 ? 0 : 1;
            lastUser[unpacked.items[at]] = user + 1;
        }
        return distinct;
    }

    /** What an addition to a random one of many counters takes on this machine now. */
    private static double nanosPerAddition() {
        int[] counters = new int[COUNTERS];
        int[] items = new int[COUNTED];
        Arrays.setAll(items, at -> (at * 0x9E3779B9) >>> 18);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < 20; round++) {
            long start = System.nanoTime();
            for (int item : items) {
                counters[item]++;
            }
            best = Math.min(best, (double) (System.nanoTime() - start) / COUNTED);
        }
        return best;
    }

    /** The sizes of a training, and what its time depends on. */
    private final class Estimate {
        private final ModelTraining training;
        private final Sizes sizes;
        private final long largestUnit;
        private final double additions;

        Estimate(ModelTraining training, Sizes sizes, long largestUnit, double additions) {
            this.training = training;
            this.sizes = sizes;
            this.largestUnit = largestUnit;
            this.additions = additions;
        }

        boolean spilled(int threads, long budget) {
            return new MemoryModel(training, threads).mustSpill(sizes, budget);
        }

        Map<String, Long> bytes(int threads, long budget) {
            return new MemoryModel(training, threads).bytes(sizes, spilled(threads, budget), budget);
        }

        long peak(int threads, long budget) {
            return bytes(threads, budget).values().stream()
                    .mapToLong(Long::longValue)
                    .max()
                    .orElse(0);
        }

        double nanos(int threads) {
            double perThread = counts.events * NANOS_PER_EVENT + training.nanos(sizes, additions, nanosPerAddition);
            return readingNanos + perThread / threads;
        }
    }
}
