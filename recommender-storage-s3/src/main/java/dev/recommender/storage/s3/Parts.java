package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private final Transfers transfers;
    private final int size;

    Parts(Bucket bucket, Calls calls, Transfers transfers, int size) {
        this.bucket = bucket;
        this.calls = calls;
        this.transfers = transfers;
        this.size = size;
    }

    /** The bytes of a part, unless there would be too many of them. */
    int size() {
        return size;
    }

    /**
     * Uploads all parts of a content. When this returns, or fails, no part is on its way any more.
     *
     * @param crc32c the content's checksum, by which it is noticed if the content has changed since
     */
    List<CompletedPart> upload(String key, String upload, BlobContent content, String crc32c) throws IOException {
        long total = content.size();
        int partSize = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(size, (total + MOST_PARTS - 1) / MOST_PARTS));
        CRC32C crc = new CRC32C();
        List<CompletedPart> parts = new ArrayList<>();
        Queue<byte[]> free = new ConcurrentLinkedQueue<>();
        try (InputStream stream = content.open();
                Transfers.Batch<CompletedPart> sending = transfers.batch()) {
            int begun = 0;
            for (long position = 0; position < total; position += partSize) {
                if (begun < transfers.concurrency()) {
                    free.add(new byte[partSize]);
                } else {
                    parts.add(sending.next(bucket.writing(key)));
                }
                byte[] buffer = free.remove();
                int length = stream.readNBytes(buffer, 0, (int) Math.min(partSize, total - position));
                Uploads.requireSize(Math.min(total, position + partSize), position + length);
                crc.update(buffer, 0, length);
                begun++;
                int number = begun;
                sending.submit(() -> send(key, upload, number, buffer, length, free));
            }
            while (parts.size() < begun) {
                parts.add(sending.next(bucket.writing(key)));
            }
            if (stream.read() >= 0 || !Checksums.hex(crc).equals(crc32c)) {
                throw new IOException("the content changed while it was written to blob \"" + key + "\"");
            }
        }
        parts.sort(Comparator.comparing(CompletedPart::partNumber));
        return parts;
    }

    /** Sends a part and gives its buffer back. */
    private CompletedPart send(String key, String upload, int number, byte[] buffer, int length, Queue<byte[]> free)
            throws IOException {
        String md5 = Checksums.md5(buffer, length);
        CompletedPart part = calls.call(
                "write part " + number + " of blob \"" + key + "\" in " + bucket,
                () -> bucket.uploadPart(key, upload, number, md5, SmallWrite.body(buffer, length)));
        free.add(buffer);
        return part;
    }
}
