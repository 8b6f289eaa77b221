package dev.recommender.internal.serving;

import dev.recommender.SavedModel;
import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.InvalidModelIdException;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelRegistry;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * The files of trained models in a store: {@code models/{id}/{random}.model}. Shared between threads.
 *
 * <p>A file that no model needs can be deleted without knowing who wrote it, because files are listed before the
 * registry is asked and a final status stays. So nothing is deleted that could still become a model's file. A worker
 * that continues with a model of final status cannot complete it. All files of a model whose record cannot be read
 * stay.
 */
public final class ModelFiles {
    private static final String KEYS = "models/";
    private static final int PAGE = 1000;
    private static final int BUFFER = 1 << 16;

    private final BlobStore store;

    public ModelFiles(BlobStore store) {
        this.store = store;
    }

    /**
     * Stores a model that was just saved under a name that was never used. So files that an earlier attempt left behind
     * stay apart. The file is read once: its length and digest were computed while it was written.
     */
    public ModelFile store(ModelId id, SavedModel model) throws IOException {
        ModelFile stored = new ModelFile(KEYS + id + "/" + UUID.randomUUID() + ".model", model.size(), model.sha256());
        if (!store.create(stored.key(), BlobContent.of(model.file()))) {
            throw new IOException(
                    "blob " + stored.key() + " existed before it was created; the store does not create as it should");
        }
        return stored;
    }

    /**
     * Brings a local file to the content of a model in the store; see {@link ModelDownload}.
     *
     * @return the SHA-256 of the file then
     */
    String fetch(ModelId id, ModelFile file, Path target) throws IOException {
        requireOwn(id, file);
        return new ModelDownload(store, id, file, target).run();
    }

    /**
     * Looks whether a model's file is in the store, as long as it was when it was stored.
     *
     * @throws ModelUnavailableException if it is not
     */
    void requireThere(ModelId id, ModelFile file) throws IOException {
        requireOwn(id, file);
        Optional<BlobInfo> found = store.info(file.key());
        if (found.isEmpty()) {
            throw new ModelUnavailableException(id, "its file is missing from the store: " + file.key(), null);
        }
        if (found.get().size() != file.size()) {
            throw new ModelUnavailableException(
                    id,
                    file.key() + " has " + found.get().size() + " bytes in the store instead of " + file.size(),
                    null);
        }
    }

    /**
     * Reads a model's file in the store, all of it.
     *
     * @throws ModelUnavailableException if it is not there, or not what was stored
     */
    void requireWhole(ModelId id, ModelFile file) throws IOException {
        requireThere(id, file);
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[BUFFER];
        long read = 0;
        try (InputStream in = store.get(file.key())) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                read += count;
            }
        }
        if (read != file.size()) {
            throw new IOException(file.key() + " ended after " + read + " of " + file.size() + " bytes");
        }
        if (!Sha256.text(digest).equals(file.sha256())) {
            throw new ModelUnavailableException(
                    id, file.key() + " is not what was stored: its SHA-256 is not " + file.sha256(), null);
        }
    }

    private static void requireOwn(ModelId id, ModelFile file) {
        if (!file.key().startsWith(KEYS + id + "/")) {
            throw new ModelUnavailableException(
                    id, "its record names a file that is not the model's own: " + file.key(), null);
        }
    }

    /** Deletes all files of a model; returns how many there were. */
    public int delete(ModelId id) throws IOException {
        int deleted = 0;
        for (String key : list(KEYS + id + "/", () -> false)) {
            deleted += store.delete(key) ? 1 : 0;
        }
        return deleted;
    }

    /** Deletes the files that one model does not need; returns how many. */
    public int tidy(ModelId model, ModelRegistry registry) throws IOException {
        return tidy(model, list(KEYS + model + "/", () -> false), registry);
    }

    /**
     * Deletes the files that no model needs; returns how many.
     *
     * @param stopped asked before each page of files and each model whether to leave the rest
     */
    public int tidyAll(ModelRegistry registry, BooleanSupplier stopped) throws IOException {
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
            deleted += tidy(entry.getKey(), entry.getValue(), registry);
        }
        return deleted;
    }

    private int tidy(ModelId model, List<String> keys, ModelRegistry registry) throws IOException {
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

    /** The model that a key belongs to; empty for other keys, which are not to be deleted. */
    private static Optional<ModelId> modelOf(String key) {
        int end = key.indexOf('/', KEYS.length());
        try {
            return end < 0 ? Optional.empty() : Optional.of(ModelId.parse(key.substring(KEYS.length(), end)));
        } catch (InvalidModelIdException e) {
            return Optional.empty();
        }
    }
}
