package dev.recommender.internal.serving;

import dev.recommender.internal.util.Sha256;
import dev.recommender.registry.ModelFile;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelUnavailableException;
import dev.recommender.storage.Backoff;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;

/**
 * Brings a local file to the length that a model must have, and continues after what the file holds. Computes the
 * digest of the whole file at the same time, so what is fetched is not read again. Reads no more than that length from
 * the store, even if the blob is longer. Used once.
 */
final class ModelDownload {
    private static final int BUFFER = 1 << 16;
    private static final int ATTEMPTS = 3;
    private static final Backoff PAUSES = Backoff.of(Duration.ofMillis(200), Duration.ofMillis(400));

    private final BlobStore store;
    private final ModelId id;
    private final ModelFile file;
    private final Path target;
    private MessageDigest digest = Sha256.digest();
    /** How many bytes of the target are in the digest. */
    private long digested;

    ModelDownload(BlobStore store, ModelId id, ModelFile file, Path target) {
        this.store = store;
        this.id = id;
        this.file = file;
        this.target = target;
    }

    /**
     * Downloads.
     *
     * @return the SHA-256 of the target
     * @throws ModelUnavailableException if the model is not in the store, or shorter or longer there
     * @throws IOException if the store fails repeatedly, or the local disk; then the target holds what came until then
     */
    String run() throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                fetchRest();
                return Sha256.text(digest);
            } catch (BlobNotFoundException e) {
                throw new ModelUnavailableException(id, "its file is missing from the store: " + file.key(), e);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                PAUSES.sleep(attempt);
            }
        }
    }

    private void fetchRest() throws IOException {
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
        if (have != digested) {
            digestTarget();
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
                digest.update(buffer, 0, count);
                have += count;
                digested = have;
            }
        }
    }

    /** Computes the digest of what the target holds, such as bytes that another process had fetched. */
    private void digestTarget() throws IOException {
        digest = Sha256.digest();
        digested = 0;
        if (!Files.exists(target)) {
            return;
        }
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                digested += count;
            }
        }
    }
}
