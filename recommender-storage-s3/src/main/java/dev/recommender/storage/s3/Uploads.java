package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Writes objects: in one request if they are small, in parts if they are large, in one request from a stream if they are
 * large and the store does not honour create-if-absent for parts. Shared between threads.
 */
final class Uploads {
    private final Bucket bucket;
    private final Calls calls;
    private final Parts parts;
    private final boolean conditionalParts;

    Uploads(Bucket bucket, Calls calls, Parts parts, boolean conditionalParts) {
        this.bucket = bucket;
        this.calls = calls;
        this.parts = parts;
        this.conditionalParts = conditionalParts;
    }

    /**
     * Writes an object.
     *
     * @return whether it is written: false only if it was to be written only if absent, and was not
     */
    boolean write(String key, BlobContent content, boolean onlyIfAbsent) throws IOException {
        String nonce = ObjectState.newNonce(onlyIfAbsent);
        boolean small = content.size() <= parts.size();
        if (!small && onlyIfAbsent && ObjectState.at(bucket, calls, key).isPresent()) {
            return false;
        }
        try (Write write = newWrite(small, key, content, nonce, onlyIfAbsent)) {
            return settle(key, nonce, onlyIfAbsent, write);
        }
    }

    private Write newWrite(boolean small, String key, BlobContent content, String nonce, boolean onlyIfAbsent)
            throws IOException {
        if (small) {
            return new SmallWrite(bucket, calls, key, content, nonce, onlyIfAbsent);
        }
        return onlyIfAbsent && !conditionalParts
                ? new StreamedWrite(bucket, calls, key, content, nonce, parts.size())
                : new MultipartWrite(bucket, calls, parts, key, content, nonce, onlyIfAbsent);
    }

    private boolean settle(String key, String nonce, boolean onlyIfAbsent, Write write) throws IOException {
        boolean unknown = false;
        for (int attempt = 1; ; attempt++) {
            try {
                write.attempt();
                return true;
            } catch (StorageException e) {
                unknown |= e.kind() == Kind.UNAVAILABLE || wasRetried(e);
                if (e.kind() == Kind.CONFLICT && onlyIfAbsent) {
                    ObjectState found = ObjectState.at(bucket, calls, key);
                    if (found.isPresent()) {
                        return found.isOf(nonce);
                    }
                    if (unknown) {
                        throw ObjectState.gone(key, bucket, e);
                    }
                }
                if (attempt >= calls.attempts() || !write.isRepeatable(e)) {
                    throw e;
                }
                calls.pause(attempt);
                if (unknown && write.isDone()) {
                    return true;
                }
            }
        }
    }

    /** Whether the caller's client made more than one attempt, so that an earlier one may have had another outcome. */
    private static boolean wasRetried(StorageException e) {
        return e.getCause() instanceof SdkException cause && cause.numAttempts() != null && cause.numAttempts() > 1;
    }

    static void requireSize(long told, long found) throws IOException {
        if (told != found) {
            throw new IOException("the content has " + (found > told ? "more than " : "only ") + Math.min(found, told)
                    + " bytes, not the " + told + " that it told");
        }
    }
}
