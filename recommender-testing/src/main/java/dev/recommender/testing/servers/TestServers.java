package dev.recommender.testing.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/** The rule for tests that need a server: they start it themselves, and where that is impossible they say why. */
public final class TestServers {
    /** The environment variable that, set to {@code true}, makes a missing server a failure instead of a skipped test. */
    public static final String REQUIRED = "RECOMMENDER_REQUIRE_SERVERS";

    private static final int FIRST_PORT = 10_000;

    /** Where Linux begins to take the ports of outgoing connections from; others begin later. */
    private static final int FIRST_EPHEMERAL_PORT = 32_768;

    private TestServers() {}

    /**
     * Ends the calling test, or all tests of the calling class's set-up, because a server is not available. The tests
     * are skipped and the reason is printed, or they fail where {@link #REQUIRED} is {@code true}.
     *
     * @param server the server's name
     * @param reason the obstacle, with the remedy
     * @return nothing: always throws
     */
    public static RuntimeException missing(String server, Throwable reason) {
        String message = server + " cannot be started: " + reason;
        if (Boolean.parseBoolean(System.getenv(REQUIRED))) {
            return Assertions.fail(message + " (" + REQUIRED + " is true)", reason);
        }
        System.out.println("SKIPPED: " + message);
        throw new TestAbortedException(message, reason);
    }

    /**
     * A port of the loopback interface that nobody listened on a moment ago, and that no outgoing connection is given by the
     * system. Another process may take it before a server does; {@link ServerProcess#start} notices that.
     */
    public static int freePort() throws IOException {
        IOException last = new IOException("no free port");
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, FIRST_EPHEMERAL_PORT);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }
}
