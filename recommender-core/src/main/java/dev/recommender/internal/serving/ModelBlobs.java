package dev.recommender.internal.serving;

import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Finds and deletes blobs of models that no model needs: those of models that were deleted or have failed, and of completed
 * ones all but the file. Blobs are listed before the registry is asked, and a status that is final stays so, hence nothing
 * that is still to become a model's file is ever deleted: a worker that goes on with such a model cannot complete it. Of a
 * model whose record cannot be read all blobs stay.
 */
public final class ModelBlobs {
    private static final String KEYS = "models/";
    private static final int PAGE = 1000;

    private final BlobStore store;
    private final ModelRegistry registry;

    public ModelBlobs(BlobStore store, ModelRegistry registry) {
        this.store = store;
        this.registry = registry;
    }

    /** Deletes what one model does not need; returns how many blobs. */
    public int tidy(ModelId model) throws IOException {
        return tidy(model, list(KEYS + model + "/", () -> false));
    }

    /**
     * Deletes what no model needs; returns how many blobs.
     *
     * @param stopped asked before each page of blobs and each model whether to leave the rest
     */
    public int tidyAll(BooleanSupplier stopped) throws IOException {
        Map<ModelId, List<String>> byModel = new LinkedHashMap<>();
        for (String key : list(KEYS, stopped)) {
            modelOf(key)
                    .ifPresent(model -> byModel.computeIfAbsent(model, id -> new ArrayList<>())
                            .add(key));
        }
        int deleted = 0;
        for (Map.Entry<ModelId, List<String>> entry : byModel.entrySet()) {
            if (stopped.getAsBoolean()) {
                break;
            }
            deleted += tidy(entry.getKey(), entry.getValue());
        }
        return deleted;
    }

    private int tidy(ModelId model, List<String> keys) throws IOException {
        if (keys.isEmpty()) {
            return 0;
        }
        Optional<ModelRecord> record = registry.find(model);
        if (record.isPresent()
                && !(record.get().isReadable() && record.get().status().isFinal())) {
            return 0;
        }
        Optional<String> needed = record.filter(found -> found.status() == ModelStatus.COMPLETED)
                .flatMap(ModelRecord::file)
                .map(ModelFile::key);
        int deleted = 0;
        for (String key : keys) {
            if (!needed.equals(Optional.of(key)) && store.delete(key)) {
                deleted++;
            }
        }
        return deleted;
    }

    private List<String> list(String prefix, BooleanSupplier stopped) throws IOException {
        List<String> keys = new ArrayList<>();
        String after = "";
        while (!stopped.getAsBoolean()) {
            List<BlobInfo> page = store.list(prefix, after, PAGE);
            page.forEach(info -> keys.add(info.key()));
            if (page.size() < PAGE) {
                break;
            }
            after = keys.get(keys.size() - 1);
        }
        return keys;
    }

    /** The model that a key belongs to; empty for keys of something else, which are nobody's to delete. */
    private static Optional<ModelId> modelOf(String key) {
        int end = key.indexOf('/', KEYS.length());
        try {
            return end < 0 ? Optional.empty() : Optional.of(ModelId.parse(key.substring(KEYS.length(), end)));
        } catch (InvalidModelIdException e) {
            return Optional.empty();
        }
    }
}
