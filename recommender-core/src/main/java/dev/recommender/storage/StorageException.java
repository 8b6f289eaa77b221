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
        /**
         * The store's state is not what the request depends on, or another request for the same thing is in progress.
         */
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

    /**
     * A request that failed, in the words that all adapters use.
     *
     * @param what what was attempted, to follow "cannot "
     * @param reason what the service answered, or why there is no answer
     * @param requestId what the service calls the request in its own logs; empty if unknown
     */
    public static StorageException failed(Kind kind, String what, String reason, String requestId, Throwable cause) {
        String advice = switch (kind) {
            case DENIED -> "; check the credentials, their permissions, and how long they are valid";
            case UNAVAILABLE -> "; the service may be overloaded or out of reach, try again later";
            default -> "";
        };
        return new StorageException(kind, "cannot " + what + ": " + reason + advice, requestId, cause);
    }

    /**
     * A bucket, container or the like that is not there when a store is opened.
     *
     * @param place which one, such as {@code bucket "models"}
     * @param cause how the service answered
     */
    public static StorageException noPlace(String place, StorageException cause) {
        return new StorageException(
                Kind.NOT_FOUND,
                "there is no " + place + ": create it, or correct its name",
                cause.requestId().orElse(""),
                cause);
    }

    /**
     * A request that was made, or in progress, when its store was closed.
     *
     * @param what what was attempted, to follow "cannot "
     */
    public static StorageException closed(String what, Throwable cause) {
        return new StorageException(Kind.REJECTED, "cannot " + what + ": the store was closed", cause);
    }

    /**
     * A reader's blob that is another one by now.
     *
     * @param blob which blob, and of which store
     */
    public static StorageException replaced(String blob, Throwable cause) {
        return new StorageException(
                Kind.CONFLICT, blob + " was replaced or deleted while it was read; read it again", cause);
    }

    /**
     * A write that may or may not have happened: an answer was lost, and other writers have been there since.
     *
     * @param blob which blob, and of which store
     */
    public static StorageException inDoubt(String blob) {
        return new StorageException(
                Kind.CONFLICT,
                "it is unknown whether " + blob + " was written: an answer was lost, and others have written or deleted"
                        + " it; read it before writing it again");
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
