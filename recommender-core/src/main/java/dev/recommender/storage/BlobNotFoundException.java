package dev.recommender.storage;

import java.io.IOException;

/** There is no blob of this key. */
public class BlobNotFoundException extends IOException {
    private static final long serialVersionUID = 1;

    private final String key;

    public BlobNotFoundException(String key) {
        super("there is no blob \"" + key + "\"");
        this.key = key;
    }

    /** The key that was asked for. */
    public String key() {
        return key;
    }
}
