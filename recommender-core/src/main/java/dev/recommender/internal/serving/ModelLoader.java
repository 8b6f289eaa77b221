package dev.recommender.internal.serving;

import dev.recommender.ModelFormatException;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.internal.util.Failures;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ModelUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a registered model from the store to where it answers: fetched, verified, opened and warm. */
final class ModelLoader {
    private static final Logger LOG = LoggerFactory.getLogger(ModelLoader.class);

    private final ModelRegistry registry;
    private final LocalModels folder;
    private final Consumer<Recommender> warmUp;

    ModelLoader(ModelRegistry registry, LocalModels folder, Consumer<Recommender> warmUp) {
        this.registry = registry;
        this.folder = folder;
        this.warmUp = warmUp;
    }

    /**
     * Opens a model.
     *
     * @param afterClose called when the model is closed
     * @throws dev.recommender.registry.UnknownModelException if there is no such model
     * @throws ModelNotCompletedException if it is not completed
     * @throws ModelUnavailableException if its file is not what was stored, or not a model, or does not answer
     */
    OpenModel load(ModelId id, Consumer<OpenModel> afterClose) throws IOException {
        ModelRecord record = registry.get(id);
        ModelFile file = record.file()
                .filter(found -> record.status() == ModelStatus.COMPLETED)
                .orElseThrow(() -> new ModelNotCompletedException(id, record.status()));
        Opened opened = open(id, file);
        return new OpenModel(record, opened.model, file.size(), opened.copy.fetched(), closed -> {
            try {
                opened.copy.close();
            } finally {
                afterClose.accept(closed);
            }
        });
    }

    private record Opened(TrainedModel model, LocalModels.Copy copy) {}

    /** Fetches a copy again that is damaged, or that another process has deleted in the meantime. */
    private Opened open(ModelId id, ModelFile file) throws IOException {
        LocalModels.Copy copy = folder.copy(id, file);
        try {
            return open(id, copy);
        } catch (ModelUnavailableException | NoSuchFileException e) {
            boolean damaged = e instanceof NoSuchFileException || e.getCause() instanceof ModelFormatException;
            if (copy.fetched() || !damaged) {
                throw e;
            }
            LOG.warn("the local copy of model {} is fetched again: {}", id, Failures.describe(e));
        }
        return open(id, folder.fetchAgain(id, file));
    }

    /** Opens a copy, which is closed if that fails. */
    private Opened open(ModelId id, LocalModels.Copy copy) throws IOException {
        @Nullable TrainedModel model = null;
        boolean open = false;
        try {
            model = read(id, copy);
            warmUp(id, model);
            open = true;
            return new Opened(model, copy);
        } finally {
            if (!open) {
                if (model != null) {
                    model.close();
                }
                copy.close();
            }
        }
    }

    /**
     * Reads a model. The digest of a copy that was just fetched was checked against the registry's, so the file is the one
     * that a worker saved. That trust rests on the registry: who can write its records decides which bytes are a model. So
     * the rows of such a file are checked when they are first used. A copy that was there before may have been damaged on
     * the disk, and all of it is checked by its own checksums.
     */
    private static TrainedModel read(ModelId id, LocalModels.Copy copy) throws IOException {
        try {
            return Models.open(copy.file(), copy.fetched() ? Verification.LAZY : Verification.ON_OPEN);
        } catch (RuntimeException e) {
            throw new ModelUnavailableException(id, "what was stored cannot be opened: " + e, e);
        }
    }

    private void warmUp(ModelId id, TrainedModel model) {
        try {
            warmUp.accept(model.recommender());
        } catch (RuntimeException e) {
            throw new ModelUnavailableException(id, "it opens but does not answer: " + e, e);
        }
    }
}
