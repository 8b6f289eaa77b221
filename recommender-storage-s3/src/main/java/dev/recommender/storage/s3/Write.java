package dev.recommender.storage.s3;

import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;

/** A write of one object, which is attempted until its outcome is known. Used by one thread. */
interface Write extends AutoCloseable {
    /** Makes the whole object, or nothing. */
    void attempt() throws IOException;

    /** Whether another attempt may do better than one that failed. */
    default boolean isRepeatable(StorageException failure) {
        return failure.kind() == Kind.CONFLICT || failure.kind() == Kind.UNAVAILABLE;
    }

    /** Whether an attempt whose answer was lost has happened after all, so that another would be one too many. */
    default boolean isDone() throws IOException {
        return false;
    }

    /** Releases what the attempts left behind. */
    @Override
    default void close() {}
}
