package dev.recommender.internal.serving;

import dev.recommender.Recommender;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelNotCompletedException;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ModelUnavailableException;
import java.io.IOException;
import java.util.function.Consumer;

/** Brings a registered model from the store to where it answers: fetched, verified, opened and warm. */
final class ModelLoader {
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
     * @throws ModelUnavailableException if its file is not what was stored, or no model, or cannot answer
     */
    OpenModel load(ModelId id, Consumer<OpenModel> afterClose) throws IOException {
        ModelRecord record = registry.get(id);
        ModelFile file = record.file()
                .filter(found -> record.status() == ModelStatus.COMPLETED)
                .orElseThrow(() -> new ModelNotCompletedException(id, record.status()));
        LocalModels.Copy copy = folder.copy(id, file);
        boolean open = false;
        try {
            NeighborModel model = open(id, copy);
            open = true;
            return new OpenModel(record, model, file.size(), closed -> {
                copy.close();
                afterClose.accept(closed);
            });
        } finally {
            if (!open) {
                copy.close();
            }
        }
    }

    private NeighborModel open(ModelId id, LocalModels.Copy copy) throws IOException {
        NeighborModel model;
        try {
            model = NeighborModel.open(copy.file());
        } catch (RuntimeException | Error e) {
            throw new ModelUnavailableException(id, "what was stored cannot be opened: " + e, e);
        }
        try {
            warmUp.accept(model.recommender());
            return model;
        } catch (RuntimeException | Error e) {
            model.close();
            throw new ModelUnavailableException(id, "it opens but does not answer: " + e, e);
        }
    }
}
