package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/** A write of a content of any size, only if there is no object yet, in one request, for which it is read twice. */
final class StreamedWrite implements Write {
    private static final long LONGEST_REQUEST = 5L << 30;

    private final Bucket bucket;
    private final Attempts attempts;
    private final String key;
    private final BlobContent content;
    private final long size;
    private final Map<String, String> metadata;
    private final String md5;
    private final long timeouts;

    /** A write whose request may take the time-out as often as there are chunks of the given size in the content. */
    StreamedWrite(Bucket bucket, Attempts attempts, String key, BlobContent content, String nonce, int chunk)
            throws IOException {
        this.bucket = bucket;
        this.attempts = attempts;
        this.key = key;
        this.content = content;
        this.size = content.size();
        if (size > LONGEST_REQUEST) {
            throw new StorageException(
                    Kind.REJECTED,
                    "cannot write " + bucket.blob(key) + ": " + size + " bytes are more than the " + LONGEST_REQUEST
                            + " of one request, and this store does not honour create-if-absent for uploads in parts;"
                            + " put it instead");
        }
        MessageDigest digest = Checksums.newMd5();
        String crc32c;
        try (StreamedContent whole = new StreamedContent(content, size)) {
            crc32c = Checksums.crc32c(new DigestInputStream(whole.open(), digest));
        }
        metadata = ObjectState.metadata(nonce, crc32c);
        md5 = Checksums.base64(digest);
        timeouts = 1 + size / chunk;
    }

    @Override
    public void attempt() throws IOException {
        StreamedContent stream = new StreamedContent(content, size);
        try (stream) {
            RequestBody body = RequestBody.fromContentProvider(stream, size, Bucket.CONTENT_TYPE);
            attempts.once("write " + bucket.blob(key), () -> bucket.put(key, true, metadata, md5, body, timeouts));
        } catch (StorageException e) {
            throw stream.failure().orElse(e);
        } catch (UncheckedIOException e) {
            throw stream.failure().orElse(e.getCause());
        }
    }
}
