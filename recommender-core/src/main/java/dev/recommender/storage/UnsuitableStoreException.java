package dev.recommender.storage;

import java.io.IOException;

/** A store does not do what {@link BlobStore} promises. Queues and records on it would lose data. */
public class UnsuitableStoreException extends IOException {
    private static final long serialVersionUID = 1;

    public UnsuitableStoreException(String message) {
        super(message);
    }

    /**
     * A service that ignores a condition of requests.
     *
     * @param place which store, without credentials
     * @param condition the condition, such as {@code If-None-Match}
     * @param evidence what it did
     */
    public static UnsuitableStoreException ignoring(String place, String condition, String evidence) {
        return new UnsuitableStoreException(
                place + " ignores " + condition + ", so writers would overwrite each other: " + evidence
                        + "; use a store that honours conditional requests, or another version of it");
    }
}
