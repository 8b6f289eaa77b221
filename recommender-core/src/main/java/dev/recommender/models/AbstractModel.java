package dev.recommender.models;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Recommender;
import dev.recommender.SavedModel;
import dev.recommender.ScoredId;
import dev.recommender.TrainedModel;
import dev.recommender.UserHistoryProvider;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.ranking.RankingModel;
import dev.recommender.spi.ItemScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the models of this library answer alike, whatever their kind: they rank by a scorer, and are kept in a file. Not to
 * be extended elsewhere: a model of one's own is a {@link RankedModel}.
 */
public abstract class AbstractModel implements TrainedModel {
    private final RankingModel ranking;

    /**
     * For the kinds of models of this library.
     *
     * @param file makes a file of the whole model, not written yet
     * @hidden its parameters are internal
     */
    @SuppressWarnings("this-escape") // Kept alone: no scorer is made before the first question.
    protected AbstractModel(ModelParts parts, Supplier<ModelFileWriter> file) {
        this.ranking = new RankingModel(parts, this::newScorer, file);
    }

    /** A scorer of this model, which is used by one thread at a time; called by many threads. */
    protected abstract ItemScorer newScorer();

    /**
     * Does nothing while the model is open.
     *
     * @throws IllegalStateException if it is closed
     */
    protected final void requireOpen() {
        ranking.requireOpen();
    }

    @Override
    public final Recommender recommender() {
        return ranking.recommender();
    }

    @Override
    public final Recommender recommender(UserHistoryProvider histories) {
        return ranking.recommender(histories);
    }

    @Override
    public final ModelMetadata metadata() {
        return ranking.metadata();
    }

    @Override
    public final Optional<CatalogItem> item(String id) {
        return ranking.item(id);
    }

    @Override
    public final Iterator<String> items() {
        return ranking.items();
    }

    @Override
    public final Iterator<String> users() {
        return ranking.users();
    }

    /** {@inheritDoc} That is the number of users who took it; of rows, the number of co-occurrence units that hold it. */
    @Override
    public final List<ScoredId> popularItems(int count) {
        return ranking.popularItems(count);
    }

    @Override
    public final void save(Path file) throws IOException {
        ranking.file().write(file);
    }

    @Override
    public final SavedModel saveWithDigest(Path file) throws IOException {
        return ranking.file().writeWithDigest(file);
    }

    @Override
    public final void close() {
        ranking.close();
    }
}
