package dev.recommender.internal.serving;

import dev.recommender.internal.util.Sha256;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;

/** The files of trained models in a store: {@code models/{id}/{random}.model}. Shared between threads. */
final class ModelFiles {
    private static final String KEYS = "models/";
    private static final int PAGE = 100;
    private static final int BUFFER = 1 << 16;
    private static final int MAX_ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 100;

    private final BlobStore store;

    ModelFiles(BlobStore store) {
        this.store = store;
    }

    /** Stores a file under a name that was never used, so that whatever an earlier attempt left behind stays apart. */
    ModelFile store(ModelId id, Path file) throws IOException {
        NeighborModel.open(file).close();
        String key = KEYS + id + "/" + UUID.randomUUID() + ".model";
        ModelFile stored = new ModelFile(key, Files.size(file), Sha256.of(file));
        if (!store.create(key, BlobContent.of(file))) {
            throw new IOException("blob " + key + " is there already; the store does not create as it should");
        }
        return stored;
    }

    int delete(ModelId id) throws IOException {
        int deleted = 0;
        String prefix = KEYS + id + "/";
        List<BlobInfo> page;
        String after = "";
        do {
            page = store.list(prefix, after, PAGE);
            for (BlobInfo info : page) {
                deleted += store.delete(info.key()) ? 1 : 0;
                after = info.key();
            }
        } while (page.size() == PAGE);
        return deleted;
    }

    /**
     * Brings a local file to the length that a model must have, going on from what it holds. Reads no more than that from
     * the store, whatever is there.
     *
     * @throws ModelUnavailableException if the model is not in the store, or shorter or longer there
     * @throws IOException if the store fails repeatedly, or the local disk; then the file holds what came until then
     */
    void fetch(ModelId id, ModelFile file, Path target) throws IOException {
        if (!file.key().startsWith(KEYS + id + "/")) {
            throw new ModelUnavailableException(id, "its file is not among its own: " + file.key(), null);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                fetchRest(id, file, target);
                return;
            } catch (BlobNotFoundException e) {
                throw new ModelUnavailableException(id, "its file is missing from the store: " + file.key(), e);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == MAX_ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    private void fetchRest(ModelId id, ModelFile file, Path target) throws IOException {
        long size = store.info(file.key())
                .orElseThrow(() -> new BlobNotFoundException(file.key()))
                .size();
        if (size != file.size()) {
            throw new ModelUnavailableException(
                    id, file.key() + " has " + size + " bytes in the store instead of " + file.size(), null);
        }
        long have = Files.exists(target) ? Files.size(target) : 0;
        if (have > size) {
            Files.delete(target);
            have = 0;
        }
        try (InputStream in = store.get(file.key(), have);
                OutputStream out =
                        Files.newOutputStream(target, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] buffer = new byte[BUFFER];
            while (have < size) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, size - have));
                if (count < 0) {
                    throw new IOException(file.key() + " ended after " + have + " of " + size + " bytes");
                }
                out.write(buffer, 0, count);
                have += count;
            }
        }
    }

    private static void pause(int attempt) throws InterruptedIOException {
        try {
            Thread.sleep(PAUSE_MILLIS << attempt);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while fetching a model");
        }
    }
}
