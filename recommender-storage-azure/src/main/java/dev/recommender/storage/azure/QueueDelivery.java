package dev.recommender.storage.azure;

import com.azure.core.util.Context;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import dev.recommender.storage.Attempts;
import dev.recommender.storage.Attempts.Outcome;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;

/** A message with its newest pop receipt, which the service changes with every update. */
final class QueueDelivery implements Delivery {
    private static final Set<String> OVER = Set.of("PopReceiptMismatch", "MessageNotFound");

    private final QueueClient queue;
    private final Attempts attempts;
    private final String id;
    private final String body;
    private final int attempt;

    private String receipt;
    private long hiddenUntil;
    private boolean over;

    /**
     * A delivery that has begun.
     *
     * @param hiddenUntil up to which {@link System#nanoTime} nobody else can have received the message
     */
    QueueDelivery(QueueClient queue, Attempts attempts, QueueMessageItem message, String body, long hiddenUntil) {
        this.queue = queue;
        this.attempts = attempts;
        this.id = message.getMessageId();
        this.body = body;
        this.attempt = (int) Math.min(message.getDequeueCount(), Integer.MAX_VALUE);
        this.receipt = message.getPopReceipt();
        this.hiddenUntil = hiddenUntil;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String body() {
        return body;
    }

    @Override
    public int attempt() {
        return attempt;
    }

    @Override
    public synchronized boolean extend(Duration visibility) throws IOException {
        Duration hidden = AzureQueueWorkQueue.inSeconds(WorkQueue.checkVisibility(visibility));
        Result result = request("extend a message of " + name(), () -> {
            long start = System.nanoTime();
            receipt = update(hidden);
            hiddenUntil = start + hidden.toNanos();
        });
        // If it happened but its answer was lost, nobody knows the new receipt.
        over = result != Result.DONE;
        return !over;
    }

    @Override
    public synchronized boolean complete() throws IOException {
        return end(
                "complete a message of " + name(),
                () -> queue.deleteMessageWithResponse(id, receipt, attempts.timeout(), Context.NONE));
    }

    @Override
    public synchronized boolean abandon(Duration delay) throws IOException {
        Duration hidden = AzureQueueWorkQueue.inSeconds(WorkQueue.checkDelay(delay));
        return end("give a message of " + name() + " back", () -> update(hidden));
    }

    private boolean end(String what, Runnable request) throws IOException {
        Result result = request(what, request);
        over = true;
        return result != Result.TOO_LATE;
    }

    private Result request(String what, Runnable request) throws IOException {
        if (over) {
            return Result.TOO_LATE;
        }
        return attempts.atLeastOnce(what, earlier -> {
            try {
                request.run();
                return Result.DONE;
            } catch (RuntimeException e) {
                if (!OVER.contains(Failures.code(e))) {
                    throw e;
                }
                boolean hidden = System.nanoTime() - hiddenUntil < 0;
                return earlier.outcome() == Outcome.MAYBE && hidden ? Result.DONE_BEFORE : Result.TOO_LATE;
            }
        });
    }

    /** Hides the message for a while from now on; returns the new receipt. */
    private String update(Duration hidden) {
        return queue.updateMessageWithResponse(id, receipt, null, hidden, attempts.timeout(), Context.NONE)
                .getValue()
                .getPopReceipt();
    }

    private String name() {
        return AzureQueueWorkQueue.name(queue);
    }

    private enum Result {
        /** The service confirmed it. */
        DONE,
        /** The receipt is stale while the message was hidden from all others, so an earlier attempt happened. */
        DONE_BEFORE,
        /** The delivery is over. */
        TOO_LATE
    }
}
