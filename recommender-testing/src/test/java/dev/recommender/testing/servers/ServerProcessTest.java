package dev.recommender.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    /** A server that listens on the given port until its JVM is ended. */
    static final class Listener {
        private Listener() {}

        public static void main(String[] arguments) throws IOException {
            int port = Integer.parseInt(arguments[0]);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                while (!socket.isClosed()) {
                    socket.accept().close();
                }
            }
        }
    }

    private ServerProcess start(int port, String... command) throws IOException, InterruptedException {
        return ServerProcess.start(new ProcessBuilder(command), folder.resolve("log"), port, LIMIT);
    }

    private ServerProcess startListener(int port) throws IOException, InterruptedException {
        return start(
                port,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Listener.class.getName(),
                Integer.toString(port));
    }

    @Test
    @Tag("slow")
    void aServerIsReadyWhenItListensItself() throws Exception {
        int port = TestServers.freePort();
        try (ServerProcess server = startListener(port);
                Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            assertThat(server.pid()).isPositive();
            assertThat(client.isConnected()).isTrue();
        }
    }

    @Test
    @Tag("slow")
    void aServerOfAnotherProcessIsNotTakenForIt() throws Exception {
        assumeThat(ListeningSockets.areTold()).isTrue();
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatExceptionOfType(BindException.class)
                    .isThrownBy(() -> start(other.getLocalPort(), "sleep", "60").close());
        }
    }

    @Test
    void aServerThatEndsBecauseItsPortIsTakenSaysSo() throws Exception {
        int port = TestServers.freePort();
        String script = "echo 'bind: Address already in use'; exit 1";
        assumeThat(ListeningSockets.areTold()).isTrue();
        assertThatExceptionOfType(BindException.class)
                .isThrownBy(() -> start(port, "sh", "-c", script).close())
                .withMessageContaining("in use");
    }

    @Test
    @Tag("slow")
    void aServerWhosePortIsTakenIsStartedOnAnother() throws Exception {
        assumeThat(ListeningSockets.areTold()).isTrue();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Integer> ports = new ArrayList<>(List.of(taken.getLocalPort(), TestServers.freePort()));
            ServerExtension<ServerProcess> extension = new ServerExtension<>() {
                @Override
                protected String name() {
                    return "the listener";
                }

                @Override
                protected ServerProcess start() throws Exception {
                    return startListener(ports.remove(0));
                }
            };
            try (ServerExtension.Attempt attempt = extension.attempt()) {
                assertThat(attempt.failure()).isNull();
                assertThat(attempt.server()).isNotNull();
                assertThat(ports).isEmpty();
            }
        }
    }

    @Test
    void noOutgoingConnectionTakesAFreePort() throws IOException {
        for (int attempt = 0; attempt < 100; attempt++) {
            assertThat(TestServers.freePort()).isBetween(10_000, 32_767);
        }
    }
}
