package dev.recommender.internal.registry;

import dev.recommender.storage.VersionedRecord;
import dev.recommender.storage.VersionedRecords;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Changes records by compare-and-set, anew from what is there when another change came first. A change whose outcome is
 * unknown is made anew as well, so whoever decides on one must recognise what it has written itself. Shared between
 * threads.
 */
public final class RecordChanges {
    private static final int MAX_ATTEMPTS = 200;
    private static final int MAX_FAILURES = 3;
    private static final int MAX_DOUBLINGS = 8;

    private final VersionedRecords records;

    public RecordChanges(VersionedRecords records) {
        this.records = records;
    }

    /** Decides what becomes of a record, perhaps several times. */
    @FunctionalInterface
    public interface Decision<T> {
        /** What to do, given what the record holds, if it is there. */
        Step<T> on(Optional<String> content) throws IOException;
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
     * @throws IOException if the records fail repeatedly, or others change this one all the time
     */
    public <T> T change(String key, Decision<T> decision) throws IOException {
        int failures = 0;
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            pause(attempt);
            try {
                Optional<VersionedRecord> seen = records.get(key);
                Step<T> step = decision.on(seen.map(VersionedRecord::content));
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
     * Deletes a record, whatever it holds.
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

    /** Waits a random time, of a range that doubles with each attempt, so that contenders part. */
    private static void pause(int attempt) throws InterruptedIOException {
        if (attempt == 0) {
            return;
        }
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(2 << Math.min(attempt, MAX_DOUBLINGS)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a record was changed by others");
        }
    }
}
