package dev.recommender.storage.s3;

import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Reads parts of objects, and copies objects to files in several ranges at a time. Shared between threads. */
final class Downloads {
    private static final int BUFFER = 1 << 16;

    private final Bucket bucket;
    private final Calls calls;
    private final Transfers transfers;
    private final int rangeSize;

    Downloads(Bucket bucket, Calls calls, Transfers transfers, int rangeSize) {
        this.bucket = bucket;
        this.calls = calls;
        this.transfers = transfers;
        this.rangeSize = rangeSize;
    }

    /** What is read of an object that was looked at first. */
    private interface Reading<T> {
        T of(HeadObjectResponse head) throws IOException;
    }

    /** Reads an object's bytes from an offset on. */
    InputStream from(String key, long offset) throws IOException {
        return read(key, head -> {
            long size = head.contentLength();
            if (offset < 0 || offset > size) {
                throw new IllegalArgumentException("offset is not from 0 to " + size + ": " + offset);
            }
            return offset == size
                    ? InputStream.nullInputStream()
                    : ObjectStream.between(bucket, calls, key, head, offset, size);
        });
    }

    /** Writes an object to a file, which is created or replaced once some of it has arrived, and checks it. */
    void download(String key, Path file) throws IOException {
        DownloadedFile target = new DownloadedFile(file);
        try {
            read(key, head -> {
                copy(key, head, target);
                check(key, head, file);
                return true;
            });
        } catch (BlobNotFoundException e) {
            throw target.isTouched() ? ObjectStream.replaced(bucket, key, e) : e;
        }
    }

    /** Looks at an object and reads it; looks anew when it turns out to have been replaced or deleted meanwhile. */
    private <T> T read(String key, Reading<T> reading) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return reading.of(ObjectState.head(bucket, calls, key));
            } catch (StorageException e) {
                if (e.kind() != Kind.CONFLICT || attempt >= calls.attempts()) {
                    throw e;
                }
                calls.pause(attempt);
            }
        }
    }

    private void copy(String key, HeadObjectResponse head, DownloadedFile target) throws IOException {
        long size = head.contentLength();
        try (target;
                Transfers.Batch<Boolean> ranges = transfers.batch()) {
            int begun = 0;
            for (long from = 0; from < size; from += rangeSize) {
                long start = from;
                ranges.submit(() -> copy(key, head, start, Math.min(size, start + rangeSize), target));
                begun++;
            }
            for (int ended = 0; ended < begun; ended++) {
                ranges.next("read blob \"" + key + "\" in " + bucket);
            }
            if (size == 0) {
                target.opened();
            }
        }
    }

    private boolean copy(String key, HeadObjectResponse head, long from, long to, DownloadedFile target)
            throws IOException {
        try (ObjectStream stream = ObjectStream.between(bucket, calls, key, head, from, to)) {
            FileChannel channel = target.opened();
            byte[] buffer = new byte[BUFFER];
            long position = from;
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
            }
        }
        return true;
    }

    private void check(String key, HeadObjectResponse head, Path file) throws IOException {
        String expected = head.metadata().get(ObjectState.CRC32C);
        if (expected == null) {
            return;
        }
        String found;
        try (InputStream stream = Files.newInputStream(file)) {
            found = Checksums.crc32c(stream);
        }
        if (!found.equals(expected)) {
            throw CheckedStream.damaged(key, bucket, expected, found);
        }
    }
}
