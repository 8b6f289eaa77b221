package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.zip.CRC32C;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Uploads contents in parts, several at a time, each part tried again on its own. An upload holds as many parts in memory
 * as are sent at a time. Shared between threads.
 */
final class Parts {
    private static final int MOST_PARTS = 10_000;

    private final Bucket bucket;
    private final Calls calls;
    private final ExecutorService executor;
    private final int size;
    private final int concurrency;

    Parts(Bucket bucket, Calls calls, ExecutorService executor, int size, int concurrency) {
        this.bucket = bucket;
        this.calls = calls;
        this.executor = executor;
        this.size = size;
        this.concurrency = concurrency;
    }

    /** The bytes of a part, unless there would be too many of them. */
    int size() {
        return size;
    }

    /**
     * Uploads all parts of a content.
     *
     * @param crc32c the content's checksum, by which it is noticed if the content has changed since
     */
    List<CompletedPart> upload(String key, String upload, BlobContent content, String crc32c) throws IOException {
        long total = content.size();
        int partSize = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(size, (total + MOST_PARTS - 1) / MOST_PARTS));
        BlockingQueue<byte[]> free = new ArrayBlockingQueue<>(concurrency);
        int buffers = 0;
        List<Future<CompletedPart>> sent = new ArrayList<>();
        CRC32C crc = new CRC32C();
        try (InputStream stream = content.open()) {
            for (long position = 0; position < total; position += partSize) {
                boolean another = free.isEmpty() && buffers < concurrency;
                byte[] buffer = another ? new byte[partSize] : free.take();
                buffers += another ? 1 : 0;
                requireNoFailure(sent);
                int length = stream.readNBytes(buffer, 0, (int) Math.min(partSize, total - position));
                Uploads.requireSize(Math.min(total, position + partSize), position + length);
                crc.update(buffer, 0, length);
                sent.add(send(key, upload, sent.size() + 1, buffer, length, free));
            }
            List<CompletedPart> parts = new ArrayList<>();
            for (Future<CompletedPart> part : sent) {
                parts.add(result(part));
            }
            if (stream.read() >= 0 || !Checksums.hex(crc).equals(crc32c)) {
                throw new IOException("the content changed while it was written to blob \"" + key + "\"");
            }
            return parts;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing blob \"" + key + "\"");
        } finally {
            sent.forEach(part -> part.cancel(true));
        }
    }

    private Future<CompletedPart> send(
            String key, String upload, int number, byte[] buffer, int length, BlockingQueue<byte[]> free) {
        String what = "write part " + number + " of blob \"" + key + "\" in " + bucket;
        return executor.submit(() -> {
            try {
                String md5 = Checksums.md5(buffer, length);
                return calls.call(
                        what, () -> bucket.uploadPart(key, upload, number, md5, Uploads.body(buffer, length)));
            } finally {
                free.add(buffer);
            }
        });
    }

    private static void requireNoFailure(List<Future<CompletedPart>> sent) throws IOException, InterruptedException {
        for (Future<CompletedPart> part : sent) {
            if (part.isDone()) {
                result(part);
            }
        }
    }

    /** What a task gave, or its exception. */
    static <T> T result(Future<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IOException("a transfer failed: " + e.getCause(), e.getCause());
        }
    }
}
