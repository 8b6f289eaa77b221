package dev.recommender.internal.worker;

import dev.recommender.SavedModel;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.util.Failures;
import dev.recommender.registry.IllegalTransitionException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.UnknownModelException;
import dev.recommender.storage.IOFunction;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes models that no worker trains. As in a training, a record that is not final keeps the stored file from being swept,
 * and one change of it makes the model visible. A claim that is renewed says that the maker lives. When it runs out, a
 * worker's sweep has the model fail, and deletes its file. Shared between threads.
 */
public final class OwnModels {
    private static final Logger LOG = LoggerFactory.getLogger(OwnModels.class);
    private static final int BEATS = 3;

    private final WorkerStores stores;
    private final Duration lasting;

    /**
     * Prepares.
     *
     * @param lasting how long a claim outlives its maker
     */
    public OwnModels(WorkerStores stores, Duration lasting) {
        this.stores = stores;
        this.lasting = lasting;
    }

    /**
     * What a model is made with.
     *
     * @param request a JSON object
     * @param created when its training was requested; absent if it is requested now
     * @param statistics a JSON object
     * @param how the first change of the record: how it is made
     * @param message the record's message in the end
     */
    public record Made(
            String description,
            String request,
            Optional<Instant> created,
            String statistics,
            String how,
            String message) {}

    /**
     * Makes a model. Its claim stays: the caller removes it after what is left to do for a completed model. If the caller does
     * not get there, the claim runs out, and a worker's sweep does it.
     *
     * @param file saves it, in a place where it stays until this ends; may say that there is nothing to make
     * @param wanted a last check, between storing the file and making the model visible; says whether to do that
     * @return the model; empty if there was nothing to make, or it is no longer wanted
     * @throws UnknownModelException if somebody has deleted the model meanwhile
     * @throws IOException if a store or a function fails. Then there is no such model, or it has failed, or it was completed
     *     nonetheless
     */
    public Optional<ModelRecord> make(
            Made made, IOFunction<ModelRecord, Optional<SavedModel>> file, IOFunction<ModelId, Boolean> wanted)
            throws IOException {
        TrainingLedger ledger = stores.ledger();
        ModelRecord begun = ledger.create(made.description(), made.request(), made.created(), made.how());
        ModelId model = begun.id();
        String token = UUID.randomUUID().toString();
        boolean completed = false;
        WorkLoop pulse = pulse(model, token);
        try {
            stores.claims().take(model, token, lasting, Integer.MAX_VALUE);
            pulse.start();
            ledger.start(model, made.how());
            Optional<SavedModel> saved = file.apply(begun);
            if (saved.isEmpty()) {
                return Optional.empty();
            }
            ModelFile stored = stores.files().store(model, saved.get());
            if (!wanted.apply(model)) {
                return Optional.empty();
            }
            ModelRecord record = complete(model, stored, made);
            completed = true;
            return Optional.of(record);
        } finally {
            pulse.stop();
            pulse.join();
            if (!completed) {
                drop(model);
            }
        }
    }

    private ModelRecord complete(ModelId model, ModelFile stored, Made made) throws IOException {
        try {
            return stores.ledger().complete(model, stored, made.statistics(), made.message());
        } catch (IllegalTransitionException e) {
            // Either the reply of a call that did it was lost, or somebody has cancelled it, or taken its maker for
            // dead.
            ModelRecord now = stores.registry().get(model);
            if (now.file().equals(Optional.of(stored))) {
                return now;
            }
            throw new IOException("model " + model + " has failed meanwhile: " + now.message(), e);
        }
    }

    /** Leaves nothing of a model that was not made, as far as the stores can be reached. */
    private void drop(ModelId model) {
        try {
            ModelRecord now = stores.registry().find(model).orElse(null);
            if (now != null && !now.status().isFinal()) {
                stores.ledger().delete(model);
            }
            if (now == null || now.file().isEmpty()) {
                stores.files().delete(model);
                stores.claims().remove(model);
            }
        } catch (IOException e) {
            LOG.warn("what is left of model {} is left to a worker's sweep: {}", model, Failures.describe(e));
        }
    }

    /**
     * Whether the maker of a model that is not final lives. If it does not, nothing is left of the model.
     *
     * @return whether it lives, as far as can be told
     */
    public boolean isMaking(ModelRecord model) throws IOException {
        String token = UUID.randomUUID().toString();
        if (stores.claims().take(model.id(), token, lasting, Integer.MAX_VALUE).outcome() == Claims.Outcome.HELD) {
            return true;
        }
        drop(model.id());
        LOG.info("model {} is dropped: the process that made it is gone", model.id());
        return false;
    }

    /** Renews the claim on a model. */
    private WorkLoop pulse(ModelId model, String token) {
        return WorkLoop.of(
                "recommender-claim",
                lasting.dividedBy(BEATS),
                () -> {
                    stores.claims().renew(model, token, lasting);
                    return false;
                },
                failure -> LOG.debug("the claim on model {} was not renewed", model, failure));
    }
}
