package dev.recommender.models;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.TimeSpan;
import dev.recommender.TrainingMonitor;
import dev.recommender.Verification;
import dev.recommender.internal.file.FileLayout;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.CollectedParts;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.ModelSections;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.ranking.ScaleLearner;
import dev.recommender.internal.ranking.UserAffinities;
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
import java.util.List;
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
 * <p>Items are indexed by frequency, the largest first, then by the bytes of their ids in UTF-8; scorers speak of items by
 * these indexes. A scorer may call {@link #itemCount}, {@link #id}, {@link #frequency}, {@link #item(int)},
 * {@link #content} and {@link #metadata} at any time. All other methods fail as soon as the model is being closed, while
 * queries that ask a scorer may still be under way.
 *
 * <p>A model keeps nothing of its users but their histories, and a query reaches a scorer as {@linkplain
 * dev.recommender.spi.Seeds seeds} alone: the items of the history and of live events, with affinities. There is no place
 * for a vector of a user, learnt in training: it would know nothing of what the user did since, and stay when the user is
 * forgotten. This way live events count at once, and {@link #forget} is complete. An algorithm that represents users makes
 * the representation of the seeds, when it is asked.
 */
public final class RankedModel extends AbstractModel {
    private static final int CONTENT = ModelSections.FIRST_OWN;

    private final String kind;
    private final ModelParts parts;
    private final ByteBuffer content;
    private final Function<RankedModel, ItemScorer> scorer;

    private RankedModel(String kind, ModelParts parts, ByteBuffer content, Function<RankedModel, ItemScorer> scorer) {
        super(parts, () -> file(kind, parts, content));
        this.kind = kind;
        this.parts = parts;
        this.content = content;
        this.scorer = scorer;
    }

    @Override
    protected ItemScorer newScorer() {
        return scorer.apply(this);
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

    /** How many items there are; at least 1. */
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
    public RankedModel forget(String user) {
        return forget(List.of(user));
    }

    @Override
    public RankedModel forget(Collection<String> users) {
        requireOpen();
        return new RankedModel(kind, parts.without(users), content, scorer);
    }

    private static ModelFileWriter file(String kind, ModelParts parts, ByteBuffer content) {
        ModelFileWriter file = new ModelFileWriter(kind);
        parts.write(file);
        return file.section(CONTENT, content);
    }

    /** Collects a model. Not shared between threads. */
    public static final class Builder {
        private final String kind;
        private final RankedHeader header;
        private final CollectedParts collected = new CollectedParts();
        private Optional<Catalog> catalog = Optional.empty();
        private boolean keepUnknownItems;
        private ByteBuffer content = Bytes.littleEndian(0);
        private int ratedUsers;

        private Builder(String kind, String algorithm, Parameters parameters) {
            this.kind = FileLayout.requireKind(kind);
            this.header = new RankedHeader(algorithm, parameters);
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

        /**
         * Adds a user's history for scores on the scale {@link ScoreScale#RATING}.
         *
         * @param affinities every item of the user, once, with how much it counts
         * @param eventCounts the same items with the affinities that they would have if each event weighed 1
         * @throws IllegalArgumentException for the reasons of {@link #history}, or if the items are not the same
         */
        public Builder ratedHistory(String user, Collection<ScoredId> affinities, Collection<ScoredId> eventCounts) {
            if (affinities.size() != eventCounts.size()) {
                throw new IllegalArgumentException(
                        "history of \"" + user + "\": the affinities if each event weighed 1 are of other items");
            }
            collected.addHistory(user, affinities, eventCounts);
            ratedUsers++;
            return this;
        }

        /**
         * The ids of the items added so far, by the indexes that they have if no others are added: for content that is
         * laid out by index.
         */
        public List<String> itemsInOrder() {
            return collected.itemsInOrder();
        }

        /** The catalog's entries for the items. All of them must be added as items, too; {@link #build} checks that. */
        public Builder catalog(Catalog described) {
            this.catalog = Optional.of(described);
            return this;
        }

        /** Says that events of items that the catalog lacks were trained on, which the model remembers. */
        public Builder keepUnknownItems() {
            this.keepUnknownItems = true;
            return this;
        }

        /**
         * What was counted.
         *
         * @throws IllegalArgumentException if a number is negative
         */
        public Builder counts(long events, int users) {
            header.events = Arguments.requireAtLeast("events", events, 0L);
            header.users = Arguments.requireAtLeast("users", users, 0);
            return this;
        }

        /** What else was counted. */
        public Builder count(String name, long count) {
            header.counts.put(name, count);
            return this;
        }

        /**
         * From when to when the events happened; default: not known.
         *
         * @throws IllegalArgumentException if a moment is more than 292 million years from 1970, or the last is before
         *     the first
         */
        public Builder eventTimes(Instant first, Instant last) {
            header.eventTimes = Optional.of(new TimeSpan(first, last));
            return this;
        }

        /** The moment that affinities are as of; default: none. */
        public Builder referenceTime(Instant time) {
            header.referenceTime = OptionalLong.of(
                    Arguments.requireMillis("referenceTime", time).toEpochMilli());
            return this;
        }

        /** What live events weigh that have no weight of their own; default: {@link EventWeights#standard}. */
        public Builder eventWeights(EventWeights weights) {
            header.eventWeights = Optional.of(weights);
            return this;
        }

        /** Counts each live event as 1, whatever its weight or type; default: live events are weighted. */
        public Builder unweighted() {
            header.unweighted = true;
            return this;
        }

        /** After which time a live event weighs half; default: it keeps its weight. */
        public Builder halfLife(Duration time) {
            header.halfLife = Optional.of(Arguments.requirePositiveMillis("halfLife", time));
            return this;
        }

        /**
         * The scale of scores; default: {@link ScoreScale#RAW}. What other scales need is learnt from the histories when
         * the model is built; {@link ScoreScale#RATING} needs that all of them are {@linkplain #ratedHistory rated}.
         */
        public Builder scoreScale(ScoreScale scale) {
            header.scoreScale = Arguments.requireNonNull("scoreScale", scale);
            return this;
        }

        /**
         * How many users an item needs to be recommended for its use. Recommendations of items with a smaller frequency
         * have the source {@link dev.recommender.Recommendation.Source#CONTENT}; default: 0, there are none.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Builder contentBelow(int frequency) {
            header.supportThreshold = Arguments.requireAtLeast("frequency", frequency, 0);
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
         *     added; if unweighted events are given weights; if the histories lack what the scale of scores needs; or if
         *     unknown items were kept without a catalog
         */
        public RankedModel build(Function<RankedModel, ItemScorer> scorer) {
            header.requireSense(collected, ratedUsers);
            collected.requireAllOf(catalog);
            if (keepUnknownItems && catalog.isEmpty()) {
                throw new IllegalStateException("keepUnknownItems has no effect without a catalog");
            }
            ScoreScale scale = header.scoreScale;
            return TrainingThreads.supervise(1, TrainingMonitor.none(), work -> {
                ModelHeader complete = header.of(collected.items().size()).withUnknownItems(keepUnknownItems);
                ModelParts parts = collected.assemble(complete, catalog, scale == ScoreScale.RATING, work).parts;
                RankedModel raw = new RankedModel(kind, parts, content, scorer);
                UserAffinities learntFrom = UserAffinities.of(parts.histories());
                Scale learnt = ScaleLearner.learn(scale, parts, () -> scorer.apply(raw), learntFrom, work);
                return scale == ScoreScale.RAW ? raw : new RankedModel(kind, parts.withScale(learnt), content, scorer);
            });
        }
    }
}
