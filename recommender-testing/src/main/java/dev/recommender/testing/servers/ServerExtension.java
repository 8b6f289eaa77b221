package dev.recommender.testing.servers;

import java.net.BindException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that all test classes of a JVM share. The first class that registers the extension starts it, and it is
 * stopped after the last test. Where it cannot be started, {@link TestServers#missing} decides whether the tests are
 * skipped or fail. Registered as a static field.
 *
 * @param <S> the running server
 */
public abstract class ServerExtension<S extends AutoCloseable> implements BeforeAllCallback {
    private static final int STARTS = 5;

    private Attempt attempt = new Attempt(null, null);

    /** The server's name. */
    protected abstract String name();

    /** Installs the server, if need be, and starts it, on ports that each call chooses. */
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

    /** What became of starting the server, on other ports if another process was faster. */
    Attempt attempt() {
        for (int attempt = 1; ; attempt++) {
            try {
                return new Attempt(start(), null);
            } catch (BindException e) {
                if (attempt == STARTS) {
                    return new Attempt(null, e);
                }
                System.out.println(name() + " is started again: " + e.getMessage());
            } catch (Exception e) {
                return new Attempt(null, e);
            }
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

    @SuppressWarnings("try") // Whatever closing a server throws reaches JUnit.
    record Attempt(@Nullable AutoCloseable server, @Nullable Exception failure) implements AutoCloseable {
        @Override
        public void close() throws Exception {
            if (server != null) {
                server.close();
            }
        }
    }
}
