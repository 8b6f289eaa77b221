package dev.recommender.storage;

import java.io.IOException;

/** A store does not do what {@link BlobStore} promises, so that what is built on it would lose data. */
public class UnsuitableStoreException extends IOException {
    private static final long serialVersionUID = 1;

    public UnsuitableStoreException(String message) {
        super(message);
    }
}
