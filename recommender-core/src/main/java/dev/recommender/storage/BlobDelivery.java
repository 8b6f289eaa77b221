package dev.recommender.storage;

import dev.recommender.storage.MessageState.Step;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delivery of a {@link BlobWorkQueue}. It belongs to the process that writes the message's next versions. */
final class BlobDelivery implements Delivery {
    private final BlobMessage message;
    private final String body;
    private final int attempt;
    private final Instant readTime;
    private long version;
    private String nonce;
    private Instant deadline = Instant.MIN;
    private boolean over;
    private @Nullable Pending pending;

    /** A step that may or may not have been written. The same entry is written until that is settled. */
    private record Pending(Step step, ChainEntry entry, Instant deadline) {}

    /**
     * A delivery that has yet to {@link #begin}.
     *
     * @param version the message's newest version
     * @param nonce that version's nonce
     * @param readTime the local time after which that version was still the newest
     */
    BlobDelivery(BlobMessage message, String body, int attempt, long version, String nonce, Instant readTime) {
        this.message = message;
        this.body = body;
        this.attempt = attempt;
        this.version = version;
        this.nonce = nonce;
        this.readTime = readTime;
    }

    /**
     * Begins the delivery; where that throws it can be called again.
     *
     * @return whether the message is now this delivery's
     */
    synchronized boolean begin(Duration visibility) throws IOException {
        if (pending == null) {
            prepare(Step.RECEIVED, visibility);
            return settle(readTime);
        }
        boolean full = pending.step() == Step.EXTENDED;
        return !message.isStale(readTime)
                && message.clock().local().isBefore(pending.deadline())
                && settle(readTime)
                && (full || extend(visibility));
    }

    @Override
    public String id() {
        return message.id();
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
    public boolean extend(Duration visibility) throws IOException {
        return advance(Step.EXTENDED, WorkQueue.checkVisibility(visibility));
    }

    @Override
    public boolean complete() throws IOException {
        return advance(Step.COMPLETED, Duration.ZERO);
    }

    @Override
    public boolean abandon(Duration delay) throws IOException {
        return advance(Step.ABANDONED, WorkQueue.checkDelay(delay));
    }

    private synchronized boolean advance(Step step, Duration hidden) throws IOException {
        // Until the deadline nobody else writes versions, so the newest version that this delivery knows still is the
        // newest.
        Instant now = message.clock().local();
        if (over || !now.isBefore(deadline)) {
            over = true;
            return false;
        }
        if (pending != null) {
            boolean again = pending.step() == step;
            boolean held = settle(now);
            if (over) {
                return held && again;
            }
        }
        prepare(step, hidden);
        return settle(now);
    }

    private void prepare(Step step, Duration hidden) {
        Instant now = message.clock().local();
        ChainEntry entry = new MessageState(step, hidden, attempt).entry(now, nonce, "");
        pending = new Pending(step, entry, now.plus(hidden));
    }

    /** Writes the pending step, again if needed; returns whether it holds. */
    private boolean settle(Instant since) throws IOException {
        Pending step = Objects.requireNonNull(pending);
        Optional<List<BlobInfo>> versions = message.append(version + 1, step.entry(), since);
        pending = null;
        over = versions.isEmpty() || step.step().isLast();
        if (versions.isEmpty()) {
            return false;
        }
        version++;
        nonce = step.entry().nonce();
        deadline = step.deadline();
        if (step.step() == Step.COMPLETED) {
            message.remove(versions.get());
        } else {
            message.compact(versions.get());
        }
        return true;
    }
}
