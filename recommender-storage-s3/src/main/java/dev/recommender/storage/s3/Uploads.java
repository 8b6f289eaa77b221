package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Writes objects: in one request if they are small, in parts if they are large, in one request from a stream if they are
 * large and the store does not honour create-if-absent for parts. Shared between threads.
 *
 * <p>Each write has a nonce of its own among the object's metadata. When a store answers that the object is already there,
 * the nonce tells whether it was an earlier attempt of the same write, whose answer was lost, that put it there.
 */
final class Uploads {
    /** The metadata with the CRC-32C of the whole object. */
    static final String CRC32C = "recommender-crc32c";

    private static final String NONCE = "recommender-nonce";
    private static final long LONGEST_REQUEST = 5L << 30;
    private static final String CONTENT_TYPE = "application/octet-stream";

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
        String nonce = UUID.randomUUID().toString();
        long size = content.size();
        if (size <= parts.size()) {
            return settle(key, nonce, onlyIfAbsent, inOneRequest(key, content, nonce, onlyIfAbsent));
        }
        if (onlyIfAbsent && nonceAt(key).isPresent()) {
            return false;
        }
        if (onlyIfAbsent && !conditionalParts) {
            return settle(key, nonce, onlyIfAbsent, fromStream(key, content, nonce));
        }
        return settle(key, nonce, onlyIfAbsent, inParts(key, content, nonce, onlyIfAbsent));
    }

    /** One attempt of a write. */
    private interface Write {
        void attempt() throws IOException;
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
                    Optional<String> found = nonceAt(key);
                    if (found.isPresent()) {
                        return found.get().equals(nonce);
                    }
                    if (unknown) {
                        throw new StorageException(
                                Kind.CONFLICT,
                                "blob \"" + key + "\" in " + bucket
                                        + " may have been created and is gone again; look before creating it anew",
                                e);
                    }
                }
                boolean again = e.kind() == Kind.CONFLICT || e.kind() == Kind.UNAVAILABLE;
                if (!again || attempt >= calls.attempts()) {
                    throw e;
                }
                calls.pause(attempt);
            }
        }
    }

    /** Whether the caller's client made more than one attempt, so that an earlier one may have had another outcome. */
    private static boolean wasRetried(StorageException e) {
        return e.getCause() instanceof SdkException cause && cause.numAttempts() != null && cause.numAttempts() > 1;
    }

    private Write inOneRequest(String key, BlobContent content, String nonce, boolean onlyIfAbsent) throws IOException {
        byte[] bytes;
        try (InputStream stream = content.open()) {
            bytes = stream.readNBytes(parts.size() + 1);
        }
        requireSize(content.size(), bytes.length);
        Map<String, String> metadata = metadata(nonce, Checksums.crc32c(bytes));
        String md5 = Checksums.md5(bytes, bytes.length);
        return () -> calls.once(writing(key), () -> {
            bucket.put(key, onlyIfAbsent, metadata, md5, body(bytes, bytes.length), 1);
            return true;
        });
    }

    private Write fromStream(String key, BlobContent content, String nonce) throws IOException {
        long size = content.size();
        if (size > LONGEST_REQUEST) {
            throw new StorageException(
                    Kind.REJECTED,
                    "cannot " + writing(key) + ": " + size + " bytes are more than the " + LONGEST_REQUEST
                            + " of one request, and this store does not honour create-if-absent for uploads in parts;"
                            + " put it instead");
        }
        MessageDigest md5 = Checksums.newMd5();
        String crc32c;
        try (InputStream stream = new DigestInputStream(content.open(), md5)) {
            crc32c = Checksums.crc32c(stream);
        }
        Map<String, String> metadata = metadata(nonce, crc32c);
        String digest = Checksums.base64(md5);
        long timeouts = 1 + size / parts.size();
        return () -> calls.once(writing(key), () -> {
            RequestBody body = RequestBody.fromContentProvider(() -> opened(content), size, CONTENT_TYPE);
            bucket.put(key, true, metadata, digest, body, timeouts);
            return true;
        });
    }

    private Write inParts(String key, BlobContent content, String nonce, boolean onlyIfAbsent) throws IOException {
        String crc32c;
        try (InputStream stream = content.open()) {
            crc32c = Checksums.crc32c(stream);
        }
        Map<String, String> metadata = metadata(nonce, crc32c);
        return () -> {
            String upload = calls.call(writing(key), () -> bucket.beginUpload(key, metadata));
            try {
                complete(key, nonce, upload, onlyIfAbsent, parts.upload(key, upload, content, crc32c));
            } catch (IOException | RuntimeException e) {
                abort(key, upload, e);
                throw e;
            }
        };
    }

    private void complete(String key, String nonce, String upload, boolean onlyIfAbsent, List<CompletedPart> uploaded)
            throws IOException {
        try {
            calls.call(writing(key), () -> {
                bucket.completeUpload(key, upload, onlyIfAbsent, uploaded);
                return true;
            });
        } catch (StorageException e) {
            // An upload that was completed before, by an attempt whose answer was lost, is no longer there.
            boolean gone = e.kind() == Kind.NOT_FOUND && !Failures.isMissingBucket(e);
            if (!gone || !nonceAt(key).equals(Optional.of(nonce))) {
                throw e;
            }
        }
    }

    private void abort(String key, String upload, Exception failure) {
        try {
            bucket.abortUpload(key, upload);
        } catch (SdkException e) {
            failure.addSuppressed(e);
        }
    }

    /** The nonce of the object that is there; empty text if it has none; nothing if there is no object. */
    private Optional<String> nonceAt(String key) throws IOException {
        try {
            HeadObjectResponse head = calls.call("look for blob \"" + key + "\" in " + bucket, () -> bucket.head(key));
            return Optional.of(head.metadata().getOrDefault(NONCE, ""));
        } catch (StorageException e) {
            if (e.kind() == Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private String writing(String key) {
        return "write blob \"" + key + "\" in " + bucket;
    }

    private static Map<String, String> metadata(String nonce, String crc32c) {
        return Map.of(NONCE, nonce, CRC32C, crc32c);
    }

    /** The first bytes of an array, which is not copied. */
    static RequestBody body(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(() -> new ByteArrayInputStream(bytes, 0, length), length, CONTENT_TYPE);
    }

    static void requireSize(long told, long found) throws IOException {
        if (told != found) {
            throw new IOException("the content has " + (found > told ? "more than " : "only ") + Math.min(found, told)
                    + " bytes, not the " + told + " that it told");
        }
    }

    private static InputStream opened(BlobContent content) {
        try {
            return content.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
