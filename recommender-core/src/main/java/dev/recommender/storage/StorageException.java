package dev.recommender.storage;

import java.io.IOException;
import java.util.Optional;

/** What a store answered instead of doing what it was asked, or that it did not answer. */
public class StorageException extends IOException {
    private static final long serialVersionUID = 1;

    /** The kinds of failure that a caller can act upon. */
    public enum Kind {
        /** What was addressed is not there: a blob, a bucket, a container, a queue. */
        NOT_FOUND,
        /** The store's state is not what the request depends on, or another request for the same thing is under way. */
        CONFLICT,
        /** The credentials are missing, wrong, or lack the permission. */
        DENIED,
        /** The store was not reached, did not answer in time, is overloaded, or failed; trying again later may help. */
        UNAVAILABLE,
        /** The store refused the request, or its answer is not to be trusted; trying again does not help. */
        REJECTED
    }

    private final Kind kind;
    private final String requestId;

    public StorageException(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.requestId = "";
    }

    public StorageException(Kind kind, String message, Throwable cause) {
        this(kind, message, "", cause);
    }

    /**
     * A failure that the store itself reported.
     *
     * @param requestId what the store calls the request in its own logs, which its support asks for; empty if unknown
     */
    public StorageException(Kind kind, String message, String requestId, Throwable cause) {
        super(requestId.isEmpty() ? message : message + " (request " + requestId + ")", cause);
        this.kind = kind;
        this.requestId = requestId;
    }

    /** What kind of failure it is. */
    public Kind kind() {
        return kind;
    }

    /** What the store calls the request in its own logs. */
    public Optional<String> requestId() {
        return requestId.isEmpty() ? Optional.empty() : Optional.of(requestId);
    }
}
