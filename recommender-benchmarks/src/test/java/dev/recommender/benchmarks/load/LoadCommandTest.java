package dev.recommender.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The load is made, counted, and told from failures. */
class LoadCommandTest {
    private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8);

    @Test
    @Tag("slow")
    void aSmallLoadIsAsPromised() {
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new LoadCommand()).setOut(new PrintWriter(out));

        int status = line.execute(
                ("--users 200 --items 150 --events 8000 --neighbors 20 --seconds 1 --rounds 1 --clients 2 --slots 1"
                                + " --requests 300 --telemetry")
                        .split(" "));

        assertThat(status).as(out.toString()).isZero();
        assertThat(out.toString())
                .contains("recommend beside fixed: requests a second ", "after beside before: ", "overloaded: ")
                .containsPattern("while the alias got another model [1-9][0-9,]* times")
                .containsPattern("answers by model \\[[1-9][0-9]*(, [1-9][0-9]*)?\\]")
                .doesNotContain("failed");
    }

    /** A server that answers a few times, and then breaks the connection. */
    @ParameterizedTest
    @CsvSource({
        "503 Busy, Retry-After: 1, 0, 3, 0",
        "503 Busy, X: 1, 0, 0, 3",
        "500 Broken, X: 1, 0, 0, 3",
        "200 OK, X: 1, 3, 0, 0"
    })
    void answersAreToldApart(String status, String field, int answered, long busy, long failed) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(listener, status, field, 3));

            Tally tally = new Clients(1, 60, 3).ask(listener.getLocalPort(), List.of(REQUEST));

            served.join();
            assertThat(tally.nanos()).hasSize(answered);
            assertThat(tally.busy()).isEqualTo(busy);
            assertThat(tally.failures()).isEqualTo(failed);
        }
    }

    @Test
    void aBrokenConnectionIsAFailure() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<Void> served = CompletableFuture.runAsync(() -> serve(listener, "200 OK", "X: 1", 2));

            Tally tally = new Clients(1, 60, 100).ask(listener.getLocalPort(), List.of(REQUEST));

            served.join();
            assertThat(tally.nanos()).hasSize(2);
            assertThat(tally.failures()).isEqualTo(1);
            assertThat(tally.models()).isEqualTo(Map.of("m1", 2L));
        }
    }

    @Test
    void percentilesAreRanksOfTheAnswers() {
        long[] nanos = new long[100];
        for (int at = 0; at < nanos.length; at++) {
            nanos[at] = 1000L * (100 - at);
        }
        Tally tally = Tally.of(nanos, 0, Map.of(), Map.of(), 2);

        assertThat(tally.micros(0.5)).isEqualTo(50);
        assertThat(tally.micros(0.99)).isEqualTo(99);
        assertThat(tally.micros(1)).isEqualTo(100);
        assertThat(tally.perSecond()).isEqualTo(50);
        assertThat(tally).hasToString("50/s, p50 50 us, p90 90 us, p99 99 us, longest 100 us");
    }

    private static void serve(ServerSocket listener, String status, String field, int times) {
        String body = "{\"model\":\"m1\",\"items\":[]}";
        try (Socket client = listener.accept()) {
            InputStream in = client.getInputStream();
            OutputStream out = client.getOutputStream();
            for (int at = 0; at < times; at++) {
                in.readNBytes(REQUEST.length);
                out.write(("HTTP/1.1 " + status + "\r\nContent-Length: " + body.length() + "\r\n" + field + "\r\n\r\n"
                                + body)
                        .getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
