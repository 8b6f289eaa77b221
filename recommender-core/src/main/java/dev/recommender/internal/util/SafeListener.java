package dev.recommender.internal.util;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls an application's listener. What the listener throws, including errors, is logged and goes no further. It must
 * not stop what is in progress. Shared between threads.
 *
 * @param <L> the type of listener
 */
public final class SafeListener<L> {
    private static final Logger LOG = LoggerFactory.getLogger(SafeListener.class);

    private final L listener;

    public SafeListener(L listener) {
        this.listener = listener;
    }

    public void report(Consumer<L> event) {
        try {
            event.accept(listener);
        } catch (Throwable e) {
            LOG.warn("listener {} failed", listener.getClass().getName(), e);
        }
    }
}
