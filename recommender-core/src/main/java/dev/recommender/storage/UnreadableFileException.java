package dev.recommender.storage;

import java.io.IOException;

/** A file in a folder of a store cannot be read as it is, and must not be passed over; the message names it. */
public final class UnreadableFileException extends IOException {
    private static final long serialVersionUID = 1;

    /**
     * Says what cannot be read.
     *
     * @param message names the file, the reason and what to do
     */
    public UnreadableFileException(String message) {
        super(message);
    }
}
