package dev.recommender.storage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Messages on the heap, for tests and for applications that need no more. Shared between threads, not processes. */
public final class MemoryWorkQueue implements WorkQueue {
    private final List<Message> messages = new ArrayList<>();
    private final InstantSource clock;

    /** An empty queue with the system's clock. */
    public MemoryWorkQueue() {
        this(InstantSource.system());
    }

    /** An empty queue with the given clock. */
    public MemoryWorkQueue(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized void send(String body, Duration delay) {
        WorkQueue.checkBody(body);
        messages.add(new Message(body, clock.instant().plus(WorkQueue.checkDelay(delay))));
    }

    @Override
    public synchronized Optional<Delivery> receive(Duration visibility) {
        WorkQueue.checkVisibility(visibility);
        Instant now = clock.instant();
        for (Message message : messages) {
            if (!message.hiddenUntil.isAfter(now)) {
                message.hiddenUntil = now.plus(visibility);
                message.attempt++;
                return Optional.of(new Receipt(message, message.attempt));
            }
        }
        return Optional.empty();
    }

    @Override
    public void close() {}

    private static final class Message {
        private final String id = UUID.randomUUID().toString();
        private final String body;
        private Instant hiddenUntil;
        private int attempt;

        Message(String body, Instant hiddenUntil) {
            this.body = body;
            this.hiddenUntil = hiddenUntil;
        }
    }

    private final class Receipt implements Delivery {
        private final Message message;
        private final int attempt;
        private boolean over;

        Receipt(Message message, int attempt) {
            this.message = message;
            this.attempt = attempt;
        }

        @Override
        public String id() {
            return message.id;
        }

        @Override
        public String body() {
            return message.body;
        }

        @Override
        public int attempt() {
            return attempt;
        }

        @Override
        public boolean extend(Duration visibility) {
            WorkQueue.checkVisibility(visibility);
            synchronized (MemoryWorkQueue.this) {
                if (lasts()) {
                    message.hiddenUntil = clock.instant().plus(visibility);
                    return true;
                }
                return false;
            }
        }

        @Override
        public boolean complete() {
            synchronized (MemoryWorkQueue.this) {
                return end() && messages.remove(message);
            }
        }

        @Override
        public boolean abandon(Duration delay) {
            WorkQueue.checkDelay(delay);
            synchronized (MemoryWorkQueue.this) {
                if (end()) {
                    message.hiddenUntil = clock.instant().plus(delay);
                    return true;
                }
                return false;
            }
        }

        private boolean end() {
            boolean lasted = lasts();
            over = true;
            return lasted;
        }

        private boolean lasts() {
            return !over && message.attempt == attempt && message.hiddenUntil.isAfter(clock.instant());
        }
    }
}
