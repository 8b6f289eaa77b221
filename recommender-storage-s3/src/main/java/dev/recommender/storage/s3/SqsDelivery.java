package dev.recommender.storage.s3;

import dev.recommender.storage.Delivery;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/**
 * A message that SQS has handed out. It is over when its time is up by this machine's clock, since SQS takes back what it
 * has not yet handed out anew, and lets it be deleted, even later. One call at a time.
 */
final class SqsDelivery implements Delivery {
    private final SqsWorkQueue queue;
    private final Message message;
    private long end;
    private boolean over;

    SqsDelivery(SqsWorkQueue queue, Message message, long end) {
        this.queue = queue;
        this.message = message;
        this.end = end;
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
        long now = System.nanoTime();
        if (!happens(left -> queue.extend(message, visibility, left))) {
            return false;
        }
        end = now + visibility.toNanos();
        return true;
    }

    @Override
    public synchronized boolean complete() throws IOException {
        boolean done = happens(left -> queue.delete(message, left));
        over |= done;
        return done;
    }

    @Override
    public synchronized boolean abandon(Duration delay) throws IOException {
        WorkQueue.checkDelay(delay);
        boolean done = happens(left -> queue.giveBack(message, delay, left));
        over |= done;
        return done;
    }

    /** What is asked of the queue, within the time that the delivery has left. */
    private interface Request {
        void within(Duration left) throws IOException;
    }

    private boolean happens(Request request) throws IOException {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (over || left.isNegative() || left.isZero()) {
            over = true;
            return false;
        }
        try {
            request.within(left);
            return true;
        } catch (StorageException e) {
            if (Failures.isLapsed(e)) {
                over = true;
                return false;
            }
            throw e;
        }
    }
}
