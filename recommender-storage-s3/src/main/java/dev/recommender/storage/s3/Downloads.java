package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.TransferPool;
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
    private final Attempts attempts;
    private final TransferPool transfers;
    private final int rangeSize;

    Downloads(Bucket bucket, Attempts attempts, TransferPool transfers, int rangeSize) {
        this.bucket = bucket;
        this.attempts = attempts;
        this.transfers = transfers;
        this.rangeSize = rangeSize;
    }

    /** Reads an object's bytes from an offset on. */
    InputStream from(String key, long offset) throws IOException {
        return attempts.untilUnchanged(
                () -> {
                    HeadObjectResponse head = head(key);
                    long size = head.contentLength();
                    BlobStores.checkOffset(offset, size);
                    return offset == size
                            ? InputStream.nullInputStream()
                            : ObjectStream.between(bucket, attempts, key, head, offset, size);
                },
                () -> false);
    }

    /** Writes an object to a file, which is created or replaced once some of it has arrived, and checks it. */
    void download(String key, Path file) throws IOException {
        DownloadedFile target = new DownloadedFile(file);
        attempts.untilUnchanged(
                () -> {
                    HeadObjectResponse head = head(key);
                    copy(key, head, target);
                    check(key, head, file);
                    return file;
                },
                target::isTouched);
    }

    private HeadObjectResponse head(String key) throws IOException {
        return attempts.atLeastOnce("look for " + bucket.blob(key), () -> bucket.head(key))
                .orElseThrow(() -> new BlobNotFoundException(key));
    }

    private void copy(String key, HeadObjectResponse head, DownloadedFile target) throws IOException {
        long size = head.contentLength();
        try (target;
                TransferPool.Batch<Boolean> ranges = transfers.batch("read " + bucket.blob(key))) {
            for (long from = 0; from < size; from += rangeSize) {
                long start = from;
                ranges.submit(() -> copy(key, head, start, Math.min(size, start + rangeSize), target));
            }
            while (ranges.pending() > 0) {
                ranges.takeNext();
            }
            if (size == 0) {
                target.opened();
            }
        }
    }

    private boolean copy(String key, HeadObjectResponse head, long from, long to, DownloadedFile target)
            throws IOException {
        try (ObjectStream stream = ObjectStream.between(bucket, attempts, key, head, from, to)) {
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
            throw CheckedStream.damaged(bucket.blob(key), expected, found);
        }
    }
}
