package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;

/** A write of bytes that are held in memory, in one request. */
final class SmallWrite implements Write {
    private final Bucket bucket;
    private final Attempts attempts;
    private final String key;
    private final String nonce;
    private final boolean onlyIfAbsent;
    private final byte[] bytes;
    private final Map<String, String> metadata;
    private final String md5;
    private final ObjectState before;

    SmallWrite(Bucket bucket, Attempts attempts, String key, BlobContent content, String nonce, boolean onlyIfAbsent)
            throws IOException {
        this.bucket = bucket;
        this.attempts = attempts;
        this.key = key;
        this.nonce = nonce;
        this.onlyIfAbsent = onlyIfAbsent;
        bytes = content.readAll();
        metadata = ObjectState.metadata(nonce, Checksums.crc32c(bytes));
        md5 = Checksums.md5(bytes, bytes.length);
        before = onlyIfAbsent ? ObjectState.ABSENT : ObjectState.at(bucket, attempts, key);
    }

    @Override
    public void attempt() throws IOException {
        attempts.once(
                "write " + bucket.blob(key),
                () -> bucket.put(key, onlyIfAbsent, metadata, md5, body(bytes, bytes.length), 1));
    }

    /** Creating once more is no harm: the store refuses it if there is an object. */
    @Override
    public boolean isDone() throws IOException {
        return !onlyIfAbsent && ObjectState.at(bucket, attempts, key).settlesPut(nonce, before);
    }

    /** The first bytes of an array, which is not copied. */
    static RequestBody body(byte[] bytes, int length) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(bytes, 0, length), length, Bucket.CONTENT_TYPE);
    }
}
