package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Iterator;
import java.util.Optional;

/**
 * A queue of Azure Queue Storage. Safe between threads and processes. Messages are texts in Base64, as the service's older
 * libraries write them, and never expire; a message that is not Base64 is delivered as it stands. Delays and visibilities
 * are rounded up to seconds.
 *
 * <p>{@link #send} is repeated only when the service surely has not taken the message; where that is unknown it fails, so
 * that it never sends twice. Requests of a {@link Delivery} are repeated; if the answer to {@link Delivery#extend} is lost
 * for good, with it the pop receipt that the service changed, the delivery is over and the message comes again later.
 */
public final class AzureQueueWorkQueue implements WorkQueue {
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);

    private final QueueClient queue;
    private final Calls calls;

    private AzureQueueWorkQueue(QueueClient queue, Calls calls) {
        this.queue = queue;
        this.calls = calls;
    }

    /**
     * Opens a queue with {@link CallOptions#standard}.
     *
     * @see #open(QueueClientBuilder, CallOptions)
     */
    public static AzureQueueWorkQueue open(QueueClientBuilder queue) throws IOException {
        return open(queue, CallOptions.standard());
    }

    /**
     * Opens a queue, which is created if it is missing.
     *
     * @param queue says where the queue is and how to sign in: connection string, or endpoint and credential. Its retry
     *     options and message encoding are replaced
     * @throws StorageException if the service refuses or is out of reach
     * @throws IllegalArgumentException if the builder lacks something
     */
    public static AzureQueueWorkQueue open(QueueClientBuilder queue, CallOptions options) throws IOException {
        AzureQueueWorkQueue opened = new AzureQueueWorkQueue(Clients.build(queue), new Calls(options));
        opened.createIfMissing();
        return opened;
    }

    @Override
    public void send(String body, Duration delay) throws IOException {
        WorkQueue.checkBody(body);
        Duration invisible = inSeconds(WorkQueue.checkDelay(delay));
        String text = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        calls.runOnce(
                "send a message to " + this,
                again -> queue.sendMessageWithResponse(text, invisible, FOR_EVER, calls.timeout(), Context.NONE));
    }

    @Override
    public Optional<Delivery> receive(Duration visibility) throws IOException {
        Duration invisible = inSeconds(WorkQueue.checkVisibility(visibility));
        return calls.run("receive a message from " + this, again -> {
            long start = System.nanoTime();
            Iterator<QueueMessageItem> messages = queue.receiveMessages(1, invisible, calls.timeout(), Context.NONE)
                    .iterator();
            if (!messages.hasNext()) {
                return Optional.empty();
            }
            QueueMessageItem message = messages.next();
            String body = decoded(message.getBody().toString());
            return Optional.of(new QueueDelivery(queue, calls, message, body, start + invisible.toNanos()));
        });
    }

    @Override
    public void close() {}

    /** The queue's name, without credentials. */
    @Override
    public String toString() {
        return "queue \"" + queue.getQueueName() + "\"";
    }

    private void createIfMissing() throws IOException {
        boolean there = calls.run("look at " + this, again -> {
            try {
                queue.getPropertiesWithResponse(calls.timeout(), Context.NONE);
                return true;
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("QueueNotFound")) {
                    return false;
                }
                throw e;
            }
        });
        if (!there) {
            calls.run(
                    "create " + this,
                    again -> queue.createIfNotExistsWithResponse(null, calls.timeout(), Context.NONE));
        }
    }

    /** The service knows whole seconds. */
    static Duration inSeconds(Duration time) {
        return Duration.ofSeconds(time.plusNanos(999_999_999).toSeconds());
    }

    private static String decoded(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return text;
        }
    }
}
