package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** Copies objects to files, several ranges at a time, and checks what has arrived. Shared between threads. */
final class Downloads {
    private static final int BUFFER = 1 << 16;

    private final Bucket bucket;
    private final Calls calls;
    private final ExecutorService executor;
    private final int rangeSize;

    Downloads(Bucket bucket, Calls calls, ExecutorService executor, int rangeSize) {
        this.bucket = bucket;
        this.calls = calls;
        this.executor = executor;
        this.rangeSize = rangeSize;
    }

    /** Writes an object to a file, which is created or replaced. Begins anew when the object is replaced meanwhile. */
    void download(String key, Path file) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                downloadOnce(key, file);
                return;
            } catch (StorageException e) {
                if (e.kind() != Kind.CONFLICT || attempt >= calls.attempts()) {
                    throw e;
                }
                calls.pause(attempt);
            }
        }
    }

    private void downloadOnce(String key, Path file) throws IOException {
        HeadObjectResponse head;
        try {
            head = calls.call("read blob \"" + key + "\" in " + bucket, () -> bucket.head(key));
        } catch (StorageException e) {
            throw ObjectStream.missing(key, e);
        }
        long size = head.contentLength();
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            List<Future<Void>> ranges = new ArrayList<>();
            try {
                for (long from = 0; from < size; from += rangeSize) {
                    long start = from;
                    ranges.add(executor.submit(() -> {
                        copy(key, head, start, Math.min(size, start + rangeSize), channel);
                        return null;
                    }));
                }
                for (Future<Void> range : ranges) {
                    Parts.result(range);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while reading blob \"" + key + "\"");
            } finally {
                ranges.forEach(range -> range.cancel(true));
            }
        }
        check(key, head, file);
    }

    private void copy(String key, HeadObjectResponse head, long from, long to, FileChannel channel) throws IOException {
        String version = Objects.requireNonNullElse(head.versionId(), "");
        try (ObjectStream stream = ObjectStream.between(bucket, calls, key, version, from, to)) {
            if (!stream.etag().equals(head.eTag())) {
                throw new StorageException(
                        Kind.CONFLICT, "blob \"" + key + "\" in " + bucket + " was replaced while it was read");
            }
            byte[] buffer = new byte[BUFFER];
            long position = from;
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
                while (bytes.hasRemaining()) {
                    position += channel.write(bytes, position);
                }
            }
        }
    }

    private void check(String key, HeadObjectResponse head, Path file) throws IOException {
        String expected = head.metadata().get(Uploads.CRC32C);
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
