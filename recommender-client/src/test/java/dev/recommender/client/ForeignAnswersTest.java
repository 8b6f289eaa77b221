package dev.recommender.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.HttpServer;
import dev.recommender.Query;
import dev.recommender.client.Calls.Call;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a proxy or another service answers is never taken for an answer of the service. */
class ForeignAnswersTest {
    private static final ModelId MODEL = ModelId.parse("0190a0b0-0000-7000-8000-000000000001");
    private static final String PROBLEM =
            "{\"type\": \"urn:dev.recommender:problem:%s\", \"detail\": \"as it is\", \"status\": 503}";

    @TempDir
    Path folder;

    private HttpServer other;
    private final AtomicInteger asked = new AtomicInteger();
    private int status;
    private String body = "";

    /** Answers everything alike. */
    @BeforeEach
    void open() throws IOException {
        other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        other.start();
    }

    @AfterEach
    void close() {
        other.stop(0);
    }

    private RecommenderClient client(int retries) {
        return RecommenderClient.builder(uri()).retries(retries).build();
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/");
    }

    private void answer(int status, String body) {
        this.status = status;
        this.body = body;
    }

    /** Everything but following, which goes on asking for a while. */
    private Map<String, ThrowingCallable> all(RecommenderClient client) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "u,i\n");
        Map<String, ThrowingCallable> calls = new LinkedHashMap<>();
        calls.put("recommend", () -> client.recommend(Query.popular()));
        calls.put("similarItems", () -> client.alias("shop").similarItems("i", 1));
        calls.put("popularItems", () -> client.model(MODEL).popularItems(1));
        calls.put("items", () -> client.model(MODEL).items(List.of("i")));
        calls.put("requestTraining", () -> client.requestTraining(TrainingRequest.of("u")));
        calls.put("models", () -> client.models(1));
        calls.put("show", () -> client.show(MODEL));
        calls.put("delete", () -> client.delete(MODEL));
        calls.put("cancel", () -> client.cancel(MODEL));
        calls.put("aliases", client::aliases);
        calls.put("showAlias", () -> client.showAlias("shop"));
        calls.put("setAlias", () -> client.setAlias("shop", MODEL));
        calls.put("rollBack", () -> client.rollBack("shop"));
        calls.put("deleteAlias", () -> client.deleteAlias("shop"));
        calls.put("files", () -> client.files(""));
        calls.put("upload", () -> client.upload("file", file));
        calls.put("resumeUpload", () -> client.resumeUpload(MODEL.toString(), file));
        calls.put("abandonUpload", () -> client.abandonUpload(MODEL.toString()));
        calls.put("put", () -> client.put("file", "u,i\n"));
        calls.put("deleteFile", () -> client.deleteFile("file"));
        return calls;
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 307, 308, 404, 500})
    void anotherStatusThanSuccessIsAProblem(int status) throws IOException {
        answer(status, "<html>");
        for (var call : all(client(0)).entrySet()) {
            assertThat(catchThrowable(call.getValue()))
                    .as(call.getKey())
                    .isInstanceOfSatisfying(ProblemException.class, e -> {
                        assertThat(e.type()).isEqualTo("unknown");
                        assertThat(e.status()).isEqualTo(status);
                    });
        }
        assertThatThrownBy(() -> client(0).follow(MODEL, model -> {})).isInstanceOf(ProblemException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "{}",
                "[]",
                "7",
                "null",
                "{\"id\": \"\"}",
                "{\"id\": 7, \"name\": \"x\", \"size\": 1}",
                "{\"items\": 3, \"models\": [{}], \"files\": [{}], \"aliases\": [{}], \"parts\": []}"
            })
    void aSuccessThatIsNoneOfTheServiceIsAnIOException(String text) throws IOException {
        answer(200, text);
        for (var call : all(client(0)).entrySet()) {
            assertThat(catchThrowable(call.getValue())).as(call.getKey()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatNoWaitMendsIsAskedForOnce() {
        answer(503, PROBLEM.formatted("model-unavailable"));
        assertThatThrownBy(() -> client(3).recommend(Query.popular())).isInstanceOf(ProblemException.class);
        assertThat(asked).hasValue(1);

        answer(503, PROBLEM.formatted("busy"));
        assertThatThrownBy(() -> client(3).recommend(Query.popular())).isInstanceOf(ProblemException.class);
        assertThat(asked).hasValue(1 + 4);
    }

    /** That is no failure of the connection. */
    @Test
    void aBodyThatCannotBeReadIsOpenedOnce() {
        AtomicInteger opened = new AtomicInteger();
        Call call = Call.of("PUT", "file").body(() -> {
            opened.incrementAndGet();
            throw new IOException("gone");
        });

        assertThatThrownBy(() -> calls(Duration.ofSeconds(30)).nothing(call)).hasMessage("gone");
        assertThat(opened).hasValue(1);
        assertThat(asked).hasValue(0);
    }

    @Test
    void aBodyThatFailsWhileItIsSentIsNotTakenForSilence() {
        AtomicInteger opened = new AtomicInteger();
        Call call = Call.of("PUT", "file").body(() -> {
            opened.incrementAndGet();
            return BodyPublishers.fromPublisher(
                    BodyPublishers.ofInputStream(() -> new InputStream() {
                        @Override
                        public int read() throws IOException {
                            throw new Calls.UnreadableBodyException("the file has become shorter");
                        }
                    }),
                    7);
        });

        assertThatThrownBy(() -> calls(Duration.ofSeconds(30)).nothing(call))
                .isInstanceOf(IOException.class)
                .hasMessage("the file has become shorter");
        assertThat(opened).as("it would fail each time").hasValue(1);
    }

    /** What waits for an answer that never comes ends by a type of its own. */
    @Test
    void anAnswerThatDoesNotComeInTimeIsATimeout() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI address = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");
            Calls calls = new Calls(HttpClient.newHttpClient(), address, Optional.empty(), Duration.ofMillis(50), 0);

            assertThatThrownBy(() -> calls.text(Call.of("GET", "slow")))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("GET " + address + "slow is not answered within PT0.05S");
            assertThatThrownBy(() -> calls.stream(Call.of("GET", "slow")))
                    .isInstanceOf(HttpTimeoutException.class)
                    .hasMessage("GET " + address + "slow is not answered within PT0.05S");
        }
    }

    @Test
    void aLongBodyMayTakeLonger() throws IOException {
        Calls calls = calls(Duration.ofSeconds(30));
        assertThat(calls.timeout(0)).hasSeconds(30);
        assertThat(calls.timeout(-1)).as("unknown").hasSeconds(30);
        assertThat(calls.timeout(16 << 20)).hasSeconds(30 + 1024);
        assertThat(calls.timed(Call.of("PUT", "file").json("x".repeat(1 << 20))).timeout())
                .contains(Duration.ofSeconds(30 + 64));
    }

    private Calls calls(Duration timeout) {
        return new Calls(HttpClient.newHttpClient(), uri(), Optional.empty(), timeout, 3);
    }
}
