package dev.recommender.internal.ranking;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Recommender;
import dev.recommender.ScoredId;
import dev.recommender.UserHistoryProvider;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.util.Arguments;
import dev.recommender.spi.ItemScorer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What models of every kind answer alike, from the parts that all of them have and a scorer of their own. Shared between
 * threads.
 */
public final class RankingModel implements AutoCloseable {
    private final ModelParts model;
    private final ScratchPool pool;
    private final TranslatedRules translated;
    private final Recommender recommender;
    private final ModelMetadata metadata;
    private final Supplier<ModelFileWriter> file;

    /**
     * An open model.
     *
     * @param scorer makes a scorer; called by many threads
     * @param file makes a file of the whole model, not written yet
     */
    public RankingModel(ModelParts model, Supplier<ItemScorer> scorer, Supplier<ModelFileWriter> file) {
        this.model = model;
        this.pool = new ScratchPool(() -> new Scratch(model, scorer.get()));
        this.translated = new TranslatedRules(model);
        this.recommender = new RankingRecommender(model, pool, translated, null);
        this.metadata = model.header().metadata(model.users().count());
        this.file = file;
    }

    /** Answers from the histories of the model. */
    public Recommender recommender() {
        pool.requireOpen();
        return recommender;
    }

    /** Answers from histories of the application. */
    public Recommender recommender(UserHistoryProvider histories) {
        pool.requireOpen();
        return new RankingRecommender(model, pool, translated, histories);
    }

    /** What the model was trained from and how; there even if the model is closed. */
    public ModelMetadata metadata() {
        return metadata;
    }

    /** A file of the whole model, not written yet. */
    public ModelFileWriter file() {
        pool.requireOpen();
        return file.get();
    }

    /** What the catalog says of an item. */
    public Optional<CatalogItem> item(String id) {
        pool.requireOpen();
        int index = model.items().indexOf(id);
        return index == Ids.UNKNOWN ? Optional.empty() : model.features().item(index, id);
    }

    /** The items, most popular first. */
    public Iterator<String> items() {
        pool.requireOpen();
        return texts(model.items());
    }

    /** The users with histories, by id. */
    public Iterator<String> users() {
        pool.requireOpen();
        return texts(model.users());
    }

    private static Iterator<String> texts(Ids ids) {
        return IntStream.range(0, ids.count()).mapToObj(ids::text).iterator();
    }

    /** The most popular items with their frequencies. */
    public List<ScoredId> popularItems(int count) {
        pool.requireOpen();
        Arguments.requireAtLeast("count", count, 1);
        return IntStream.range(0, Math.min(count, model.items().count()))
                .mapToObj(item -> new ScoredId(model.items().text(item), model.frequency(item)))
                .toList();
    }

    /**
     * Does nothing while the model is open.
     *
     * @throws IllegalStateException if it is closed
     */
    public void requireOpen() {
        pool.requireOpen();
    }

    /** Refuses further queries and waits for those in progress. */
    @Override
    public void close() {
        pool.close();
    }
}
