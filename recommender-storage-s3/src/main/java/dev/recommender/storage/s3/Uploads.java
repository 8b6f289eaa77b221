package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.PartSender;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;

/**
 * Writes objects: small ones in one request, large ones in parts. A large one is created by one request from a stream if the
 * store does not honour create-if-absent for parts. Shared between threads.
 */
final class Uploads {
    private final Bucket bucket;
    private final Attempts attempts;
    private final PartSender sender;
    private final boolean conditionalParts;

    Uploads(Bucket bucket, Attempts attempts, PartSender sender, boolean conditionalParts) {
        this.bucket = bucket;
        this.attempts = attempts;
        this.sender = sender;
        this.conditionalParts = conditionalParts;
    }

    /**
     * Writes an object.
     *
     * @return whether it is written: false only if it was to be written only if absent, and was not
     */
    boolean write(String key, BlobContent content, boolean onlyIfAbsent) throws IOException {
        String nonce = ObjectState.newNonce(onlyIfAbsent);
        boolean small = content.size() <= sender.partSize();
        if (!small && onlyIfAbsent && ObjectState.at(bucket, attempts, key).isPresent()) {
            return false;
        }
        try (Write write = newWrite(small, key, content, nonce, onlyIfAbsent)) {
            return settle(key, nonce, onlyIfAbsent, write);
        }
    }

    private Write newWrite(boolean small, String key, BlobContent content, String nonce, boolean onlyIfAbsent)
            throws IOException {
        if (small) {
            return new SmallWrite(bucket, attempts, key, content, nonce, onlyIfAbsent);
        }
        return onlyIfAbsent && !conditionalParts
                ? new StreamedWrite(bucket, attempts, key, content, nonce, sender.partSize())
                : new MultipartWrite(bucket, attempts, sender, key, content, nonce, onlyIfAbsent);
    }

    private boolean settle(String key, String nonce, boolean onlyIfAbsent, Write write) throws IOException {
        boolean unknown = false;
        for (int attempt = 1; ; attempt++) {
            try {
                write.attempt();
                return true;
            } catch (StorageException e) {
                unknown |= e.kind() == Kind.UNAVAILABLE || Failures.wasRepeated(e.getCause());
                if (e.kind() == Kind.CONFLICT && onlyIfAbsent) {
                    ObjectState found = ObjectState.at(bucket, attempts, key);
                    if (found.isPresent()) {
                        return found.isOf(nonce);
                    }
                    if (unknown) {
                        throw ObjectState.inDoubt(bucket, key, e);
                    }
                }
                if (attempt >= attempts.count() || !write.isRepeatable(e)) {
                    throw e;
                }
                attempts.pause(attempt);
                if (unknown && write.isDone()) {
                    return true;
                }
            }
        }
    }
}
