package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WriteNonce;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;

/**
 * What there is at a key, as far as a write or a deletion needs it to recognise what it did itself. Each object has the nonce
 * of the write that made it among its metadata.
 *
 * @param isPresent whether there is an object
 * @param nonce the nonce of the write that made it; empty if it has none
 * @param etag its tag; empty if it has none
 */
record ObjectState(boolean isPresent, String nonce, String etag) {
    /** The metadata with the CRC-32C of the whole object. */
    static final String CRC32C = "recommender-crc32c";

    /** No object. */
    static final ObjectState ABSENT = new ObjectState(false, "", "");

    private static final String NONCE = "recommender-nonce";
    private static final String CREATED = "created-";
    private static final String PUT = "put-";

    /** What there is at a key, asked as often as it takes. */
    static ObjectState at(Bucket bucket, Attempts attempts, String key) throws IOException {
        return attempts.atLeastOnce("look for " + bucket.blob(key), () -> now(bucket, key));
    }

    /** What there is at a key, asked once. Throws what the SDK throws. */
    static ObjectState now(Bucket bucket, String key) {
        return bucket.head(key)
                .map(head -> new ObjectState(
                        true, head.metadata().getOrDefault(NONCE, ""), Objects.requireNonNullElse(head.eTag(), "")))
                .orElse(ABSENT);
    }

    /** A nonce for a write. */
    static String newNonce(boolean onlyIfAbsent) {
        return (onlyIfAbsent ? CREATED : PUT) + WriteNonce.next();
    }

    /** The metadata by which the object of a write is known. */
    static Map<String, String> metadata(String nonce, String crc32c) {
        return Map.of(NONCE, nonce, CRC32C, crc32c);
    }

    /** Whether it is what a write made. */
    boolean isOf(String writesNonce) {
        return nonce.equals(writesNonce);
    }

    /**
     * Whether this state shows that a put has happened, or was overtaken and need not happen any more. Then the object is the
     * put's own, or has been written or deleted since. An object that was created where there was none is no such sign, as
     * it could not have been created after the put.
     *
     * @param putsNonce the put's nonce
     * @param before the state when the put began
     */
    boolean settlesPut(String putsNonce, ObjectState before) {
        boolean createdFirst = !before.isPresent && nonce.startsWith(CREATED);
        return isOf(putsNonce) || !equals(before) && !createdFirst;
    }

    /** The failure of a write that may have happened, after which there is no object of it. */
    static StorageException inDoubt(Bucket bucket, String key, StorageException cause) {
        StorageException doubt = StorageException.inDoubt(bucket.blob(key));
        doubt.initCause(cause);
        return doubt;
    }
}
