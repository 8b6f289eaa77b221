package dev.recommender.internal.worker;

import dev.recommender.RecommenderException;
import dev.recommender.internal.registry.RecordModelRegistry;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.serving.BlobModelProvider;
import dev.recommender.internal.serving.ModelFiles;
import dev.recommender.registry.Alias;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.UnknownModelException;
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
 * @param registry reads models and sets aliases, in the worker's name
 * @param ledger writes how far models are, in the worker's name
 * @param files the files of trained models
 * @param provider the open models of this process
 * @param claims who trains which model
 * @param trainings what to train
 * @param poisonedTrainings what was given up
 * @param deletions what to delete
 * @param poisonedDeletions what could not be deleted
 */
public record WorkerStores(
        BlobStore inputs,
        RecordModelRegistry registry,
        TrainingLedger ledger,
        ModelFiles files,
        BlobModelProvider provider,
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
                ledger.as(actor),
                files,
                provider,
                claims,
                trainings,
                poisonedTrainings,
                deletions,
                poisonedDeletions);
    }

    /**
     * Fails a model that was tried often enough. Its message goes to the poison queue, unless the model is final or gone
     * already: at least once, for each attempt to fail the model that is cut short sends it again.
     *
     * @return whether this call has failed it
     */
    boolean giveUp(ModelId model, int attempts, String error) throws IOException {
        if (registry.find(model).map(record -> record.status().isFinal()).orElse(true)) {
            return false;
        }
        // First: nobody looks at the message again once the model has failed.
        poisonedTrainings.send(ModelMessage.write(model));
        return fail(model, "given up after " + attempts + " attempts; the last error: " + error, Optional.empty());
    }

    /** Fails a model, unless it is final or gone already; returns whether this call has failed it. */
    boolean fail(ModelId model, String message, Optional<ModelStatistics> statistics) throws IOException {
        try {
            ledger.fail(model, message, statistics.map(ModelStatistics::toJson));
            return true;
        } catch (IllegalTransitionException | UnknownModelException e) {
            LOG.debug("model {} is final or gone already", model, e);
            return false;
        }
    }

    /**
     * Finishes with a model that is final or gone, whoever made it so: one that has a file is settled, and of any other
     * nothing is left. A model that was made of another gets the other's aliases alone. A model whose record cannot be read
     * stays as it is.
     *
     * @return its record, if there is one
     */
    Optional<ModelRecord> finish(ModelId model) throws IOException {
        Optional<ModelRecord> record = registry.find(model);
        if (record.filter(found -> found.replaces().isEmpty())
                .flatMap(ModelRecord::file)
                .isPresent()) {
            settle(model, registry);
        } else if (record.map(ModelRecord::isReadable).orElse(true)) {
            clear(model);
        }
        return record;
    }

    /** Settles a model whose file this process has just stored, so that it need not be read again. */
    public void settleStored(ModelId model) throws IOException {
        settle(model, registry.checking(provider::checkStored));
    }

    /**
     * Does what remains when a model is completed: where there is no alias {@code default}, it becomes that. May be repeated, also by
     * another worker after a crash in between, which the claim on the model shows.
     *
     * @param registry checks the model before it becomes the default
     */
    private void settle(ModelId model, RecordModelRegistry registry) throws IOException {
        try {
            registry.setAliasIfNone(Alias.DEFAULT, model);
        } catch (RecommenderException e) {
            LOG.debug("model {} does not become the default: it was deleted or cannot be opened", model, e);
        }
        clear(model);
    }

    /** Removes what trainings of a model that is final or gone have left. */
    private void clear(ModelId model) throws IOException {
        files.tidy(model, registry);
        claims.remove(model);
    }
}
