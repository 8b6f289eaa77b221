package dev.recommender.storage.s3;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.IOSupplier;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message that SQS has handed out. It is over when its time is up by this machine's clock. SQS itself would accept a later
 * extension or deletion as long as it has not handed the message out again. One call at a time.
 */
final class SqsDelivery implements Delivery {
    private final SqsWorkQueue queue;
    private final Message message;
    private final LongSupplier nanoTime;
    private long end;
    private boolean over;

    /**
     * Begins a delivery.
     *
     * @param end when it is over unless it is extended, by the clock {@code nanoTime}
     */
    SqsDelivery(SqsWorkQueue queue, Message message, long end, LongSupplier nanoTime) {
        this.queue = queue;
        this.message = message;
        this.end = end;
        this.nanoTime = nanoTime;
    }

    @Override
    public String id() {
        return message.messageId();
    }

    @Override
    public String body() {
        return message.body();
    }

    @Override
    public int attempt() {
        return Integer.parseInt(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT));
    }

    @Override
    public synchronized boolean extend(Duration visibility) throws IOException {
        WorkQueue.checkVisibility(visibility);
        long now = nanoTime.getAsLong();
        if (!happens(() -> queue.extend(message, visibility, this::left))) {
            return false;
        }
        end = now + visibility.toNanos();
        return true;
    }

    @Override
    public synchronized boolean complete() throws IOException {
        boolean done = happens(() -> queue.delete(message, this::left));
        over |= done;
        return done;
    }

    @Override
    public synchronized boolean abandon(Duration delay) throws IOException {
        WorkQueue.checkDelay(delay);
        boolean done = happens(() -> queue.giveBack(message, delay, this::left));
        over |= done;
        return done;
    }

    /** Makes a request, which gives false if the delivery was over before. */
    private boolean happens(IOSupplier<Boolean> request) throws IOException {
        if (over || left().isNegative() || left().isZero()) {
            over = true;
            return false;
        }
        try {
            boolean happened = request.get();
            over |= !happened;
            return happened;
        } catch (StorageException e) {
            if (Failures.isLapsed(e.getCause())) {
                over = true;
                return false;
            }
            throw e;
        }
    }

    /** How long the delivery still lasts; negative or zero if it is over. */
    private Duration left() {
        return Duration.ofNanos(end - nanoTime.getAsLong());
    }
}
