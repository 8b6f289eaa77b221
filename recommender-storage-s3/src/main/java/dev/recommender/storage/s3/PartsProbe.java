package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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
    private final Attempts attempts;
    private final String what;
    private final String md5 = Checksums.md5(CONTENT, CONTENT.length);

    /** No key of a blob, so that no listing shows it. */
    private final String key = ".probe/" + UUID.randomUUID();

    PartsProbe(Bucket bucket, Attempts attempts) {
        this.bucket = bucket;
        this.attempts = attempts;
        this.what = "probe " + bucket;
    }

    /** Whether the store honours create-if-absent for uploads in parts. */
    boolean isHonoured() throws IOException {
        attempts.atLeastOnce(what, () -> bucket.put(key, false, Map.of(), md5, body(), 1));
        try {
            return isRefusedInParts();
        } finally {
            attempts.atLeastOnce(what, () -> bucket.delete(key));
        }
    }

    private boolean isRefusedInParts() throws IOException {
        String upload = attempts.atLeastOnce(what, () -> bucket.beginUpload(key, Map.of()));
        try {
            CompletedPart part = attempts.atLeastOnce(what, () -> bucket.uploadPart(key, upload, 1, md5, body()));
            return isRefused(upload, part);
        } finally {
            abort(upload);
        }
    }

    /** Whether the store answers that there is such an object, instead of making it or of not knowing the condition. */
    private boolean isRefused(String upload, CompletedPart part) throws IOException {
        try {
            attempts.atLeastOnce(what, () -> bucket.completeUpload(key, upload, true, List.of(part)));
            return false;
        } catch (StorageException e) {
            if (e.kind() == Kind.CONFLICT) {
                return true;
            }
            // It is gone if an attempt whose answer was lost has made the object.
            if (e.kind() == Kind.REJECTED || Failures.isGone(e.getCause())) {
                return false;
            }
            throw e;
        }
    }

    private void abort(String upload) {
        try {
            bucket.abortUpload(key, upload);
        } catch (SdkException e) {
            // It has been completed.
        }
    }

    private static RequestBody body() {
        return SmallWrite.body(CONTENT, CONTENT.length);
    }
}
