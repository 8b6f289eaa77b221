package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.ModelTrainer;
import dev.recommender.ScoreScale;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Trains SAR models. Immutable and shared freely between threads; each training uses threads of its own.
 *
 * <pre>{@code
 * ModelTrainer trainer = SarTrainer.builder().similarity(Similarity.JACCARD).supportThreshold(6).build();
 * TrainingResult trained = trainer.train(UsageEvents.of(events));
 * }</pre>
 *
 * <p>The defaults are those of the retired Recommendations service: Jaccard similarity, support threshold 6, users as
 * co-occurrence units, and a half-life of 30 days.
 */
public final class SarTrainer implements ModelTrainer {
    private final SarOptions options;
    private final int threads;
    private final long memoryBudget;

    private SarTrainer(SarOptions options, int threads, long memoryBudget) {
        this.options = options;
        this.threads = threads;
        this.memoryBudget = memoryBudget;
    }

    static SarTrainer of(SarOptions options, int threads) {
        return new SarTrainer(options, threads, Long.MAX_VALUE);
    }

    public SarOptions options() {
        return options;
    }

    /** A trainer with the default options. */
    public static SarTrainer create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * {@inheritDoc} The result's model is a {@link NeighborModel}.
     *
     * @throws dev.recommender.InsufficientMemoryException as soon as it is known that the training needs more than its
     *     {@linkplain Builder#memoryBudget memory budget}: while events are read, or when they are counted, before
     *     anything is made of them
     */
    @Override
    public TrainingResult train(TrainingInput input) {
        return TrainingThreads.supervise(
                threads, input.monitor(), work -> new Training(options, memoryBudget, input, work).run());
    }

    /**
     * Estimates what a training of this input would take, from one pass through the events that keeps at most a sample
     * of them. The input is read as {@link #train} would read it, and must be such that it can be read again.
     *
     * @throws dev.recommender.ParsingException if the source rejects more than it tolerates
     * @throws dev.recommender.TrainingException if there are no events
     * @throws dev.recommender.TrainingCancelledException if the calling thread is interrupted or the monitor cancels
     * @throws java.io.UncheckedIOException if the source cannot be read
     */
    public TrainingPlan plan(TrainingInput input) {
        return TrainingThreads.supervise(
                threads, input.monitor(), work -> Planner.plan(options, memoryBudget, input, work));
    }

    /** Estimates what a training of usage events alone would take; see {@link #plan(TrainingInput)}. */
    public TrainingPlan plan(UsageEvents usage) {
        return plan(TrainingInput.of(usage));
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder {
        // What milliseconds can tell.
        private static final Duration SHORTEST = Duration.ofMillis(1);
        private static final Duration LONGEST = Duration.ofMillis(Long.MAX_VALUE);
        private static final Instant EARLIEST = Instant.ofEpochMilli(Long.MIN_VALUE + 1);
        private static final Instant LATEST = Instant.ofEpochMilli(Long.MAX_VALUE);

        private Similarity similarity = Similarity.JACCARD;
        private CooccurrenceUnit cooccurrenceUnit = CooccurrenceUnit.USER;
        private OptionalInt maxItemsPerUnit = OptionalInt.empty();
        private int supportThreshold = 6;
        private Optional<Duration> halfLife = Optional.of(Duration.ofDays(30));
        private Optional<Instant> referenceTime = Optional.empty();
        private OptionalInt maxNeighbors = OptionalInt.empty();
        private EventWeights eventWeights = EventWeights.standard();
        private boolean weighted = true;
        private OptionalInt historyLimit = OptionalInt.empty();
        private OptionalInt coldNeighbors = OptionalInt.empty();
        private boolean coldToCold;
        private ScoreScale scoreScale = ScoreScale.RAW;
        private int threads = Runtime.getRuntime().availableProcessors();
        private long memoryBudget = Runtime.getRuntime().maxMemory() / 4 * 3;

        private Builder() {}

        /** How similar two items are that occur together; {@link Similarity#JACCARD} if not said. */
        public Builder similarity(Similarity similarity) {
            this.similarity = similarity;
            return this;
        }

        /** What makes two items occur together; {@link CooccurrenceUnit#USER} if not said. */
        public Builder cooccurrenceUnit(CooccurrenceUnit unit) {
            this.cooccurrenceUnit = unit;
            return this;
        }

        /**
         * Counts of each co-occurrence unit only so many items, those with the newest events, of equally new ones those
         * with the smaller ids; all if not said. A unit costs the square of its items, so this tames the few that are
         * huge. Histories and affinities stay whole.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxItemsPerUnit(int items) {
            this.maxItemsPerUnit = OptionalInt.of(requireAtLeastOne("maxItemsPerUnit", items));
            return this;
        }

        /**
         * How often a pair, or an item, must occur to count at all; 6 if not said, at least 1. Less frequent items have
         * no similarities, but can still be recommended as popular ones.
         */
        public Builder supportThreshold(int units) {
            this.supportThreshold = requireAtLeastOne("supportThreshold", units);
            return this;
        }

        /**
         * After which time an event weighs half; 30 days if not said. With age t and half-life h an event weighs
         * 2<sup>−t/h</sup> of its weight.
         *
         * @throws IllegalArgumentException if it is less than a millisecond, or more than 292 million years
         */
        public Builder decayHalfLife(Duration halfLife) {
            if (halfLife.compareTo(SHORTEST) < 0 || halfLife.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("decayHalfLife must be from a millisecond to 292 million years;"
                        + " say withoutDecay() for events that keep their weight: " + halfLife);
            }
            this.halfLife = Optional.of(halfLife);
            return this;
        }

        /** Lets events keep their weight for ever. */
        public Builder withoutDecay() {
            this.halfLife = Optional.empty();
            return this;
        }

        /**
         * The moment that affinities are decayed to; the time of the newest event if not said. Later events count as if
         * they happened at it.
         *
         * @throws IllegalArgumentException if it is more than 292 million years from 1970
         */
        public Builder referenceTime(Instant time) {
            this.referenceTime = Optional.of(requireMillis("referenceTime", time));
            return this;
        }

        /**
         * How many neighbours to keep per item, the most similar ones; all if not said. Makes models smaller and
         * scoring faster.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxNeighbors(int count) {
            this.maxNeighbors = OptionalInt.of(requireAtLeastOne("maxNeighbors", count));
            return this;
        }

        /**
         * What events weigh that have no weight of their own, in training and as live events later;
         * {@link EventWeights#standard()} if not said.
         */
        public Builder eventWeights(EventWeights weights) {
            this.eventWeights = weights;
            return this;
        }

        /** Counts each event as 1, whatever its weight or type, in training and as a live event later. */
        public Builder unweighted() {
            this.weighted = false;
            return this;
        }

        /** Leaves the users' histories out of the model, which then answers for live events and items only. */
        public Builder withoutHistories() {
            this.historyLimit = OptionalInt.of(0);
            return this;
        }

        /**
         * Keeps of each user's history only so many items, those used last; all if not said. It has no influence on
         * similarities.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder historyLimit(int items) {
            this.historyLimit = OptionalInt.of(requireAtLeastOne("historyLimit", items));
            return this;
        }

        /**
         * Places items below the support threshold, or without events, by their features; needs a catalog with features.
         *
         * @param neighbors how many such items each item keeps as neighbours; the retired service used 10
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder coldItems(int neighbors) {
            this.coldNeighbors = OptionalInt.of(requireAtLeastOne("coldItems", neighbors));
            return this;
        }

        /** Relates cold items to one another, too; has no effect without {@link #coldItems}. */
        public Builder coldToCold() {
            this.coldToCold = true;
            return this;
        }

        /** The scale on which the model gives its scores; {@link ScoreScale#RAW} if not said. */
        public Builder scoreScale(ScoreScale scale) {
            this.scoreScale = scale;
            return this;
        }

        /**
         * How many threads a training may use; the number of processors if not said. It has no influence on the model.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int count) {
            this.threads = requireAtLeastOne("threads", count);
            return this;
        }

        /**
         * How much heap a training may take, in bytes; three quarters of what the JVM has if not said. A training of all
         * neighbours that would need more keeps its similarities in a temporary file; one that does not fit even so
         * fails before the work. It has no influence on the model.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder memoryBudget(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("memoryBudget must be at least 1: " + bytes);
            }
            this.memoryBudget = bytes;
            return this;
        }

        /** A trainer with the options as they are now. */
        public SarTrainer build() {
            return new SarTrainer(
                    new SarOptions(
                            similarity,
                            cooccurrenceUnit,
                            maxItemsPerUnit,
                            supportThreshold,
                            halfLife,
                            referenceTime,
                            maxNeighbors,
                            eventWeights,
                            weighted,
                            historyLimit,
                            coldNeighbors,
                            coldToCold,
                            scoreScale),
                    threads,
                    memoryBudget);
        }

        public static Instant requireMillis(String option, Instant time) {
            if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
                throw new IllegalArgumentException(
                        option + " must lie between " + EARLIEST + " and " + LATEST + ": " + time);
            }
            return time;
        }

        private static int requireAtLeastOne(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(option + " must be at least 1: " + value);
            }
            return value;
        }
    }
}
