package dev.recommender.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpServer;
import dev.recommender.storage.Delivery;
import dev.recommender.storage.StorageException;
import dev.recommender.storage.StorageException.Kind;
import dev.recommender.storage.WorkQueue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is made of answers of SQS that other services do not give; a server gives them as SQS does. */
class SqsAnswersTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            String action =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").split("\\.")[1];
            String message = refusals.getOrDefault(action, "");
            String answer = message.isEmpty() ? answer(action) : "{\"message\":\"" + message + "\"}";
            if (!message.isEmpty()) {
                exchange.getResponseHeaders().add("x-amzn-query-error", "InvalidParameterValue;Sender");
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            exchange.sendResponseHeaders(message.isEmpty() ? 200 : 400, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private static String answer(String action) {
        return switch (action) {
            case "GetQueueUrl" -> "{\"QueueUrl\":\"http://127.0.0.1/1/queue\"}";
            case "ReceiveMessage" ->
                "{\"Messages\":[{\"MessageId\":\"1\",\"ReceiptHandle\":\"r\",\"Body\":\"x\","
                        + "\"MD5OfBody\":\"9dd4e461268c8034f5c8564e155c67a6\","
                        + "\"Attributes\":{\"ApproximateReceiveCount\":\"1\"}}]}";
            default -> "{}";
        };
    }

    private WorkQueue open() throws IOException {
        return SqsWorkQueue.builder("queue")
                .client(ElasticMq.Server.client(server.getAddress().getPort()))
                .receiveWait(Duration.ZERO)
                .open();
    }

    @Test
    void twelveHoursInAllAreAFailureAndNotTheEndOfTheDelivery() throws IOException {
        try (WorkQueue queue = open()) {
            Delivery delivery = queue.receive(MINUTE).orElseThrow();
            refusals.put(
                    "ChangeMessageVisibility",
                    "Value 900 for parameter VisibilityTimeout is invalid. Reason: Total VisibilityTimeout for the message"
                            + " is beyond the limit [43200 seconds].");
            assertThatExceptionOfType(StorageException.class)
                    .isThrownBy(() -> delivery.extend(WorkQueue.MAX_DELAY))
                    .withMessageContaining("43200 seconds")
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REJECTED));
            assertThat(delivery.complete()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ChangeMessageVisibility, true", "DeleteMessage, false"})
    @Tag("slow")
    void aReceiptThatIsNoLongerValidIsTheEndOfTheDelivery(String action, boolean extend) throws IOException {
        try (WorkQueue queue = open()) {
            Delivery delivery = queue.receive(MINUTE).orElseThrow();
            refusals.put(
                    action,
                    "Value r for parameter ReceiptHandle is invalid. Reason: Message does not exist or is not available"
                            + " for visibility timeout change.");
            assertThat(extend ? delivery.extend(MINUTE) : delivery.complete()).isFalse();
            refusals.clear();
            assertThat(delivery.complete()).isFalse();
        }
    }
}
