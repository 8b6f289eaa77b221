package dev.recommender.internal.worker;

import dev.recommender.RecommenderException;
import dev.recommender.internal.serving.ModelBlobs;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelProvider;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.service.compat.RetiredStatistics;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker's work comes from and goes to.
 *
 * @param inputs where the files to train on are
 * @param registry in the worker's name
 * @param provider stores trained models
 * @param blobs the stored models as blobs
 * @param claims who trains which model
 * @param trainings what to train
 * @param poisonedTrainings what was given up
 * @param deletions what to delete
 * @param poisonedDeletions what could not be deleted
 */
public record WorkerStores(
        BlobStore inputs,
        ModelRegistry registry,
        ModelProvider provider,
        ModelBlobs blobs,
        Claims claims,
        WorkQueue trainings,
        WorkQueue poisonedTrainings,
        WorkQueue deletions,
        WorkQueue poisonedDeletions) {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerStores.class);

    /** The same stores, with changes of the registry made by this actor. */
    public WorkerStores as(String actor) {
        return new WorkerStores(
                inputs,
                registry.as(actor),
                provider,
                blobs,
                claims,
                trainings,
                poisonedTrainings,
                deletions,
                poisonedDeletions);
    }

    /** Makes a completed model the default if there is none, unless it was deleted or cannot be opened. */
    void makeDefaultIfNone(ModelId model) throws IOException {
        try {
            registry.makeDefaultIfNone(model);
        } catch (RecommenderException e) {
            LOG.debug("model {} does not become the default: it was deleted or cannot be opened", model, e);
        }
    }

    /** Fails a model that was tried often enough; its message goes to the poison queue. */
    void giveUp(ModelId model, int attempts, String error) throws IOException {
        poisonedTrainings.send(ModelMessage.write(model));
        fail(model, "Training failed " + attempts + " times; the last error: " + error, Optional.empty());
    }

    /** Fails a model, unless it is final or gone already, and forgets about its training. */
    void fail(ModelId model, String message, Optional<RetiredStatistics> statistics) throws IOException {
        try {
            registry.fail(model, message, statistics.map(RetiredStatistics::toJson));
        } catch (IllegalTransitionException | UnknownModelException e) {
            LOG.debug("model {} needs not fail any longer", model, e);
        }
        forget(model);
    }

    /** Removes what trainings of a model that is final or gone have left. */
    void forget(ModelId model) throws IOException {
        blobs.tidy(model);
        claims.remove(model);
    }
}
