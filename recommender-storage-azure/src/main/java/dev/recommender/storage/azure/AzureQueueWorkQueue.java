package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.CallOptions;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.ServiceBuilder;
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
 * A queue of Azure Queue Storage. Shared freely between threads and processes. Messages are texts in Base64, as the
 * service's older libraries write them, and never expire. A message that is not Base64 is delivered unchanged. Delays and
 * visibilities are rounded up to seconds.
 *
 * <p>{@link #send} is repeated only if the message was certainly not sent, so no message is doubled. Otherwise it fails
 * with a {@link StorageException} of kind {@link StorageException.Kind#UNAVAILABLE}. Other requests are repeated as
 * {@link CallOptions} describes. Each {@link Delivery#extend} changes the pop receipt of the message. If the answer
 * with the new receipt is lost, the delivery is over and the message comes again later.
 */
public final class AzureQueueWorkQueue implements WorkQueue {
    private static final Duration FOR_EVER = Duration.ofSeconds(-1);

    private final QueueClient queue;
    private final Attempts attempts;

    private AzureQueueWorkQueue(QueueClient queue, Attempts attempts) {
        this.queue = queue;
        this.attempts = attempts;
    }

    /**
     * Begins to open a queue.
     *
     * @param queue says where the queue is and how to sign in: connection string, or endpoint and credential. Its retry
     *     options and message encoding are replaced
     */
    public static Builder builder(QueueClientBuilder queue) {
        return new Builder(queue);
    }

    /** Options of an {@link AzureQueueWorkQueue}. Used by one thread. */
    public static final class Builder extends ServiceBuilder<Builder> {
        private final QueueClientBuilder queue;

        private Builder(QueueClientBuilder queue) {
            super(CallOptions.DEFAULT);
            this.queue = queue;
        }

        @Override
        protected Builder self() {
            return this;
        }

        /**
         * Opens the queue, which is created if it is missing.
         *
         * @throws StorageException if the service refuses or is out of reach
         * @throws IllegalArgumentException if the queue's builder lacks something
         */
        public AzureQueueWorkQueue open() throws IOException {
            AzureQueueWorkQueue opened =
                    new AzureQueueWorkQueue(Clients.build(queue), new Attempts(options(), Failures::translate));
            opened.createIfMissing();
            return opened;
        }
    }

    @Override
    public void send(String body, Duration delay) throws IOException {
        WorkQueue.checkBody(body);
        Duration invisible = inSeconds(WorkQueue.checkDelay(delay));
        String text = Base64.getEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8));
        attempts.atMostOnce(
                "send a message to " + this,
                () -> queue.sendMessageWithResponse(text, invisible, FOR_EVER, attempts.timeout(), Context.NONE));
    }

    @Override
    public Optional<Delivery> receive(Duration visibility) throws IOException {
        Duration invisible = inSeconds(WorkQueue.checkVisibility(visibility));
        return attempts.atLeastOnce("receive a message from " + this, () -> {
            long start = System.nanoTime();
            Iterator<QueueMessageItem> messages = queue.receiveMessages(1, invisible, attempts.timeout(), Context.NONE)
                    .iterator();
            if (!messages.hasNext()) {
                return Optional.empty();
            }
            QueueMessageItem message = messages.next();
            String body = decoded(message.getBody().toString());
            return Optional.of(new QueueDelivery(queue, attempts, message, body, start + invisible.toNanos()));
        });
    }

    @Override
    public void close() {}

    /** The queue's name, without credentials. */
    @Override
    public String toString() {
        return name(queue);
    }

    static String name(QueueClient queue) {
        return "queue \"" + queue.getQueueName() + "\"";
    }

    private void createIfMissing() throws IOException {
        boolean there = attempts.atLeastOnce("look for " + this, () -> {
            try {
                queue.getPropertiesWithResponse(attempts.timeout(), Context.NONE);
                return true;
            } catch (RuntimeException e) {
                if (Failures.code(e).equals("QueueNotFound")) {
                    return false;
                }
                throw e;
            }
        });
        if (!there) {
            attempts.atLeastOnce(
                    "create " + this,
                    () -> queue.createIfNotExistsWithResponse(null, attempts.timeout(), Context.NONE));
        }
    }

    /** A time rounded up to whole seconds, which is all that the service takes. */
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
