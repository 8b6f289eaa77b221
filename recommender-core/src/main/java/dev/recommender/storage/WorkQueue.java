package dev.recommender.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Messages that each wait for one worker to do what they ask for. Shared freely between threads and processes.
 *
 * <p>Delivery is at least once: a message that was sent is delivered until a delivery of it is completed, even if
 * workers die in the meantime. So the work must be such that doing it twice does no harm. While one delivery of a
 * message lasts there is no other. Older messages come roughly first.
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
     * @param body text that {@link #checkBody} takes
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

    /**
     * The body itself, if every queue takes it: 1 to {@value #MAX_BODY} bytes of UTF-8. It must not have control characters
     * other than tab and line ends, unpaired surrogates, U+FFFE or U+FFFF.
     *
     * @throws IllegalArgumentException if it is not such
     */
    static String checkBody(String body) {
        int bytes = body.getBytes(StandardCharsets.UTF_8).length;
        if (bytes < 1 || bytes > MAX_BODY) {
            throw new IllegalArgumentException("a message has 1 to " + MAX_BODY + " bytes, not " + bytes);
        }
        int strange = body.codePoints()
                .filter(c -> (c < ' ' && c != '\t' && c != '\n' && c != '\r')
                        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)
                        || c == 0xFFFE
                        || c == 0xFFFF)
                .findFirst()
                .orElse(-1);
        if (strange >= 0) {
            throw new IllegalArgumentException(
                    "a message cannot have the character U+" + String.format(Locale.ROOT, "%04X", strange));
        }
        return body;
    }

    /**
     * The delay itself, if every queue takes it: from zero to {@link #MAX_DELAY}.
     *
     * @throws IllegalArgumentException if it is not such
     */
    static Duration checkDelay(Duration delay) {
        if (delay.isNegative() || delay.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException("delay is not from zero to " + MAX_DELAY + ": " + delay);
        }
        return delay;
    }

    /**
     * The visibility itself, if every queue takes it: from one second to {@link #MAX_DELAY}.
     *
     * @throws IllegalArgumentException if it is not such
     */
    static Duration checkVisibility(Duration visibility) {
        if (visibility.compareTo(Duration.ofSeconds(1)) < 0 || visibility.compareTo(MAX_DELAY) > 0) {
            throw new IllegalArgumentException(
                    "visibility must be from one second to " + MAX_DELAY + ": " + visibility);
        }
        return visibility;
    }
}
