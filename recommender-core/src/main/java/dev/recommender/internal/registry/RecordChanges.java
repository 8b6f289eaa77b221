package dev.recommender.internal.registry;

import dev.recommender.storage.Backoff;
import dev.recommender.storage.IOFunction;
import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Changes records by compare-and-set. Starts again from the current content when another change came first. A change
 * whose outcome is unknown is repeated, too, so the caller's decision must recognise what it has written itself. Shared
 * between threads.
 */
public final class RecordChanges {
    private static final int MAX_ATTEMPTS = 200;
    private static final int MAX_FAILURES = 3;
    /** A random time of up to half a second, so that contenders do not retry at the same moment. */
    private static final Backoff PAUSES =
            Backoff.of(Duration.ofMillis(4), Duration.ofMillis(512)).withJitter(1);

    private final VersionedRecords records;

    public RecordChanges(VersionedRecords records) {
        this.records = records;
    }

    /** What becomes of a record, and what the caller gets when that has happened. */
    public static final class Step<T> {
        private final @Nullable String content;
        private final boolean deletes;
        private final T result;

        private Step(@Nullable String content, boolean deletes, T result) {
            this.content = content;
            this.deletes = deletes;
            this.result = result;
        }

        public static <T> Step<T> write(String content, T result) {
            return new Step<>(content, false, result);
        }

        public static <T> Step<T> delete(T result) {
            return new Step<>(null, true, result);
        }

        public static <T> Step<T> nothing(T result) {
            return new Step<>(null, false, result);
        }
    }

    /**
     * Makes a change.
     *
     * @param decision decides what to do, given what the record holds, if it exists; may be called several times
     * @throws IOException if the records fail repeatedly, or others change this one all the time
     */
    public <T> T change(String key, IOFunction<Optional<String>, Step<T>> decision) throws IOException {
        int failures = 0;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (attempt > 0) {
                PAUSES.sleep(attempt);
            }
            try {
                Optional<VersionedRecord> seen = records.get(key);
                Step<T> step = decision.apply(seen.map(VersionedRecord::content));
                if (made(key, seen, step)) {
                    return step.result;
                }
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                if (++failures == MAX_FAILURES) {
                    throw e;
                }
            }
        }
        throw new IOException("record " + key + " was changed by others first, " + MAX_ATTEMPTS + " times; try again");
    }

    /**
     * Deletes a record regardless of what it holds.
     *
     * @return whether it was there
     */
    public boolean delete(String key) throws IOException {
        AtomicBoolean found = new AtomicBoolean();
        return change(key, content -> {
            content.ifPresent(text -> found.set(true));
            return content.isPresent() ? Step.delete(true) : Step.nothing(found.get());
        });
    }

    private <T> boolean made(String key, Optional<VersionedRecord> seen, Step<T> step) throws IOException {
        if (step.deletes) {
            return seen.isEmpty() || records.delete(seen.get());
        }
        if (step.content == null) {
            return true;
        }
        return seen.isPresent()
                ? records.update(seen.get(), step.content).isPresent()
                : records.create(key, step.content).isPresent();
    }
}
