package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Finds out, with an object of its own, whether a store honours create-if-absent. */
final class Probe {
    private static final byte[] CONTENT = "probe".getBytes(StandardCharsets.UTF_8);

    private final Bucket bucket;
    private final Calls calls;
    /** No key of a blob, so that nobody sees it. */
    private final String key = ".probe/" + UUID.randomUUID();

    Probe(Bucket bucket, Calls calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    /**
     * Whether the store honours create-if-absent for uploads in parts.
     *
     * @throws StorageException if it does not even honour it for single requests, or cannot be asked
     */
    boolean honoursConditionsOfParts() throws IOException {
        calls.call("open " + bucket, () -> write(false));
        try {
            if (succeeds(() -> write(true))) {
                throw new StorageException(
                        Kind.REJECTED,
                        bucket + " ignores \"If-None-Match: *\", so that writers would overwrite each other's records;"
                                + " use a store that honours it");
            }
            return !succeedsInParts();
        } finally {
            calls.call("delete the probe in " + bucket, () -> {
                bucket.delete(key);
                return true;
            });
        }
    }

    private boolean write(boolean onlyIfAbsent) {
        RequestBody body = Uploads.body(CONTENT, CONTENT.length);
        bucket.put(key, onlyIfAbsent, Map.of(), Checksums.md5(CONTENT, CONTENT.length), body, 1);
        return true;
    }

    private boolean succeedsInParts() throws IOException {
        String upload = calls.call("open " + bucket, () -> bucket.beginUpload(key, Map.of()));
        boolean completed = false;
        try {
            CompletedPart part = calls.call("open " + bucket, () -> {
                RequestBody body = Uploads.body(CONTENT, CONTENT.length);
                return bucket.uploadPart(key, upload, 1, Checksums.md5(CONTENT, CONTENT.length), body);
            });
            completed = succeeds(() -> {
                bucket.completeUpload(key, upload, true, List.of(part));
                return true;
            });
            return completed;
        } finally {
            if (!completed) {
                abort(upload);
            }
        }
    }

    private void abort(String upload) {
        try {
            bucket.abortUpload(key, upload);
        } catch (SdkException e) {
            // It has been completed or aborted by an attempt whose answer was lost.
        }
    }

    /** Whether the store does it instead of answering that there is such an object already. */
    private boolean succeeds(Supplier<Boolean> call) throws IOException {
        try {
            return calls.call("open " + bucket, call);
        } catch (StorageException e) {
            if (e.kind() == Kind.CONFLICT) {
                return false;
            }
            throw e;
        }
    }
}
