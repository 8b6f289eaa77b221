package dev.recommender.storage;

import dev.recommender.storage.StorageException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests to a service through a client that throws unchecked exceptions. Where the service is unavailable, the
 * request is repeated after a pause. The client's exceptions are turned into those of this package. Immutable.
 *
 * <p>A request whose answer was lost may have happened. So the caller chooses how it may be repeated: {@link #atLeastOnce} or
 * {@link #atMostOnce}. The client itself must not repeat requests, because it cannot know.
 */
public final class Attempts {
    private final CallOptions options;
    private final Translator translator;

    /**
     * Makes a policy of attempts.
     *
     * @param translator what the client's exceptions mean
     */
    public Attempts(CallOptions options, Translator translator) {
        this.options = options;
        this.translator = translator;
    }

    /** Whether a failed request had its effect. */
    public enum Outcome {
        /** It had none: the service was not reached, or said so. */
        CERTAINLY_NOT,
        /** It is unknown: the request was sent, and no usable answer came. */
        MAYBE
    }

    /**
     * What an exception of a client means.
     *
     * @param exception what the caller gets; a request is repeated only if it is a {@link StorageException} of kind
     *     {@link Kind#UNAVAILABLE}
     * @param outcome whether the request had its effect
     */
    public record Failure(IOException exception, Outcome outcome) {}

    /** Translates the exceptions of a service's client. */
    @FunctionalInterface
    public interface Translator {
        /**
         * What an exception means. One that is not of the client's making, such as a defect, is thrown as it is.
         *
         * @param what what was attempted, to follow "cannot " in messages
         */
        Failure translate(String what, RuntimeException thrown);
    }

    /** What is known of the attempts that came before the present one. */
    public static final class Earlier {
        private @Nullable StorageException doubtful;
        private int failures;

        private Earlier() {}

        /** The number of attempts. All of them failed. */
        public int failures() {
            return failures;
        }

        /** Whether any of them had its effect. */
        public Outcome outcome() {
            return doubtful == null ? Outcome.CERTAINLY_NOT : Outcome.MAYBE;
        }

        /** Fails as the first attempt did that may have had its effect, if there is one. */
        public void requireNoEffect() throws StorageException {
            if (doubtful != null) {
                throw doubtful;
            }
        }

        private void add(StorageException failure, Outcome outcome) {
            failures++;
            if (doubtful == null && outcome == Outcome.MAYBE) {
                doubtful = failure;
            }
        }
    }

    /** The time limit of one attempt of one request. */
    public Duration timeout() {
        return options.timeout();
    }

    /** How often a request is tried, the first time included. */
    public int count() {
        return options.attempts();
    }

    /** Waits after a number of failed attempts, at least 1. */
    public void pause(int failures) throws InterruptedIOException {
        options.backoff().sleep(failures);
    }

    /**
     * Makes a request that may happen twice without harm.
     *
     * @param what what is attempted, to follow "cannot " in messages
     */
    public <T> T atLeastOnce(String what, IOSupplier<T> request) throws IOException {
        return repeat(what, true, earlier -> request.get());
    }

    /**
     * Makes a request that looks at what may have happened before it happens again.
     *
     * @param what what is attempted, to follow "cannot " in messages
     * @param request given what is known of the attempts before
     */
    public <T> T atLeastOnce(String what, IOFunction<Earlier, T> request) throws IOException {
        return repeat(what, true, request);
    }

    /**
     * Makes a request that must not happen twice: it is repeated only while it certainly had no effect.
     *
     * @param what what is attempted, to follow "cannot " in messages
     */
    public <T> T atMostOnce(String what, IOSupplier<T> request) throws IOException {
        return repeat(what, false, earlier -> request.get());
    }

    /** Makes a request one time only. */
    public <T> T once(String what, IOSupplier<T> request) throws IOException {
        try {
            return request.get();
        } catch (RuntimeException e) {
            throw translator.translate(what, e).exception();
        }
    }

    /**
     * Reads a blob in several requests. Starts again when the blob was replaced in the meantime, as often as a request
     * is tried.
     *
     * @param hasBegun whether the caller has been given some of the blob's bytes already
     * @throws StorageException of kind {@link Kind#CONFLICT} if it was replaced each time, or deleted after the caller has been
     *     given some of it
     * @throws BlobNotFoundException if it is missing, or was deleted before that
     */
    public <T> T untilUnchanged(IOSupplier<T> read, BooleanSupplier hasBegun) throws IOException {
        Optional<StorageException> conflict = Optional.empty();
        for (int attempt = 1; ; attempt++) {
            try {
                return read.get();
            } catch (BlobNotFoundException e) {
                throw hasBegun.getAsBoolean() ? conflict.orElse(e) : e;
            } catch (StorageException e) {
                if (e.kind() != Kind.CONFLICT || attempt >= count()) {
                    throw e;
                }
                conflict = Optional.of(e);
            }
            pause(attempt);
        }
    }

    private <T> T repeat(String what, boolean harmless, IOFunction<Earlier, T> request) throws IOException {
        Earlier earlier = new Earlier();
        for (int attempt = 1; ; attempt++) {
            Failure failure;
            try {
                return request.apply(earlier);
            } catch (StorageException e) {
                if (e == earlier.doubtful) {
                    throw e;
                }
                failure = new Failure(e, Outcome.MAYBE);
            } catch (RuntimeException e) {
                failure = translator.translate(what, e);
            }
            boolean repeatable = harmless || failure.outcome() == Outcome.CERTAINLY_NOT;
            if (!repeatable
                    || attempt >= count()
                    || !(failure.exception() instanceof StorageException passing)
                    || passing.kind() != Kind.UNAVAILABLE) {
                throw failure.exception();
            }
            earlier.add(passing, failure.outcome());
            pause(attempt);
        }
    }
}
