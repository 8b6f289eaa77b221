package dev.recommender.internal.serving;

import dev.recommender.registry.ProviderListener;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an application's listener, whose failures are its own, errors included: they must not stop what is under way. Shared
 * between threads.
 */
final class SafeListener {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    private final ProviderListener listener;

    SafeListener(ProviderListener listener) {
        this.listener = listener;
    }

    void tell(Consumer<ProviderListener> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.warn("the provider's listener failed", e);
        }
    }
}
