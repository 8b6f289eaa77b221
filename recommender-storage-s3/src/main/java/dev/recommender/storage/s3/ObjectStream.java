package dev.recommender.storage.s3;

import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * A range of one object's bytes. When the connection breaks, or ends before the range does, it goes on from where it was
 * with another request, as long as the object is the same one, and gives up after as many failures without progress as
 * there are attempts. Used by one thread.
 */
final class ObjectStream extends InputStream {
    private final Bucket bucket;
    private final Calls calls;
    private final String key;
    private final String etag;
    private final String version;
    private final long end;

    private ResponseInputStream<GetObjectResponse> response;
    private long position;
    private int failures;

    private ObjectStream(
            Bucket bucket, Calls calls, String key, long from, ResponseInputStream<GetObjectResponse> response) {
        this.bucket = bucket;
        this.calls = calls;
        this.key = key;
        this.etag = Objects.requireNonNullElse(response.response().eTag(), "");
        this.version = Objects.requireNonNullElse(response.response().versionId(), "");
        this.end = from + response.response().contentLength();
        this.response = response;
        this.position = from;
    }

    /** All of an object's bytes. */
    static ObjectStream whole(Bucket bucket, Calls calls, String key) throws IOException {
        try {
            return open(bucket, calls, key, 0, "", "");
        } catch (StorageException e) {
            throw missing(key, e);
        }
    }

    /**
     * An object's bytes between two offsets, the second exclusive and at most the object's size.
     *
     * @param head what the store has told of the object
     * @throws StorageException of kind conflict if it is no longer the object that was told of
     */
    static ObjectStream between(Bucket bucket, Calls calls, String key, HeadObjectResponse head, long from, long to)
            throws IOException {
        ObjectStream stream;
        try {
            String version = Objects.requireNonNullElse(head.versionId(), "");
            stream = open(bucket, calls, key, from, range(from, to), version);
        } catch (StorageException e) {
            throw Failures.isGone(e) ? replaced(bucket, key, e) : e;
        }
        if (!stream.etag.equals(Objects.requireNonNullElse(head.eTag(), ""))) {
            stream.close();
            throw replaced(bucket, key, new IOException("its tag is another one"));
        }
        return stream;
    }

    private static ObjectStream open(Bucket bucket, Calls calls, String key, long from, String range, String version)
            throws IOException {
        return new ObjectStream(
                bucket, calls, key, from, calls.call(reading(bucket, key), () -> bucket.get(key, range, version)));
    }

    /** The failure, told as a missing blob if it is that. */
    static StorageException missing(String key, StorageException e) {
        if (e.kind() != Kind.NOT_FOUND || Failures.isMissingBucket(e)) {
            return e;
        }
        BlobNotFoundException missing = new BlobNotFoundException(key);
        missing.initCause(e);
        return missing;
    }

    private static String range(long from, long to) {
        return "bytes=" + from + "-" + (to - 1);
    }

    /** What the store told of the object with its first bytes. */
    GetObjectResponse told() {
        return response.response();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position < end) {
            try {
                int count = response.read(target, offset, (int) Math.min(length, end - position));
                if (count > 0) {
                    position += count;
                    failures = 0;
                    return count;
                }
                resume(new IOException("the store's answer ended " + (end - position) + " bytes early"));
            } catch (AbortedException e) {
                throw Failures.of(reading(), e);
            } catch (StorageException e) {
                throw e;
            } catch (IOException | SdkException e) {
                resume(e);
            }
        }
        return -1;
    }

    private void resume(Exception failure) throws IOException {
        response.abort();
        failures++;
        if (failures >= calls.attempts()) {
            throw new StorageException(
                    Kind.UNAVAILABLE,
                    "cannot " + reading() + " beyond byte " + position + ": " + failure.getMessage(),
                    failure);
        }
        calls.pause(failures);
        try {
            response = calls.call(reading(), () -> bucket.get(key, range(position, end), version));
        } catch (StorageException e) {
            if (Failures.isGone(e)) {
                throw replaced(bucket, key, e);
            }
            throw e;
        }
        boolean same = etag.equals(Objects.requireNonNullElse(told().eTag(), ""))
                && Objects.equals(told().contentLength(), end - position);
        if (!same) {
            response.abort();
            throw replaced(bucket, key, failure);
        }
    }

    private String reading() {
        return reading(bucket, key);
    }

    private static String reading(Bucket bucket, String key) {
        return "read blob \"" + key + "\" in " + bucket;
    }

    /** The failure of reading an object that is no longer there. */
    static StorageException replaced(Bucket bucket, String key, Exception cause) {
        return new StorageException(
                Kind.CONFLICT,
                "blob \"" + key + "\" in " + bucket + " was replaced or deleted while it was read; read it again",
                cause);
    }

    @Override
    public void close() throws IOException {
        if (position < end) {
            response.abort();
        } else {
            response.close();
        }
    }
}
