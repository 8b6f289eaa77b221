package dev.recommender.storage.s3;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * The messages of a standard queue in Amazon SQS, or in a service that speaks its language. Shared freely between threads
 * and processes.
 *
 * <p>Visibilities and delays are rounded up to seconds. A delivery counts its time itself, from its arrival on: when that
 * is up, the delivery is over even if the queue has not delivered the message anew yet. A standard queue can, rarely,
 * deliver a message twice at a time.
 *
 * <p>SQS lets a delivery last for twelve hours in all; extending it further fails with a {@link StorageException} of kind
 * {@link StorageException.Kind#REJECTED}, and the message comes again. It deletes messages, delivered or not, when they are
 * older than the queue's retention period, four days unless the queue says otherwise.
 *
 * <p>A message that was sent but whose sending was not confirmed is not sent again, so that none is doubled; that failure
 * is a {@link StorageException} of kind {@link StorageException.Kind#UNAVAILABLE}. All else is tried again as the builder
 * says.
 */
public final class SqsWorkQueue implements WorkQueue {
    private final SqsClient client;
    private final boolean closesClient;
    private final String url;
    private final Calls calls;
    private final Duration wait;
    private final Duration timeout;

    SqsWorkQueue(SqsClient client, boolean closesClient, String url, Calls calls, Duration wait, Duration timeout) {
        this.client = client;
        this.closesClient = closesClient;
        this.url = url;
        this.calls = calls;
        this.wait = wait;
        this.timeout = timeout;
    }

    /**
     * Settings for a queue, which must exist and be a standard one.
     *
     * @param queue its name or its URL
     */
    public static SqsWorkQueueBuilder builder(String queue) {
        return new SqsWorkQueueBuilder(queue);
    }

    @Override
    public void send(String body, Duration delay) throws IOException {
        WorkQueue.checkBody(body);
        int seconds = seconds(WorkQueue.checkDelay(delay));
        calls.callUnlessDone(
                "send a message to " + url,
                () -> client.sendMessage(message -> message.queueUrl(url)
                        .messageBody(body)
                        .delaySeconds(seconds)
                        .overrideConfiguration(within(timeout))));
    }

    @Override
    public Optional<Delivery> receive(Duration visibility) throws IOException {
        // The queue counts from when it finds a message, some time within the wait.
        Duration hidden = WorkQueue.checkVisibility(visibility).plus(wait);
        long[] asked = new long[1];
        List<Message> messages = calls.call("receive a message from " + url, () -> {
                    asked[0] = System.nanoTime();
                    return client.receiveMessage(request -> request.queueUrl(url)
                            .maxNumberOfMessages(1)
                            .waitTimeSeconds(seconds(wait))
                            .visibilityTimeout(seconds(hidden))
                            .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                            .overrideConfiguration(within(timeout.plus(wait))));
                })
                .messages();
        if (messages.isEmpty()) {
            return Optional.empty();
        }
        long end = Math.min(asked[0] + hidden.toNanos(), System.nanoTime() + visibility.toNanos());
        return Optional.of(new SqsDelivery(this, messages.get(0), end));
    }

    /**
     * Lets a delivery last some time from now, which may happen twice without harm.
     *
     * @param left how long the delivery lasts yet; asked before each attempt
     * @return false if the time was up before it was done
     */
    boolean extend(Message message, Duration visibility, Supplier<Duration> left) throws IOException {
        return calls.call(
                "extend a message of " + url,
                () -> changeVisibility(message, visibility, left.get()),
                failure -> settledIfLate(failure, left));
    }

    /**
     * Makes a message visible again after some time. Not tried again if it may have been done: then another receiver may
     * have the message.
     *
     * @param left how long the delivery lasts yet; asked before each attempt
     * @return false if the time was up before it was done
     */
    boolean giveBack(Message message, Duration delay, Supplier<Duration> left) throws IOException {
        return calls.call(
                "give a message of " + url + " back", () -> changeVisibility(message, delay, left.get()), failure -> {
                    Calls.requireNothingDone(failure);
                    return settledIfLate(failure, left);
                });
    }

    private boolean changeVisibility(Message message, Duration visibility, Duration limit) {
        client.changeMessageVisibility(request -> request.queueUrl(url)
                .receiptHandle(message.receiptHandle())
                .visibilityTimeout(seconds(visibility))
                .overrideConfiguration(within(limit)));
        return true;
    }

    /**
     * Removes a message. That an earlier attempt, whose answer was lost, has done it, is no failure.
     *
     * @param left how long the delivery lasts yet; asked before each attempt
     * @return false if the time was up before it was done
     */
    boolean delete(Message message, Supplier<Duration> left) throws IOException {
        AtomicBoolean maybeDone = new AtomicBoolean();
        try {
            return calls.call(
                    "complete a message of " + url,
                    () -> {
                        client.deleteMessage(request -> request.queueUrl(url)
                                .receiptHandle(message.receiptHandle())
                                .overrideConfiguration(within(left.get())));
                        return true;
                    },
                    failure -> {
                        maybeDone.set(!Failures.isNothingDone(failure));
                        return settledIfLate(failure, left);
                    });
        } catch (StorageException e) {
            if (Failures.isLapsed(e) && maybeDone.get() && isPositive(left.get())) {
                return true;
            }
            throw e;
        }
    }

    /** When the time is up: that nothing was done, or the failure if that is not certain. */
    private static Optional<Boolean> settledIfLate(StorageException failure, Supplier<Duration> left)
            throws StorageException {
        if (isPositive(left.get())) {
            return Optional.empty();
        }
        Calls.requireNothingDone(failure);
        return Optional.of(false);
    }

    private static boolean isPositive(Duration time) {
        return !time.isNegative() && !time.isZero();
    }

    /** Options of a request that may take the time-out, or less, if there is less time left. */
    private AwsRequestOverrideConfiguration within(Duration limit) {
        Duration shorter = limit.compareTo(timeout) < 0 ? limit : timeout;
        Duration some = isPositive(shorter) ? shorter : Duration.ofMillis(1);
        return AwsRequestOverrideConfiguration.builder().apiCallTimeout(some).build();
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

    @Override
    public String toString() {
        return url;
    }
}
