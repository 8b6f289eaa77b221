package dev.recommender.storage.s3;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNotFoundException;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Blobs as objects of a bucket in Amazon S3, or in another store that speaks its language and honours
 * {@code If-None-Match: *}. Shared freely between threads and processes.
 *
 * <p>An object's key is the store's prefix and the blob's key. Objects below the prefix whose names are no keys are left
 * alone and not listed. Each object carries its CRC-32C among its metadata, which is compared when a whole blob is read,
 * and a nonce, by which a repeated write recognises its own earlier attempt; objects that others wrote have neither and
 * are read as they are.
 *
 * <p>Failures are {@link StorageException}s with the store's request id. What the store could not be asked, or could not
 * do for the moment, is tried again, with growing pauses, as often as the builder says; each request has a time limit.
 * What may have been done is looked at before it is tried again. A thread that is interrupted in a call leaves it when the
 * requests that are under way have ended.
 */
public final class S3BlobStore implements BlobStore {
    private static final int LARGEST_PAGE = 1000;

    private final Bucket bucket;
    private final Calls calls;
    private final Transfers transfers;
    private final Uploads uploads;
    private final Downloads downloads;
    private final boolean closesClient;

    S3BlobStore(Bucket bucket, Calls calls, Transfers transfers, Uploads uploads, Downloads downloads, boolean owned) {
        this.bucket = bucket;
        this.calls = calls;
        this.transfers = transfers;
        this.uploads = uploads;
        this.downloads = downloads;
        this.closesClient = owned;
    }

    /** Settings for the store in a bucket, which must exist. */
    public static S3BlobStoreBuilder builder(String bucket) {
        return new S3BlobStoreBuilder(bucket);
    }

    @Override
    public boolean create(String key, BlobContent content) throws IOException {
        return uploads.write(BlobKeys.check(key), content, true);
    }

    @Override
    public void put(String key, BlobContent content) throws IOException {
        uploads.write(BlobKeys.check(key), content, false);
    }

    @Override
    public InputStream get(String key, long offset) throws IOException {
        BlobKeys.check(key);
        if (offset == 0) {
            ObjectStream stream = ObjectStream.whole(bucket, calls, key);
            String expected = stream.told().metadata().get(ObjectState.CRC32C);
            return expected == null ? stream : new CheckedStream(stream, key, bucket, expected);
        }
        return downloads.from(key, offset);
    }

    @Override
    public void download(String key, Path file) throws IOException {
        downloads.download(BlobKeys.check(key), file);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        BlobKeys.check(key);
        try {
            HeadObjectResponse head = ObjectState.head(bucket, calls, key);
            return Optional.of(new BlobInfo(key, head.contentLength(), head.lastModified()));
        } catch (BlobNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be at least 1: " + limit);
        }
        List<BlobInfo> found = new ArrayList<>();
        if (!prefix.chars().allMatch(c -> c > ' ' && c < 127)) {
            return found;
        }
        String token = "";
        while (true) {
            String next = token;
            ListObjectsV2Response page = calls.call(
                    "list blobs in " + bucket, () -> bucket.list(prefix, after, next, Math.min(limit, LARGEST_PAGE)));
            for (S3Object object : page.contents()) {
                String key = bucket.key(object.key());
                if (isKey(key)) {
                    found.add(new BlobInfo(key, object.size(), object.lastModified()));
                }
                if (found.size() == limit) {
                    return found;
                }
            }
            if (!Boolean.TRUE.equals(page.isTruncated()) || page.nextContinuationToken() == null) {
                return found;
            }
            token = page.nextContinuationToken();
        }
    }

    private static boolean isKey(String text) {
        try {
            BlobKeys.check(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public boolean delete(String key) throws IOException {
        BlobKeys.check(key);
        ObjectState before = ObjectState.at(bucket, calls, key);
        if (!before.isPresent()) {
            return false;
        }
        return calls.call(
                "delete blob \"" + key + "\" in " + bucket,
                () -> {
                    bucket.delete(key);
                    return true;
                },
                failure -> ObjectState.at(bucket, calls, key).equals(before) ? Optional.empty() : Optional.of(true));
    }

    /** Ends transfers that are under way and closes the client, unless it is the caller's. */
    @Override
    public void close() {
        transfers.close();
        if (closesClient) {
            bucket.close();
        }
    }

    @Override
    public String toString() {
        return bucket.toString();
    }
}
