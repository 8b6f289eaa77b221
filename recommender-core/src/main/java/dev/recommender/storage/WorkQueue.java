package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Messages that each wait for one worker to do what they say. Shared freely between threads and processes.
 *
 * <p>Delivery is at least once: a message that was sent is delivered until a delivery of it is completed, however many
 * workers die meanwhile, so whoever does the work must bear to do it twice. While one delivery of a message lasts there
 * is no other. Older messages come roughly first.
 *
 * <p>Failures are {@link IOException}s. After a failure of {@link #send} the outcome is unknown: the message may have been
 * sent.
 */
public interface WorkQueue extends AutoCloseable {
    /** The longest message body in UTF-8 bytes that every queue takes. */
    int MAX_BODY = 32 << 10;

    /** The longest visibility or delay that every queue takes. */
    Duration MAX_DELAY = Duration.ofMinutes(15);

    /**
     * Adds a message. It is delivered no earlier than the delay says, and, while workers ask, soon after.
     *
     * @param body text of at most {@value #MAX_BODY} bytes in UTF-8, without control characters other than tab and line
     *     ends
     * @param delay how long the message stays invisible, from zero to {@link #MAX_DELAY}
     * @throws IllegalArgumentException if the body or the delay is not such
     */
    void send(String body, Duration delay) throws IOException;

    /** Adds a message that can be delivered at once. */
    default void send(String body) throws IOException {
        send(body, Duration.ZERO);
    }

    /**
     * Takes a visible message, if there is one, and hides it from all receivers. Returns at once or after a short wait.
     *
     * @param visibility how long the delivery lasts unless extended: at least one second, at most {@link #MAX_DELAY}
     * @return the delivery; empty if no message was visible
     * @throws IllegalArgumentException if the visibility is out of range
     */
    Optional<Delivery> receive(Duration visibility) throws IOException;

    /** Releases what the queue holds; the messages stay. */
    @Override
    void close() throws IOException;
}
