package dev.recommender.storage.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that all test classes of a JVM share: the first one that registers the extension starts it, and it is stopped
 * after the last test. Where it cannot be started, {@link TestServers#missing} decides what becomes of the tests. Registered
 * as a static field.
 *
 * @param <S> the running server
 */
public abstract class ServerExtension<S extends AutoCloseable> implements BeforeAllCallback {
    private Attempt attempt = new Attempt(null, null);

    /** The server's name. */
    protected abstract String name();

    /** Installs the server, if need be, and starts it. */
    protected abstract S start() throws Exception;

    @Override
    public final void beforeAll(ExtensionContext context) {
        attempt = context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(getClass(), type -> attempt(), Attempt.class);
        if (attempt.failure != null) {
            throw TestServers.missing(name(), attempt.failure);
        }
    }

    private Attempt attempt() {
        try {
            return new Attempt(start(), null);
        } catch (Exception e) {
            return new Attempt(null, e);
        }
    }

    /** The running server. */
    @SuppressWarnings("unchecked")
    public final S server() {
        if (attempt.server == null) {
            throw new IllegalStateException(name() + " is not running");
        }
        return (S) attempt.server;
    }

    private record Attempt(AutoCloseable server, Exception failure) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            if (server != null) {
                server.close();
            }
        }
    }
}
