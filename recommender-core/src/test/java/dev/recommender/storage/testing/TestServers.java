package dev.recommender.storage.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Assertions;
import org.opentest4j.TestAbortedException;

/** The rule for tests that need a server: they start it themselves, and where that is impossible they say why. */
public final class TestServers {
    /** The environment variable that, set to {@code true}, makes a missing server a failure instead of a skipped test. */
    public static final String REQUIRED = "RECOMMENDER_REQUIRE_SERVERS";

    private TestServers() {}

    /**
     * Ends the calling test, or all tests of the calling class's set-up, because a server is not to be had: skipped with
     * the reason printed, or failed where {@link #REQUIRED} is {@code true}.
     *
     * @param server the server's name
     * @param reason what stands in the way, with what would help
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

    /** A port of the loopback interface that nobody listened on a moment ago. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
