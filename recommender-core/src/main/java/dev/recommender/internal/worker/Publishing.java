package dev.recommender.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.ModelMetadata;
import dev.recommender.SavedModel;
import dev.recommender.TrainedModel;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.util.Json;
import dev.recommender.internal.util.Sha256;
import dev.recommender.internal.worker.OwnModels.Made;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.UnknownModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Makes a model file that was trained elsewhere a model of a store. */
public final class Publishing {
    private static final String HOW = "publishing";

    private final WorkerStores stores;
    private final OwnModels models;

    public Publishing(WorkerStores stores, OwnModels models) {
        this.stores = stores;
        this.models = models;
    }

    /** Publishes a file whose description is not too long. */
    public ModelId publish(Path file, String description) throws IOException {
        ModelMetadata metadata;
        try (TrainedModel model = Models.open(file)) {
            metadata = model.metadata();
        }
        SavedModel saved = new SavedModel(file, Files.size(file), Sha256.of(file));
        String statistics =
                ModelStatistics.none(metadata.algorithm().orElse("")).toJson();
        Made made = new Made(description, request(metadata), Optional.empty(), statistics, HOW, "published");
        try {
            ModelId model = models.make(made, record -> Optional.of(saved), id -> {
                        requireUnchanged(saved);
                        return true;
                    })
                    .orElseThrow()
                    .id();
            stores.settleStored(model);
            return model;
        } catch (UnknownModelException e) {
            throw new IOException("the model was deleted while it was published; publish " + file + " again", e);
        }
    }

    /** The file was read several times: to be checked, for its digest, and to be stored. */
    private static void requireUnchanged(SavedModel saved) throws IOException {
        if (Files.size(saved.file()) != saved.size() || !Sha256.of(saved.file()).equals(saved.sha256())) {
            throw new IOException(saved.file() + " has changed while it was published; publish it again");
        }
    }

    /** What is known of how the model was trained; parameters of any length are in its file. */
    private static String request(ModelMetadata metadata) {
        ObjectNode request = Json.object();
        metadata.algorithm().ifPresent(name -> request.put("algorithm", name));
        ObjectNode whole = request.deepCopy();
        whole.set("parameters", Json.readObject(metadata.parameters().toJson()));
        String json = Json.write(whole);
        return json.length() <= TrainingLedger.MAX_REQUEST ? json : Json.write(request);
    }
}
