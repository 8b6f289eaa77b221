package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
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
 * A range of one object's bytes. When the connection breaks, or ends before the range does, it goes on from there with
 * another request, as long as the object is the same. It gives up after as many failures without progress as there are
 * attempts. Used by one thread.
 */
final class ObjectStream extends InputStream {
    private final Bucket bucket;
    private final Attempts attempts;
    private final String key;
    private final String etag;
    private final String version;
    private final long end;

    private ResponseInputStream<GetObjectResponse> response;
    private long position;
    private int failures;

    private ObjectStream(
            Bucket bucket, Attempts attempts, String key, long from, ResponseInputStream<GetObjectResponse> response) {
        this.bucket = bucket;
        this.attempts = attempts;
        this.key = key;
        this.etag = Objects.requireNonNullElse(response.response().eTag(), "");
        this.version = Objects.requireNonNullElse(response.response().versionId(), "");
        this.end = from + response.response().contentLength();
        this.response = response;
        this.position = from;
    }

    /** All of an object's bytes. */
    static ObjectStream whole(Bucket bucket, Attempts attempts, String key) throws IOException {
        try {
            return open(bucket, attempts, key, 0, "", "");
        } catch (StorageException e) {
            if (!Failures.isMissing(e.getCause())) {
                throw e;
            }
            BlobNotFoundException missing = new BlobNotFoundException(key);
            missing.initCause(e);
            throw missing;
        }
    }

    /**
     * An object's bytes between two offsets, the second exclusive and at most the object's size.
     *
     * @param head what the store answered about the object
     * @throws StorageException of kind conflict if it is another object by now
     */
    static ObjectStream between(
            Bucket bucket, Attempts attempts, String key, HeadObjectResponse head, long from, long to)
            throws IOException {
        ObjectStream stream;
        try {
            String version = Objects.requireNonNullElse(head.versionId(), "");
            stream = open(bucket, attempts, key, from, range(from, to), version);
        } catch (StorageException e) {
            throw Failures.isGone(e.getCause()) ? StorageException.replaced(bucket.blob(key), e) : e;
        }
        if (!stream.etag.equals(Objects.requireNonNullElse(head.eTag(), ""))) {
            stream.close();
            throw StorageException.replaced(bucket.blob(key), new IOException("its tag is another one"));
        }
        return stream;
    }

    private static ObjectStream open(
            Bucket bucket, Attempts attempts, String key, long from, String range, String version) throws IOException {
        return new ObjectStream(
                bucket,
                attempts,
                key,
                from,
                attempts.atLeastOnce(reading(bucket, key), () -> bucket.get(key, range, version)));
    }

    private static String range(long from, long to) {
        return "bytes=" + from + "-" + (to - 1);
    }

    /** What the store answered about the object together with its bytes. */
    GetObjectResponse response() {
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
                throw Failures.translate(reading(), e).exception();
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
        if (failures >= attempts.count()) {
            throw StorageException.failed(
                    Kind.UNAVAILABLE,
                    reading() + " beyond byte " + position,
                    String.valueOf(failure.getMessage()),
                    "",
                    failure);
        }
        attempts.pause(failures);
        try {
            response = attempts.atLeastOnce(reading(), () -> bucket.get(key, range(position, end), version));
        } catch (StorageException e) {
            throw Failures.isGone(e.getCause()) ? StorageException.replaced(bucket.blob(key), e) : e;
        }
        boolean same = etag.equals(Objects.requireNonNullElse(response().eTag(), ""))
                && Objects.equals(response().contentLength(), end - position);
        if (!same) {
            response.abort();
            throw StorageException.replaced(bucket.blob(key), failure);
        }
    }

    private String reading() {
        return reading(bucket, key);
    }

    private static String reading(Bucket bucket, String key) {
        return "read " + bucket.blob(key);
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
