package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** Settings of an {@link SqsWorkQueue}. Used by one thread. */
public final class SqsWorkQueueBuilder {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    private final String queue;
    private @Nullable Supplier<SqsClient> client;
    private boolean ownsClient = true;
    private @Nullable URI endpoint;
    private String region = "";
    private Duration wait = Duration.ofSeconds(1);
    private Duration timeout = Duration.ofSeconds(20);
    private int attempts = 5;

    SqsWorkQueueBuilder(String queue) {
        if (queue.isBlank() || queue.endsWith(".fifo")) {
            throw new IllegalArgumentException(
                    "\"" + queue + "\" is no standard queue; queues of the FIFO kind cannot delay single messages");
        }
        this.queue = queue;
    }

    /**
     * Uses a client of the caller's, which the queue does not close. If it tries again by itself, a message whose sending
     * was not confirmed can be sent twice.
     */
    public SqsWorkQueueBuilder client(SqsClient client) {
        return client(() -> client, false);
    }

    /** Uses a client made by the given builder, which the queue closes. The same holds for it. */
    public SqsWorkQueueBuilder client(SqsClientBuilder client) {
        return client(client::build, true);
    }

    private SqsWorkQueueBuilder client(Supplier<SqsClient> client, boolean owned) {
        this.client = client;
        this.ownsClient = owned;
        return this;
    }

    /**
     * Uses another service that speaks the language of SQS. Not to be combined with a client.
     *
     * @param region the region's name, which requests are signed for
     */
    public SqsWorkQueueBuilder endpoint(URI endpoint, String region) {
        this.endpoint = endpoint;
        this.region = region;
        return this;
    }

    /** How long receiving waits for a message, one second unless set, from zero to 20 seconds. */
    public SqsWorkQueueBuilder receiveWait(Duration wait) {
        if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException("wait is not from zero to " + LONGEST_WAIT + ": " + wait);
        }
        this.wait = wait;
        return this;
    }

    /** How long one request may take, the wait of receiving not included: 20 seconds unless set. */
    public SqsWorkQueueBuilder timeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout must be positive: " + timeout);
        }
        this.timeout = timeout;
        return this;
    }

    /** How often a request is tried before it has failed, 5 times unless set, at least once. */
    public SqsWorkQueueBuilder attempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts must be at least 1: " + attempts);
        }
        this.attempts = attempts;
        return this;
    }

    /**
     * Opens the queue.
     *
     * @throws StorageException if it is missing or not accessible
     */
    public SqsWorkQueue open() throws IOException {
        if (client != null && endpoint != null) {
            throw new IllegalStateException("both a client and an endpoint are set; give the client the endpoint");
        }
        Calls calls = new Calls(attempts);
        SqsClient sqs = calls.once("reach SQS", client == null ? newClient() : client);
        AwsRequestOverrideConfiguration limit = AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(timeout)
                .build();
        String what = "open queue " + queue;
        try {
            String url = queue.contains("://")
                    ? queue
                    : calls.call(
                                    what,
                                    () -> sqs.getQueueUrl(
                                            request -> request.queueName(queue).overrideConfiguration(limit)))
                            .queueUrl();
            calls.call(
                    what,
                    () -> sqs.getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT)
                            .overrideConfiguration(limit)));
            return new SqsWorkQueue(sqs, ownsClient, url, calls, wait, timeout);
        } catch (IOException | RuntimeException e) {
            if (ownsClient) {
                sqs.close();
            }
            throw e;
        }
    }

    private Supplier<SqsClient> newClient() throws StorageException {
        SqsClientBuilder builder = SqsClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECTING)
                        .socketTimeout(timeout.plus(wait)))
                .overrideConfiguration(options -> options.retryStrategy(DefaultRetryStrategy.doNotRetry()));
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        builder.region(endpoint == null ? DefaultRegion.find() : Region.of(region));
        return builder::build;
    }
}
