package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNames;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.CallOptions;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.PartSender;
import dev.recommender.storage.ServiceBuilder;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.TransferPool;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Blobs as objects of a bucket in Amazon S3, or in another store that speaks its language and honours
 * {@code If-None-Match: *}. Shared freely between threads and processes.
 *
 * <p>An object's key is the store's prefix and the blob's key. Objects below the prefix whose names are no keys are
 * listed as input files alone. Each object has its CRC-32C among its metadata, which is compared when a whole blob is read. It also
 * has a nonce, by which a repeated write recognises its own earlier attempt. Objects that others wrote have neither and are
 * read as they are.
 *
 * <p>Failures are {@link StorageException}s with the store's request id. A request is repeated while the store is
 * unavailable, as {@link CallOptions} describes. One that may have happened is repeated only after a look at the
 * object. A thread that is interrupted in a call leaves it when the requests in progress have ended.
 */
public final class S3BlobStore implements BlobStore {
    private static final int LONGEST_PAGE = 1000;
    private static final int MOST_PARTS = 10_000;

    private final Bucket bucket;
    private final Attempts attempts;
    private final TransferPool transfers;
    private final Uploads uploads;
    private final Downloads downloads;
    private final boolean closesClient;

    private S3BlobStore(Builder builder, Bucket bucket, Attempts attempts, boolean conditionalParts) {
        this.bucket = bucket;
        this.attempts = attempts;
        this.transfers = new TransferPool(builder.parallelism);
        PartSender sender = new PartSender(transfers, builder.partSize, MOST_PARTS);
        this.uploads = new Uploads(bucket, attempts, sender, conditionalParts);
        this.downloads = new Downloads(bucket, attempts, transfers, builder.partSize);
        this.closesClient = builder.client.isOwned();
    }

    /**
     * Begins to open a store.
     *
     * @param bucket the name of a bucket, which must exist
     */
    public static Builder builder(String bucket) {
        return new Builder(bucket);
    }

    /** Options of an {@link S3BlobStore}. The timeout does not include the body of an answer. Used by one thread. */
    public static final class Builder extends ServiceBuilder<Builder> {
        private static final int SMALLEST_PART = 5 << 20;
        private static final int LARGEST_PART = 1 << 30;

        private final String bucket;
        private final ClientChoice<S3Client> client = new ClientChoice<>();
        private String prefix = "";
        private Optional<String> kmsKey = Optional.empty();
        private boolean requesterPays;
        private int partSize = 8 << 20;
        private int parallelism = 4;
        private boolean probing = true;

        private Builder(String bucket) {
            super(CallOptions.DEFAULT);
            if (bucket.isBlank()) {
                throw new IllegalArgumentException("the bucket has no name");
            }
            this.bucket = bucket;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Keeps all blobs below a prefix, so that several stores can share a bucket. Default: none.
         *
         * @param prefix a key without a slash at its end; empty for none
         * @throws IllegalArgumentException if it is neither
         */
        public Builder prefix(String prefix) {
            this.prefix = prefix.isEmpty() ? "" : BlobKeys.check(prefix) + "/";
            return this;
        }

        /** Uses a client of the caller's, which the store does not close. */
        public Builder client(S3Client client) {
            this.client.give(() -> client, false);
            return this;
        }

        /** Uses a client made by the given builder, which the store closes. */
        public Builder client(S3ClientBuilder client) {
            this.client.give(client::build, true);
            return this;
        }

        /**
         * Uses another vendor's store. Its requests have the bucket in the path rather than in the host's name, and none of
         * the checksums that only some stores know. Not to be combined with a client.
         *
         * @param region the region's name, which requests are signed for
         */
        public Builder endpoint(URI endpoint, String region) {
            client.endpoint(endpoint, region);
            return this;
        }

        /** Has the store encrypt what is written with a key of AWS KMS, given by its id or ARN. */
        public Builder kmsKey(String id) {
            this.kmsKey = Optional.of(id);
            return this;
        }

        /** Agrees to pay for requests to a bucket whose owner does not. */
        public Builder requesterPays() {
            this.requesterPays = true;
            return this;
        }

        /**
         * The size of parts and ranges. Larger blobs are written in parts and downloaded in ranges; smaller ones are written
         * by one request. Blobs larger than 10,000 parts are written in larger ones. Default: 8 MiB.
         *
         * @param bytes from 5 MiB to 1 GiB
         */
        public Builder partSize(int bytes) {
            if (bytes < SMALLEST_PART || bytes > LARGEST_PART) {
                throw new IllegalArgumentException(
                        "partSize is not from " + SMALLEST_PART + " to " + LARGEST_PART + " bytes: " + bytes);
            }
            this.partSize = bytes;
            return this;
        }

        /**
         * How many parts or ranges the store transfers at a time. An upload holds as many parts in memory. Default: 4.
         *
         * @param transfers from 1 to 64
         */
        public Builder parallelism(int transfers) {
            this.parallelism = TransferPool.checkParallelism(transfers);
            return this;
        }

        /**
         * Writes nothing when the store is opened: for a process that may only read. A large blob that such a store creates
         * after all is sent in one request, which every suitable store honours, rather than in parts.
         */
        public Builder withoutProbe() {
            this.probing = false;
            return this;
        }

        /**
         * Opens the store. It writes small objects below {@code _probe/} and {@code .probe/} to see whether the store honours
         * conditions, and deletes them.
         *
         * @throws UnsuitableStoreException if the store ignores conditions
         * @throws StorageException if it refuses or is out of reach, or there is no such bucket
         */
        public S3BlobStore open() throws IOException {
            Attempts attempts = new Attempts(options(), Failures::translate);
            S3Client s3 = client.open(attempts, () -> Clients.s3(options().timeout(), client.hasEndpoint()));
            Bucket objects = new Bucket(
                    s3, bucket, prefix, kmsKey, requesterPays, options().timeout());
            try {
                if (!probing) {
                    return new S3BlobStore(this, objects, attempts, false);
                }
                probe(new S3BlobStore(this, objects, attempts, false));
                return new S3BlobStore(this, objects, attempts, new PartsProbe(objects, attempts).isHonoured());
            } catch (IOException | RuntimeException e) {
                if (client.isOwned()) {
                    s3.close();
                }
                throw e;
            }
        }

        private void probe(S3BlobStore store) throws IOException {
            try {
                BlobStores.probe(store);
            } catch (StorageException e) {
                if (Failures.isMissingBucket(e.getCause())) {
                    throw StorageException.noPlace("bucket \"" + bucket + "\"", e);
                }
                if (!Failures.isNotImplemented(e)) {
                    throw e;
                }
                UnsuitableStoreException unsuitable = UnsuitableStoreException.ignoring(
                        store.toString(), "If-None-Match", String.valueOf(e.getMessage()));
                unsuitable.initCause(e);
                throw unsuitable;
            }
        }
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
        BlobNames.check(key);
        if (offset == 0) {
            ObjectStream stream = ObjectStream.whole(bucket, attempts, key);
            String expected = stream.response().metadata().get(ObjectState.CRC32C);
            return expected == null ? stream : new CheckedStream(stream, bucket.blob(key), expected);
        }
        return downloads.from(key, offset);
    }

    @Override
    public void download(String key, Path file) throws IOException {
        downloads.download(BlobNames.check(key), file);
    }

    @Override
    public Optional<BlobInfo> info(String key) throws IOException {
        BlobNames.check(key);
        return attempts.atLeastOnce("look for " + bucket.blob(key), () -> bucket.head(key))
                .map(head -> new BlobInfo(key, head.contentLength(), head.lastModified()));
    }

    @Override
    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
        BlobStores.checkLimit(limit);
        return BlobKeys.isPrefix(prefix) ? list(prefix, after, limit, BlobKeys::isValid) : List.of();
    }

    @Override
    public List<BlobInfo> files(String folder) throws IOException {
        String start = BlobNames.check(folder) + "/";
        // What ends in a slash stands for a folder.
        return list(
                start,
                "",
                Integer.MAX_VALUE,
                key -> key.length() > start.length() && key.indexOf('/', start.length()) < 0 && BlobNames.isInput(key));
    }

    private List<BlobInfo> list(String prefix, String after, int limit, IOFunction<String, Boolean> isListed)
            throws IOException {
        List<BlobInfo> found = new ArrayList<>();
        String token = "";
        while (true) {
            String next = token;
            ListObjectsV2Response page = attempts.atLeastOnce(
                    "list blobs in " + bucket, () -> bucket.list(prefix, after, next, Math.min(limit, LONGEST_PAGE)));
            for (S3Object object : page.contents()) {
                String key = bucket.key(object.key());
                if (isListed.apply(key)) {
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

    @Override
    public boolean delete(String key) throws IOException {
        BlobKeys.check(key);
        ObjectState before = ObjectState.at(bucket, attempts, key);
        if (!before.isPresent()) {
            return false;
        }
        return attempts.atLeastOnce("delete " + bucket.blob(key), earlier -> {
            if (earlier.failures() == 0 || ObjectState.now(bucket, key).equals(before)) {
                bucket.delete(key);
            }
            return true;
        });
    }

    /** Ends transfers in progress and closes the client, unless it is the caller's. */
    @Override
    public void close() {
        transfers.close();
        if (closesClient) {
            bucket.close();
        }
    }

    /** The store's address, such as {@code s3://my-bucket/recommender/}. */
    @Override
    public String toString() {
        return bucket.toString();
    }
}
