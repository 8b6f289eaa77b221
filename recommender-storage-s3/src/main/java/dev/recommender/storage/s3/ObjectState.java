package dev.recommender.storage.s3;

import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * What there is at a key, as far as a write or a deletion needs it to tell its own doing from another's. Each write has a
 * nonce of its own, which the object carries among its metadata.
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

    /** What there is at a key now. */
    static ObjectState at(Bucket bucket, Calls calls, String key) throws IOException {
        try {
            HeadObjectResponse head = head(bucket, calls, key);
            return new ObjectState(
                    true, head.metadata().getOrDefault(NONCE, ""), Objects.requireNonNullElse(head.eTag(), ""));
        } catch (BlobNotFoundException e) {
            return ABSENT;
        }
    }

    /**
     * What the store tells of the object at a key.
     *
     * @throws BlobNotFoundException if there is none
     */
    static HeadObjectResponse head(Bucket bucket, Calls calls, String key) throws IOException {
        try {
            return calls.call("look for blob \"" + key + "\" in " + bucket, () -> bucket.head(key));
        } catch (StorageException e) {
            throw ObjectStream.missing(key, e);
        }
    }

    /** A nonce for a write. */
    static String newNonce(boolean onlyIfAbsent) {
        return (onlyIfAbsent ? CREATED : PUT) + UUID.randomUUID();
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
     * Whether this state shows that a put has been done, or has been overtaken and need not be done any more: the object is
     * the put's own, or has been written or deleted since. An object that was created where there was none before is no such
     * sign, as it could not have been created after the put.
     *
     * @param putsNonce the put's nonce
     * @param before the state when the put began
     */
    boolean settlesPut(String putsNonce, ObjectState before) {
        boolean createdFirst = !before.isPresent && nonce.startsWith(CREATED);
        return isOf(putsNonce) || !equals(before) && !createdFirst;
    }

    /** The failure of a write that may have been done, after which there is no object of it. */
    static StorageException gone(String key, Bucket bucket, StorageException cause) {
        return new StorageException(
                Kind.CONFLICT,
                "blob \"" + key + "\" in " + bucket
                        + " may have been written and is gone again; look before writing it anew",
                cause);
    }
}
