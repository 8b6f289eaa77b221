package dev.recommender.storage;

/** There is no blob of this key. */
public class BlobNotFoundException extends StorageException {
    private static final long serialVersionUID = 2;

    private final String key;

    public BlobNotFoundException(String key) {
        super(Kind.NOT_FOUND, "there is no blob \"" + key + "\"");
        this.key = key;
    }

    /** The key that was asked for. */
    public String key() {
        return key;
    }
}
