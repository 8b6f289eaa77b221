package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * The state of a message of a {@link BlobWorkQueue} since one of its versions was written. In that version's
 * {@link ChainEntry} the step is the kind, and the rest is the first line of the content. In the first version the body
 * follows.
 *
 * @param step what happened
 * @param hidden how long nobody else receives the message, counted from when the version was written
 * @param attempt how many deliveries have begun
 */
record MessageState(Step step, Duration hidden, int attempt) {
    enum Step {
        SENT,
        RECEIVED,
        EXTENDED,
        ABANDONED,
        COMPLETED;

        /** Whether it ends a delivery. */
        boolean isLast() {
            return this == ABANDONED || this == COMPLETED;
        }
    }

    ChainEntry entry(Instant now, String previous, String body) {
        String kind = step.name().toLowerCase(Locale.ROOT);
        String content = hidden.toMillis() + " " + attempt + "\n" + body;
        return new ChainEntry(kind, now, WriteNonce.next(), previous, content);
    }

    static MessageState of(String key, ChainEntry entry) throws IOException {
        try {
            String[] facts = entry.content().split("\n", 2)[0].split(" ", -1);
            Step step = Step.valueOf(entry.kind().toUpperCase(Locale.ROOT));
            return new MessageState(step, Duration.ofMillis(Long.parseLong(facts[0])), Integer.parseInt(facts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            throw new IOException("the blob \"" + key + "\" is no message", e);
        }
    }

    static String body(ChainEntry first) {
        return first.content().split("\n", 2)[1];
    }
}
