package dev.recommender.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.recommender.RecommenderException;
import dev.recommender.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Sends requests and reads answers. Where the service says to come again it does, as often as it may; after a failure of the
 * connection only what may be done twice is sent again. Shared between threads.
 */
final class Calls {
    static final JsonMapper JSON = new JsonMapper();

    private static final String PROBLEM = "urn:dev.recommender:problem:";
    private static final int NO_CONTENT = 204;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration SHORTEST_WAIT = Duration.ofMillis(100);
    /** How fast a body is at least, in bytes a second; the service gives up slower ones. */
    private static final long LEAST_RATE = 16 << 10;

    private final HttpClient http;
    private final URI service;
    private final Optional<String> key;
    private final Duration timeout;
    private final int retries;

    Calls(HttpClient http, URI service, Optional<String> key, Duration timeout, int retries) {
        this.http = http;
        this.service = service;
        this.key = key;
        this.timeout = timeout;
        this.retries = retries;
    }

    /** How often a request is sent again. */
    int retries() {
        return retries;
    }

    /** A request that can be sent again. */
    record Call(String method, String path, Body body, List<String> headers, boolean isRepeatable) {
        /** One without a body, which may be done twice. */
        static Call of(String method, String path) {
            return new Call(method, path, BodyPublishers::noBody, List.of(), true);
        }

        /** The same with a body of JSON. */
        Call json(String json) {
            return new Call(
                    method, path, () -> BodyPublishers.ofString(json), with("Content-Type", "application/json"), true);
        }

        Call body(Body content) {
            return new Call(method, path, content, headers, isRepeatable);
        }

        Call header(String name, String value) {
            return new Call(method, path, body, with(name, value), isRepeatable);
        }

        /** The same, not to be sent again after a failure of the connection: it might be done twice. */
        Call once() {
            return new Call(method, path, body, headers, false);
        }

        private List<String> with(String name, String value) {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of(name, value));
            return all;
        }
    }

    /** Makes a body, anew for each time that it is sent. */
    @FunctionalInterface
    interface Body {
        BodyPublisher open() throws IOException;
    }

    /**
     * What is answered, as JSON.
     *
     * @param reader makes something of it; throws what {@link #parsed} names if it is not as the service writes it
     */
    <T> T json(Call call, Function<JsonNode, T> reader) throws IOException {
        return parsed(read(text(call)), reader);
    }

    /** What is answered. */
    String text(Call call) throws IOException {
        return answer(call).body();
    }

    /** Has something done of which nothing is answered. */
    void nothing(Call call) throws IOException {
        int status = answer(call).statusCode();
        if (status != NO_CONTENT) {
            throw new IOException(
                    "the answer is not that of the service: its status is " + status + ", not " + NO_CONTENT);
        }
    }

    private HttpResponse<String> answer(Call call) throws IOException {
        for (int attempt = 0; ; attempt++) {
            boolean isLast = attempt >= retries;
            // A file that cannot be read fails here, and would each time.
            HttpRequest request = timed(call);
            try {
                HttpResponse<String> response = send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
                if (isSuccess(response)) {
                    return response;
                }
                ProblemException problem = problem(response.statusCode(), response.body(), requestId(response));
                if (isLast || !isLater(problem)) {
                    throw problem;
                }
                pause(retryAfter(response));
            } catch (UnreadableBodyException e) {
                throw e;
            } catch (IOException e) {
                if (isLast || !call.isRepeatable() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                pause(SHORTEST_WAIT.multipliedBy(1L << Math.min(attempt, 6)));
            }
        }
    }

    /** What is answered, as it comes, for as long as it comes; the caller closes it. Sent once. */
    InputStream stream(Call call) throws IOException {
        // The timeout of a request may hold for all of its answer, here it is for the start alone.
        CompletableFuture<HttpResponse<InputStream>> asked =
                http.sendAsync(request(call, call.body().open()).build(), BodyHandlers.ofInputStream());
        HttpResponse<InputStream> response = start(asked, call);
        if (isSuccess(response)) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
            throw problem(response.statusCode(), text, requestId(response));
        }
    }

    private <T> T start(CompletableFuture<T> asked, Call call) throws IOException {
        try {
            return asked.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            asked.cancel(true);
            throw late(call.method(), service.resolve(call.path()), timeout, e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw unanswered(call.method(), service.resolve(call.path()), timeout, cause);
        } catch (InterruptedException e) {
            asked.cancel(true);
            throw interrupted();
        }
    }

    private InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while " + service + " is asked");
    }

    private static boolean isSuccess(HttpResponse<?> response) {
        return response.statusCode() / 100 == 2;
    }

    /** A request that has the time that it may take, and more for a long body. */
    HttpRequest timed(Call call) throws IOException {
        BodyPublisher body = call.body().open();
        return request(call, body).timeout(timeout(body.contentLength())).build();
    }

    /** How long a request may take whose body has so many bytes. */
    Duration timeout(long bytes) {
        return timeout.plusMillis(Math.max(0, bytes) * 1000 / LEAST_RATE);
    }

    private HttpRequest.Builder request(Call call, BodyPublisher body) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(service.resolve(call.path())).method(call.method(), body);
        key.ifPresent(given -> request.header("x-api-key", given));
        for (int at = 0; at < call.headers().size(); at += 2) {
            request.header(call.headers().get(at), call.headers().get(at + 1));
        }
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            throw unanswered(request.method(), request.uri(), request.timeout().orElse(timeout), e);
        }
    }

    /** A body could not be read while it was sent, so nothing is said of who was to answer. */
    static final class UnreadableBodyException extends IOException {
        private static final long serialVersionUID = 1;

        UnreadableBodyException(String message) {
            super(message);
        }

        UnreadableBodyException(IOException cause) {
            super("the file cannot be read while it is sent: " + cause.getMessage(), cause);
        }
    }

    private static IOException late(String method, URI address, Duration timeout, Throwable cause) {
        HttpTimeoutException late =
                new HttpTimeoutException(method + " " + address + " is not answered within " + timeout);
        late.initCause(cause);
        return late;
    }

    /** That nobody answers, and where: the JDK's exceptions often say neither. */
    private static IOException unanswered(String method, URI address, Duration timeout, Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnreadableBodyException unreadable) {
                return unreadable;
            }
        }
        if (cause instanceof HttpTimeoutException) {
            return late(method, address, timeout, cause);
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.toString();
        return new IOException(method + " " + address + " is not answered: " + why, cause);
    }

    /** Whether the same request may be answered in a while. A model whose file is missing or damaged is not mended by waiting. */
    static boolean isLater(ProblemException problem) {
        return problem.status() == TOO_MANY
                || (problem.status() == UNAVAILABLE && !problem.type().equals("model-unavailable"))
                || problem.type().equals("in-progress");
    }

    private static Duration retryAfter(HttpResponse<?> response) {
        String seconds = response.headers().firstValue("Retry-After").orElse("");
        Duration given = seconds.matches("[0-9]{1,6}") ? Duration.ofSeconds(Long.parseLong(seconds)) : SHORTEST_WAIT;
        return given.compareTo(LONGEST_WAIT) < 0 ? given : LONGEST_WAIT;
    }

    static void pause(Duration time) throws IOException {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted before the next attempt");
        }
    }

    private static String requestId(HttpResponse<?> response) {
        return response.headers().firstValue("X-Request-Id").orElse("");
    }

    private static ProblemException problem(int status, String body, String requestId) {
        JsonNode problem;
        try {
            problem = read(body);
        } catch (IOException e) {
            problem = MissingNode.getInstance();
        }
        String type = problem.path("type").asText();
        if (!type.startsWith(PROBLEM)) {
            return new ProblemException(
                    status, "unknown", "what answers is no such service, or a proxy before it", List.of(), requestId);
        }
        List<Violation> violations = new ArrayList<>();
        for (JsonNode error : problem.path("errors")) {
            violations.add(new Violation(
                    error.path("detail").asText(),
                    Optional.ofNullable(error.path("field").textValue()),
                    value(error.path("value")),
                    Optional.ofNullable(error.path("remedy").textValue())));
        }
        return new ProblemException(
                status, type.substring(PROBLEM.length()), problem.path("detail").asText(), violations, requestId);
    }

    /** A value as rules tell it: a text as it is, anything else as JSON. */
    private static Optional<String> value(JsonNode node) {
        return Optional.of(node)
                .filter(value -> !value.isMissingNode())
                .map(value -> value.isTextual() ? value.textValue() : value.toString());
    }

    /** What a reader makes of an answer; what is not as the service writes it is an IOException. */
    static <S, T> T parsed(S answer, Function<S, T> reader) throws IOException {
        try {
            return reader.apply(answer);
        } catch (RecommenderException | IllegalArgumentException | DateTimeException e) {
            throw new IOException("the answer is not that of the service: " + e.getMessage(), e);
        }
    }

    /**
     * A field that each answer of its kind has.
     *
     * @throws IllegalArgumentException if it is missing
     */
    static JsonNode field(JsonNode node, String name) {
        JsonNode field = node.path(name);
        if (field.isMissingNode() || field.isNull()) {
            throw new IllegalArgumentException("it has no field " + name);
        }
        return field;
    }

    /**
     * A list that each answer of its kind has.
     *
     * @throws IllegalArgumentException if it is missing, or no list
     */
    static JsonNode list(JsonNode node, String name) {
        JsonNode list = field(node, name);
        if (!list.isArray()) {
            throw new IllegalArgumentException("its field " + name + " is no list");
        }
        return list;
    }

    /** Reads JSON; missing if there is none. */
    static JsonNode read(String text) throws IOException {
        try {
            return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("the answer is no JSON: " + e.getOriginalMessage(), e);
        }
    }
}
