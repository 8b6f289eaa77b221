package dev.recommender.storage.s3;

import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobStores;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.UnsuitableStoreException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Settings of an {@link S3BlobStore}. Used by one thread. */
public final class S3BlobStoreBuilder {
    private static final int SMALLEST_PART = 5 << 20;
    private static final int LARGEST_PART = 1 << 30;
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final String bucket;
    private String prefix = "";
    private @Nullable Supplier<S3Client> client;
    private boolean ownsClient = true;
    private @Nullable URI endpoint;
    private String region = "";
    private String kmsKey = "";
    private boolean requesterPays;
    private int partSize = 8 << 20;
    private int concurrency = 4;
    private Duration timeout = Duration.ofSeconds(60);
    private int attempts = 5;

    S3BlobStoreBuilder(String bucket) {
        if (bucket.isBlank()) {
            throw new IllegalArgumentException("the bucket has no name");
        }
        this.bucket = bucket;
    }

    /**
     * Keeps the blobs below a key of the bucket, which follows {@link BlobKeys#check}; by default, or given empty text, at
     * its top.
     */
    public S3BlobStoreBuilder prefix(String prefix) {
        this.prefix = prefix.isEmpty() ? "" : BlobKeys.check(prefix) + "/";
        return this;
    }

    /** Uses a client of the caller's, which the store does not close. */
    public S3BlobStoreBuilder client(S3Client client) {
        return client(() -> client, false);
    }

    /** Uses a client made by the given builder, which the store closes. */
    public S3BlobStoreBuilder client(S3ClientBuilder client) {
        return client(client::build, true);
    }

    private S3BlobStoreBuilder client(Supplier<S3Client> client, boolean owned) {
        this.client = client;
        this.ownsClient = owned;
        return this;
    }

    /**
     * Uses another vendor's store: its address, asked with the bucket in the path rather than in the host's name, and
     * without the checksums that only some stores know. Not to be combined with a client.
     *
     * @param region the region's name, which requests are signed for
     */
    public S3BlobStoreBuilder endpoint(URI endpoint, String region) {
        this.endpoint = endpoint;
        this.region = region;
        return this;
    }

    /** Has the store encrypt what is written with a key of AWS KMS, given by its id or ARN. */
    public S3BlobStoreBuilder kmsKey(String id) {
        this.kmsKey = id;
        return this;
    }

    /** Agrees to pay for requests to a bucket whose owner does not. */
    public S3BlobStoreBuilder requesterPays() {
        this.requesterPays = true;
        return this;
    }

    /**
     * The bytes of a part, 8 MiB unless set, from 5 MiB to 1 GiB. Larger blobs are written in parts and downloaded in
     * ranges of this size; smaller ones are written in one request. An upload holds {@link #concurrency} parts in memory.
     */
    public S3BlobStoreBuilder partSize(int bytes) {
        if (bytes < SMALLEST_PART || bytes > LARGEST_PART) {
            throw new IllegalArgumentException(
                    "part size is not from " + SMALLEST_PART + " to " + LARGEST_PART + " bytes: " + bytes);
        }
        this.partSize = bytes;
        return this;
    }

    /** How many parts or ranges the store transfers at a time, 4 unless set, from 1 to 64. */
    public S3BlobStoreBuilder concurrency(int transfers) {
        if (transfers < 1 || transfers > 64) {
            throw new IllegalArgumentException("concurrency is not from 1 to 64: " + transfers);
        }
        this.concurrency = transfers;
        return this;
    }

    /** How long one request may take, its answer's body not included: 60 seconds unless set. */
    public S3BlobStoreBuilder timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /** How often a request is tried before it has failed, 5 times unless set, at least once. */
    public S3BlobStoreBuilder attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        this.attempts = attempts;
        return this;
    }

    /**
     * Opens the store, once it has been seen that it honours create-if-absent: small objects are written below
     * {@code _probe/} and {@code .probe/}, and deleted.
     *
     * @throws UnsuitableStoreException if it does not
     * @throws StorageException if the bucket is missing or not accessible
     */
    public S3BlobStore open() throws IOException {
        if (client != null && endpoint != null) {
            throw new IllegalStateException("both a client and an endpoint are set; give the client the endpoint");
        }
        Calls calls = new Calls(attempts);
        S3Client s3 = calls.once("reach S3", client == null ? newClient() : client);
        Optional<String> key = kmsKey.isEmpty() ? Optional.empty() : Optional.of(kmsKey);
        Bucket objects = new Bucket(s3, bucket, prefix, key, requesterPays, timeout);
        try {
            probe(store(objects, calls, false));
            return store(objects, calls, new PartsProbe(objects, calls).isHonoured());
        } catch (IOException | RuntimeException e) {
            if (ownsClient) {
                s3.close();
            }
            throw e;
        }
    }

    private static void probe(S3BlobStore store) throws IOException {
        try {
            BlobStores.probe(store);
        } catch (StorageException e) {
            if (!Failures.isNotImplemented(e)) {
                throw e;
            }
            UnsuitableStoreException unsuitable = new UnsuitableStoreException("the store cannot create a blob only if"
                    + " there is none, for which it would have to know If-None-Match; use another store, or another"
                    + " version of it: " + e.getMessage());
            unsuitable.initCause(e);
            throw unsuitable;
        }
    }

    private S3BlobStore store(Bucket objects, Calls calls, boolean conditionalParts) {
        Transfers transfers = new Transfers(concurrency);
        Parts parts = new Parts(objects, calls, transfers, partSize);
        Uploads uploads = new Uploads(objects, calls, parts, conditionalParts);
        Downloads downloads = new Downloads(objects, calls, transfers, partSize);
        return new S3BlobStore(objects, calls, transfers, uploads, downloads, ownsClient);
    }

    private Supplier<S3Client> newClient() throws StorageException {
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(timeout))
                // Bodies are checked by their MD5 and need no other checksums, which not every store knows. Most are
                // small records, for which asking beforehand would double the round trips.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .pathStyleAccessEnabled(endpoint != null))
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .addExecutionInterceptor(new UnrepeatedDeletes()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        builder.region(endpoint == null ? DefaultRegion.find() : Region.of(region));
        return builder::build;
    }
}
