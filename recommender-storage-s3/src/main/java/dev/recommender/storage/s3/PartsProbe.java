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

/**
 * Finds out, with an object of its own, whether a store honours create-if-absent for uploads in parts, too. Some that do
 * for single requests do not.
 */
final class PartsProbe {
    private static final byte[] CONTENT = "probe".getBytes(StandardCharsets.UTF_8);

    private final Bucket bucket;
    private final Calls calls;
    /** No key of a blob, so that nobody sees it. */
    private final String key = ".probe/" + UUID.randomUUID();

    PartsProbe(Bucket bucket, Calls calls) {
        this.bucket = bucket;
        this.calls = calls;
    }

    /** Whether the store honours create-if-absent for uploads in parts. */
    boolean isHonoured() throws IOException {
        RequestBody body = Uploads.body(CONTENT, CONTENT.length);
        calls.call(what(), () -> {
            bucket.put(key, false, Map.of(), Checksums.md5(CONTENT, CONTENT.length), body, 1);
            return true;
        });
        try {
            return !succeedsInParts();
        } finally {
            calls.call(what(), () -> {
                bucket.delete(key);
                return true;
            });
        }
    }

    private boolean succeedsInParts() throws IOException {
        String upload = calls.call(what(), () -> bucket.beginUpload(key, Map.of()));
        boolean completed = false;
        try {
            CompletedPart part = calls.call(what(), () -> {
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
            return calls.call(what(), call);
        } catch (StorageException e) {
            if (e.kind() == Kind.CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private String what() {
        return "probe " + bucket;
    }
}
