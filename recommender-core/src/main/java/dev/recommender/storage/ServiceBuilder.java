package dev.recommender.storage;

import java.time.Duration;

/**
 * The options of requests that the builders of all adapters have, under the same names and with the same defaults. An
 * adapter's builder extends this class. Used by one thread.
 *
 * @param <B> the adapter's builder
 * @see CallOptions
 */
public abstract class ServiceBuilder<B extends ServiceBuilder<B>> {
    private CallOptions options;

    /** A builder with default options, which are {@link CallOptions#DEFAULT} unless the service needs others. */
    protected ServiceBuilder(CallOptions defaults) {
        this.options = defaults;
    }

    /** This builder. */
    protected abstract B self();

    /** The options that were set. */
    protected final CallOptions options() {
        return options;
    }

    /** The time limit of one attempt of one request, at least 1 ms. Default: 60 seconds, unless the builder has another. */
    public final B timeout(Duration timeout) {
        options = options.withTimeout(timeout);
        return self();
    }

    /** How often a request is tried, the first time included; at least 1. Default: 5. */
    public final B attempts(int attempts) {
        options = options.withAttempts(attempts);
        return self();
    }

    /**
     * The pause after the first attempt, at least 1 ms. Each pause is twice as long as the one before, up to 10 seconds, less
     * up to half of it at random. Default: 100 ms.
     */
    public final B firstPause(Duration pause) {
        options = options.withFirstPause(pause);
        return self();
    }
}
