package dev.recommender.models;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.EventWeights;
import dev.recommender.ModelMetadata;
import dev.recommender.Parameters;
import dev.recommender.Recommender;
import dev.recommender.SavedModel;
import dev.recommender.ScoredId;
import dev.recommender.TimeSpan;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingMonitor;
import dev.recommender.UserHistoryProvider;
import dev.recommender.Verification;
import dev.recommender.internal.file.FileLayout;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.CollectedParts;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.ModelSections;
import dev.recommender.internal.ranking.RankingModel;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.Arguments;
import dev.recommender.spi.ItemScorer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * A model for an algorithm of one's own: items with their popularity, a catalog, histories, and content that only the
 * algorithm understands. The algorithm brings an {@link ItemScorer}. This class has the rest: rules, exact top-k,
 * back-filling, explanations and the model file. Immutable; shared freely between threads.
 *
 * <pre>{@code
 * RankedModel model = RankedModel.builder("POPC", name, parameters)
 *         .item("bow", 120).item("violin", 80)
 *         .history("u42", List.of(new ScoredId("bow", 1)))
 *         .counts(260, 150)
 *         .build(PopularInCategory::new);
 * }</pre>
 *
 * <p>Items are indexed by popularity, the most popular first, then by id; scorers speak of items by these indexes.
 */
public final class RankedModel implements TrainedModel {
    private static final int CONTENT = ModelSections.FIRST_OWN;

    private final String kind;
    private final ModelParts parts;
    private final ByteBuffer content;
    private final Function<RankedModel, ItemScorer> scorer;
    private final RankingModel ranking;

    private RankedModel(String kind, ModelParts parts, ByteBuffer content, Function<RankedModel, ItemScorer> scorer) {
        this.kind = kind;
        this.parts = parts;
        this.content = content;
        this.scorer = scorer;
        this.ranking = new RankingModel(parts, () -> scorer.apply(this));
    }

    /**
     * A builder of a model.
     *
     * @param kind the kind of the algorithm's files: four upper-case letters or digits
     * @param algorithm the algorithm's name
     * @param parameters all parameters of the training
     * @throws IllegalArgumentException if the kind has another form, or the algorithm's name is blank
     */
    public static Builder builder(String kind, String algorithm, Parameters parameters) {
        return new Builder(kind, algorithm, parameters);
    }

    /**
     * Opens a model file of a kind.
     *
     * @param scorer makes scorers of the model; called by many threads
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, of a newer format, or found damaged
     * @throws IOException if it cannot be read
     */
    public static RankedModel open(
            Path path, Verification verification, String kind, Function<RankedModel, ItemScorer> scorer)
            throws IOException {
        try (ModelFileReader file = ModelFileReader.open(path, verification)) {
            file.requireKind(kind);
            try {
                ModelParts parts = ModelParts.read(file);
                ByteBuffer content = file.section(CONTENT);
                file.requireNoMore();
                parts.verify(verification);
                return new RankedModel(kind, parts, content, scorer);
            } catch (IllegalArgumentException e) {
                throw file.corrupt(String.valueOf(e.getMessage()));
            }
        }
    }

    /** How many items there are. */
    public int itemCount() {
        return parts.items().count();
    }

    /** The id of an item, by its index from 0 to {@link #itemCount} − 1. */
    public String id(int item) {
        return parts.items().text(item);
    }

    /** How many users took an item. */
    public int frequency(int item) {
        return parts.frequency(item);
    }

    /** What the catalog says of an item. */
    public Optional<CatalogItem> item(int item) {
        return parts.features().item(item, id(item));
    }

    /** The algorithm's own content, read-only; big-endian like every new buffer, unless the order of this one is set. */
    public ByteBuffer content() {
        return content.asReadOnlyBuffer();
    }

    @Override
    public Recommender recommender() {
        return ranking.recommender();
    }

    @Override
    public Recommender recommender(UserHistoryProvider histories) {
        return ranking.recommender(histories);
    }

    @Override
    public ModelMetadata metadata() {
        ranking.requireOpen();
        return parts.header().metadata();
    }

    @Override
    public Iterator<String> items() {
        return ranking.items();
    }

    @Override
    public Iterator<String> users() {
        return ranking.users();
    }

    @Override
    public Optional<CatalogItem> item(String id) {
        return ranking.item(id);
    }

    @Override
    public List<ScoredId> popularItems(int count) {
        return ranking.popularItems(count);
    }

    @Override
    public RankedModel forget(String user) {
        ranking.requireOpen();
        return new RankedModel(kind, parts.without(user), content, scorer);
    }

    @Override
    public void save(Path file) throws IOException {
        file().write(file);
    }

    @Override
    public SavedModel saveWithDigest(Path file) throws IOException {
        return file().writeWithDigest(file);
    }

    private ModelFileWriter file() {
        ranking.requireOpen();
        ModelFileWriter file = new ModelFileWriter(kind);
        parts.write(file);
        return file.section(CONTENT, content);
    }

    @Override
    public void close() {
        ranking.close();
    }

    /** Collects a model. Not shared between threads. */
    public static final class Builder {
        private final String kind;
        private final String algorithm;
        private final Parameters parameters;
        private final CollectedParts collected = new CollectedParts();
        private final Map<String, Long> counts = new LinkedHashMap<>();
        private Optional<Catalog> catalog = Optional.empty();
        private Optional<TimeSpan> eventTimes = Optional.empty();
        private OptionalLong referenceTime = OptionalLong.empty();
        private EventWeights eventWeights = EventWeights.standard();
        private Optional<Duration> halfLife = Optional.empty();
        private ByteBuffer content = Bytes.littleEndian(0);
        private long events;
        private int users;

        private Builder(String kind, String algorithm, Parameters parameters) {
            this.kind = FileLayout.requireKind(kind);
            this.algorithm = Arguments.requireId("algorithm", algorithm);
            this.parameters = parameters;
        }

        /**
         * Adds an item; all items before the first history.
         *
         * @param frequency how many users took it; 0 or more
         * @throws IllegalArgumentException if the id is blank or repeats, or the frequency is negative
         */
        public Builder item(String id, int frequency) {
            collected.addItem(id, frequency);
            return this;
        }

        /**
         * Adds a user's history.
         *
         * @param affinities every item of the user, once, with how much it counts
         * @throws IllegalArgumentException if the id is blank or repeats, if an item is unknown or repeats, or if an
         *     affinity is not finite
         */
        public Builder history(String user, Collection<ScoredId> affinities) {
            collected.addHistory(user, affinities, List.of());
            return this;
        }

        /** The catalog's entries for the items. All of them must be added as items, too; {@link #build} checks that. */
        public Builder catalog(Catalog described) {
            this.catalog = Optional.of(described);
            return this;
        }

        /**
         * What was counted.
         *
         * @throws IllegalArgumentException if a number is negative
         */
        public Builder counts(long events, int users) {
            this.events = Arguments.requireAtLeast("events", events, 0L);
            this.users = Arguments.requireAtLeast("users", users, 0);
            return this;
        }

        /** What else was counted. */
        public Builder count(String name, long count) {
            counts.put(name, count);
            return this;
        }

        /**
         * From when to when the events happened; default: not known.
         *
         * @throws IllegalArgumentException if a moment is more than 292 million years from 1970, or the last is before
         *     the first
         */
        public Builder eventTimes(Instant first, Instant last) {
            this.eventTimes = Optional.of(new TimeSpan(first, last));
            return this;
        }

        /** The moment that affinities are as of; default: none. */
        public Builder referenceTime(Instant time) {
            this.referenceTime = OptionalLong.of(
                    Arguments.requireMillis("referenceTime", time).toEpochMilli());
            return this;
        }

        /** What live events weigh; default: {@link EventWeights#standard}. */
        public Builder eventWeights(EventWeights weights) {
            this.eventWeights = Arguments.requireNonNull("eventWeights", weights);
            return this;
        }

        /** After which time a live event weighs half; default: it keeps its weight. */
        public Builder halfLife(Duration time) {
            this.halfLife = Optional.of(Arguments.requirePositiveMillis("halfLife", time));
            return this;
        }

        /** Content that the algorithm's scorers read: a copy of the bytes up to the buffer's limit. Default: none. */
        public Builder content(ByteBuffer bytes) {
            this.content = Bytes.copy(bytes);
            return this;
        }

        /**
         * The model.
         *
         * @param scorer makes scorers of the model; called by many threads
         * @throws IllegalStateException if there are no items, more histories than users, or an item of the catalog was not
         *     added
         */
        public RankedModel build(Function<RankedModel, ItemScorer> scorer) {
            if (collected.items().size() == 0) {
                throw new IllegalStateException("there are no items");
            }
            if (collected.users() > users) {
                throw new IllegalStateException("there are " + collected.users() + " histories of " + users + " users");
            }
            collected.requireAllOf(catalog);
            ModelHeader header = ModelHeader.of(
                    Optional.of(algorithm),
                    parameters,
                    new ModelHeader.Counts(events, users, counts),
                    collected.items().size(),
                    eventTimes,
                    referenceTime,
                    new ModelHeader.LiveEvents(eventWeights, true, halfLife),
                    0,
                    Map.of());
            ModelParts parts = TrainingThreads.supervise(
                    1, TrainingMonitor.none(), work -> collected.assemble(header, catalog, false, work).parts);
            return new RankedModel(kind, parts, content, scorer);
        }
    }
}
