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
 * Brings a local file to the length that a model must have, and computes its digest. A file that is not there is
 * downloaded as its store does it best, perhaps in several ranges at a time, and read once for its digest. A file that
 * holds something, which another process has fetched, is continued after that. Used once.
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
        if (Files.exists(target) && Files.size(target) > size) {
            Files.delete(target);
        }
        if (!Files.exists(target)) {
            download();
        }
        long have = Files.size(target);
        if (have > size) {
            throw new IOException(file.key() + " has changed while it was read");
        }
        if (digested == 0 || have != digested) {
            digestTarget();
        }
        if (have < size) {
            appendRest(have, size);
        }
    }

    private void download() throws IOException {
        digested = 0;
        boolean whole = false;
        try {
            store.download(file.key(), target);
            whole = true;
        } finally {
            if (!whole) {
                // It may have gaps, after which nobody can continue.
                Files.deleteIfExists(target);
            }
        }
    }

    private void appendRest(long from, long size) throws IOException {
        long have = from;
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

    /** Computes the digest of what the target holds. */
    private void digestTarget() throws IOException {
        digest = Sha256.digest();
        digested = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(target)) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                digested += count;
            }
        }
    }
}
