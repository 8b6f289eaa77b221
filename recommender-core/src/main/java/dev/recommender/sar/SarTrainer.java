package dev.recommender.sar;

import dev.recommender.EventWeights;
import dev.recommender.ModelTrainer;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingException;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.TrainingStatistics.Phase;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private SarTrainer(SarOptions options, int threads) {
        this.options = options;
        this.threads = threads;
    }

    /** A trainer with the default options. */
    public static SarTrainer create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public TrainingResult train(UsageEvents usage) {
        Work work = new Work(threads);
        Clock clock = new Clock();
        EventLog log = new EventLog(options.eventWeights());
        ParsingReport report = read(usage, log, work);
        if (log.size() == 0) {
            throw new TrainingException("there are no usage events to train on; " + report);
        }
        int events = log.size();
        clock.finish(Phase.READING);

        Interactions interactions = Interactions.group(log, options, work);
        clock.finish(Phase.GROUPING);

        Cooccurrence cooccurrence = new Cooccurrence(interactions, options.similarity());
        float[] self = new float[interactions.items()];
        RowBlocks similarities = new SimilarityRows(options, interactions.frequency).compute(cooccurrence, self, work);
        clock.finish(Phase.SIMILARITY);

        ModelData data = new ModelData(
                ModelInfo.of(options, interactions, events),
                Ids.open(Ids.section(log.items(), interactions.itemOrder)),
                Ids.open(Ids.section(log.users(), options.histories() ? interactions.userOrder : new int[0])),
                ints(interactions.frequency),
                floats(self),
                similarities,
                options.histories() ? histories(interactions, work) : new RowBlocksWriter(0, 0).finish());
        clock.finish(Phase.MODEL);
        TrainingStatistics statistics = new TrainingStatistics(
                interactions.users(),
                interactions.items(),
                events,
                interactions.pairs(),
                interactions.units(),
                similarities.cells(),
                clock.durations);
        return new TrainingResult(new SarModel(data), statistics, report);
    }

    /** Reads the parts of the source, each by one thread into a log of its own, and puts the logs together. */
    private ParsingReport read(UsageEvents usage, EventLog log, Work work) {
        List<UsageEvents> parts = usage.parts();
        EventLog[] logs = new EventLog[parts.size()];
        ParsingReport[] reports = new ParsingReport[parts.size()];
        work.run(parts.size(), () -> log, (number, ignored) -> {
            EventLog own = new EventLog(options.eventWeights());
            try {
                reports[number] = parts.get(number).forEach(own);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            logs[number] = own;
        });
        for (EventLog own : logs) {
            log.absorb(own);
        }
        return ParsingReport.merge(List.of(reports));
    }

    private static RowBlocks histories(Interactions interactions, Work work) {
        RowBlocksWriter writer = new RowBlocksWriter(interactions.users(), interactions.pairs());
        work.run(writer.chunks(), () -> "", (number, ignored) -> {
            try (RowBlocksWriter.Chunk chunk = writer.chunk(number)) {
                for (int user = writer.firstRow(number); user < writer.endRow(number); user++) {
                    int start = interactions.userStart[user];
                    int length = interactions.userStart[user + 1] - start;
                    chunk.add(interactions.pairItem, interactions.pairAffinity, start, length);
                }
            }
        });
        return writer.finish();
    }

    private static ByteBuffer ints(int[] values) {
        ByteBuffer bytes = ModelLayout.littleEndian(ModelLayout.checkedLength("frequencies", 4L * values.length));
        bytes.asIntBuffer().put(values);
        return bytes;
    }

    private static ByteBuffer floats(float[] values) {
        ByteBuffer bytes = ModelLayout.littleEndian(ModelLayout.checkedLength("similarities", 4L * values.length));
        bytes.asFloatBuffer().put(FloatBuffer.wrap(values));
        return bytes;
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private Similarity similarity = Similarity.JACCARD;
        private CooccurrenceUnit cooccurrenceUnit = CooccurrenceUnit.USER;
        private int supportThreshold = 6;
        private Optional<Duration> halfLife = Optional.of(Duration.ofDays(30));
        private Optional<Instant> referenceTime = Optional.empty();
        private OptionalInt maxNeighbors = OptionalInt.empty();
        private EventWeights eventWeights = EventWeights.standard();
        private boolean histories = true;
        private int threads = Runtime.getRuntime().availableProcessors();

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
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder decayHalfLife(Duration halfLife) {
            if (halfLife.toMillis() < 1) {
                throw new IllegalArgumentException("decayHalfLife must be at least a millisecond: " + halfLife);
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
         */
        public Builder referenceTime(Instant time) {
            this.referenceTime = Optional.of(time);
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

        /** Leaves the users' histories out of the model, which then answers for live events and items only. */
        public Builder withoutHistories() {
            this.histories = false;
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

        /** A trainer with the options as they are now. */
        public SarTrainer build() {
            return new SarTrainer(
                    new SarOptions(
                            similarity,
                            cooccurrenceUnit,
                            supportThreshold,
                            halfLife,
                            referenceTime,
                            maxNeighbors,
                            eventWeights,
                            histories),
                    threads);
        }

        private static int requireAtLeastOne(String option, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(option + " must be at least 1: " + value);
            }
            return value;
        }
    }

    /** Books time to phases. */
    private static final class Clock {
        private final Map<Phase, Duration> durations = new EnumMap<>(Phase.class);
        private long last = System.nanoTime();

        void finish(Phase phase) {
            long now = System.nanoTime();
            durations.put(phase, Duration.ofNanos(now - last));
            last = now;
        }
    }
}
