package dev.recommender.storage.s3;

import dev.recommender.storage.Attempts;
import dev.recommender.storage.Attempts.Earlier;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.CallOptions;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.ServiceBuilder;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/**
 * The messages of a standard queue in Amazon SQS, or in a service that speaks its language. Shared freely between threads
 * and processes.
 *
 * <p>Visibilities and delays are rounded up to seconds. A delivery measures its own time from its arrival on. When the
 * time is up, the delivery is over even if the queue has not delivered the message again yet. A standard queue can,
 * rarely, deliver a message twice at the same time.
 *
 * <p>SQS lets a delivery last for twelve hours in all. Extending it further fails with a {@link StorageException} of kind
 * {@link StorageException.Kind#REJECTED}, and the message comes again. SQS deletes messages, delivered or not, after the
 * queue's retention period. Default of SQS: four days.
 *
 * <p>{@link #send} is repeated only if the message was certainly not sent, so no message is doubled. Otherwise it fails
 * with a {@link StorageException} of kind {@link StorageException.Kind#UNAVAILABLE}. Other requests are repeated as
 * {@link CallOptions} describes.
 */
public final class SqsWorkQueue implements WorkQueue {
    private final SqsClient client;
    private final boolean closesClient;
    private final String url;
    private final Attempts attempts;
    private final Duration wait;
    private final LongSupplier nanoTime;

    private SqsWorkQueue(Builder builder, SqsClient client, String url, Attempts attempts) {
        this.client = client;
        this.closesClient = builder.client.isOwned();
        this.url = url;
        this.attempts = attempts;
        this.wait = builder.wait;
        this.nanoTime = builder.nanoTime;
    }

    /**
     * Begins to open a queue.
     *
     * @param queue the name or the URL of a standard queue, which must exist
     */
    public static Builder builder(String queue) {
        return new Builder(queue);
    }

    /**
     * Options of an {@link SqsWorkQueue}. The timeout is 20 seconds by default, and does not include the wait of receiving.
     * Used by one thread.
     */
    public static final class Builder extends ServiceBuilder<Builder> {
        private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);

        private final String queue;
        private final ClientChoice<SqsClient> client = new ClientChoice<>();
        private Duration wait = Duration.ofSeconds(1);
        private LongSupplier nanoTime = System::nanoTime;

        private Builder(String queue) {
            super(CallOptions.DEFAULT.withTimeout(Duration.ofSeconds(20)));
            if (queue.isBlank() || queue.endsWith(".fifo")) {
                throw new IllegalArgumentException(
                        "\"" + queue + "\" is no standard queue; queues of the FIFO kind cannot delay single messages");
            }
            this.queue = queue;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Uses a client of the caller's, which the queue does not close. If it repeats requests itself, a message whose
         * sending was not confirmed can be sent twice.
         */
        public Builder client(SqsClient client) {
            this.client.give(() -> client, false);
            return this;
        }

        /** Uses a client made by the given builder, which the queue closes. It must not repeat requests itself either. */
        public Builder client(SqsClientBuilder client) {
            this.client.give(client::build, true);
            return this;
        }

        /**
         * Uses another service that speaks the language of SQS. Not to be combined with a client.
         *
         * @param region the region's name, which requests are signed for
         */
        public Builder endpoint(URI endpoint, String region) {
            client.endpoint(endpoint, region);
            return this;
        }

        /**
         * How long receiving waits for a message. Default: 1 second.
         *
         * @param wait from zero to 20 seconds
         */
        public Builder receiveWait(Duration wait) {
            if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
                throw new IllegalArgumentException("receiveWait is not from zero to " + LONGEST_WAIT + ": " + wait);
            }
            this.wait = wait;
            return this;
        }

        /** The clock that deliveries measure their time by, like {@link System#nanoTime}. */
        Builder nanoTime(LongSupplier nanoTime) {
            this.nanoTime = nanoTime;
            return this;
        }

        /**
         * Opens the queue.
         *
         * @throws StorageException if the service refuses or is out of reach, or there is no such queue
         */
        public SqsWorkQueue open() throws IOException {
            Attempts attempts = new Attempts(options(), Failures::translate);
            SqsClient sqs =
                    client.open(attempts, () -> Clients.sqs(options().timeout().plus(wait)));
            try {
                return new SqsWorkQueue(this, sqs, url(sqs, attempts), attempts);
            } catch (IOException | RuntimeException e) {
                if (client.isOwned()) {
                    sqs.close();
                }
                throw e;
            }
        }

        /** The queue's URL, once it has been seen that the queue is there. */
        private String url(SqsClient sqs, Attempts attempts) throws IOException {
            String what = "open queue " + queue;
            AwsRequestOverrideConfiguration limit = limit(options().timeout());
            String url = queue.contains("://")
                    ? queue
                    : attempts.atLeastOnce(
                                    what,
                                    () -> sqs.getQueueUrl(
                                            request -> request.queueName(queue).overrideConfiguration(limit)))
                            .queueUrl();
            attempts.atLeastOnce(
                    what,
                    () -> sqs.getQueueAttributes(request -> request.queueUrl(url)
                            .attributeNames(QueueAttributeName.VISIBILITY_TIMEOUT)
                            .overrideConfiguration(limit)));
            return url;
        }
    }

    @Override
    public void send(String body, Duration delay) throws IOException {
        WorkQueue.checkBody(body);
        int seconds = seconds(WorkQueue.checkDelay(delay));
        attempts.atMostOnce(
                "send a message to " + this,
                () -> client.sendMessage(message -> message.queueUrl(url)
                        .messageBody(body)
                        .delaySeconds(seconds)
                        .overrideConfiguration(limit(attempts.timeout()))));
    }

    @Override
    public Optional<Delivery> receive(Duration visibility) throws IOException {
        // The queue counts from when it finds a message, some time within the wait.
        Duration hidden = WorkQueue.checkVisibility(visibility).plus(wait);
        return attempts.atLeastOnce("receive a message from " + this, () -> {
            long asked = nanoTime.getAsLong();
            List<Message> messages = client.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(seconds(wait))
                            .visibilityTimeout(seconds(hidden))
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .overrideConfiguration(limit(attempts.timeout().plus(wait))))
                    .messages();
            long end = Math.min(asked + hidden.toNanos(), nanoTime.getAsLong() + visibility.toNanos());
            return messages.stream().findFirst().map(message -> new SqsDelivery(this, message, end, nanoTime));
        });
    }

    /**
     * Lets a delivery last some time from now, which may happen twice without harm.
     *
     * @param left how long the delivery still lasts; asked before each attempt
     * @return false if the time was up before it happened
     */
    boolean extend(Message message, Duration visibility, Supplier<Duration> left) throws IOException {
        return attempts.atLeastOnce(
                "extend a message of " + this,
                earlier -> !isTimeUp(earlier, left) && changeVisibility(message, visibility, left.get()));
    }

    /**
     * Makes a message visible again after some time. It must not happen twice: at the second time another receiver may
     * have the message.
     *
     * @param left how long the delivery still lasts; asked before each attempt
     * @return false if the time was up before it happened
     */
    boolean giveBack(Message message, Duration delay, Supplier<Duration> left) throws IOException {
        return attempts.atMostOnce(
                "give a message of " + this + " back",
                () -> isPositive(left.get()) && changeVisibility(message, delay, left.get()));
    }

    private boolean changeVisibility(Message message, Duration visibility, Duration left) {
        client.changeMessageVisibility(request -> request.queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(seconds(visibility))
                .overrideConfiguration(within(left)));
        return true;
    }

    /**
     * Removes a message. That an earlier attempt, whose answer was lost, has removed it is no failure.
     *
     * @param left how long the delivery still lasts; asked before each attempt
     * @return false if the time was up before it happened
     */
    boolean delete(Message message, Supplier<Duration> left) throws IOException {
        return attempts.atLeastOnce("complete a message of " + this, earlier -> {
            if (isTimeUp(earlier, left)) {
                return false;
            }
            try {
                client.deleteMessage(request -> request.queueUrl(url)
                        .receiptHandle(message.receiptHandle())
                        .overrideConfiguration(within(left.get())));
                return true;
            } catch (SdkException e) {
                if (Failures.isLapsed(e) && earlier.outcome() == Outcome.MAYBE && isPositive(left.get())) {
                    return true;
                }
                throw e;
            }
        });
    }

    /** Whether a delivery is over, so that nothing happens any more. Fails if it may have happened before. */
    private static boolean isTimeUp(Earlier earlier, Supplier<Duration> left) throws StorageException {
        if (isPositive(left.get())) {
            return false;
        }
        earlier.requireNoEffect();
        return true;
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** Options of a request that may take the time-out, or less, if there is less time left. */
    private AwsRequestOverrideConfiguration within(Duration left) {
        Duration shorter = left.compareTo(attempts.timeout()) < 0 ? left : attempts.timeout();
        return limit(isPositive(shorter) ? shorter : Duration.ofMillis(1));
    }

    private static AwsRequestOverrideConfiguration limit(Duration time) {
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(time).build();
    }

    private static int seconds(Duration time) {
        return (int) time.plusNanos(999_999_999).toSeconds();
    }

    /** Closes the client, unless it is the caller's. */
    @Override
    public void close() {
        if (closesClient) {
            client.close();
        }
    }

    /** The queue's URL. */
    @Override
    public String toString() {
        return url;
    }
}
