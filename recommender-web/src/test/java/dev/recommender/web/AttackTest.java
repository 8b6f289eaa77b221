package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.testing.service.TrainingFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** What an attacker sends to a server with keys, to every address where it makes a difference. */
class AttackTest extends ServerFixture {
    private static final Set<String> SAFE = Set.of("GET", "HEAD");

    private final AtomicLong nanos = new AtomicLong();
    private ApiKeys keys;
    private String admin;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        keys = ApiKeys.in(store, nanos::get);
        admin = keys.create("boss", Access.ADMINISTRATION);
        return handler.keys(keys).allowOrigin("https://shop.example");
    }

    private List<Route> closed() {
        return handler.routes().all().stream()
                .filter(route -> route.access().isPresent())
                .toList();
    }

    private static String path(Route route) {
        return path(route, NOWHERE);
    }

    private static String path(Route route, String upload) {
        return route.pattern()
                .replace("{model}", NOWHERE)
                .replace("{upload}", upload)
                .replace("{alias}", "none")
                .replace("{part}", "1")
                .replace("{file...}", "some/file.csv");
    }

    private String upload() throws IOException {
        return post("/api/v1/uploads", "{\"file\": \"x.csv\"}", Gate.KEY, admin)
                .json()
                .path("id")
                .asText();
    }

    private List<String> stored() throws IOException {
        return store.list("", "", 10_000).stream().map(BlobInfo::key).toList();
    }

    @Test
    void thePageNamesATestForEachAttack() throws Exception {
        String page = Files.readString(Path.of("..", "docs", "service.md"));
        List<String> rows = page.substring(page.indexOf("## What attackers get"), page.indexOf("## Many servers"))
                .lines()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| tried") && !line.startsWith("| ---"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(20);
        for (String row : rows) {
            String tests = row.substring(row.lastIndexOf(" | ", row.length() - 3) + 3, row.length() - 2);
            assertThat(tests.split(", ")).as(row).allSatisfy(AttackTest::requireTest);
        }
    }

    /** A test method, as the page names it: its class, and its name. */
    private static void requireTest(String named) throws ClassNotFoundException {
        String[] parts = named.replace("`", "").split("#", -1);
        assertThat(parts).as(named).hasSize(2);
        Class<?> type = Class.forName("dev.recommender.web." + parts[0]);
        assertThat(type.getDeclaredMethods())
                .filteredOn((Method method) ->
                        method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class))
                .extracting(Method::getName)
                .contains(parts[1]);
    }

    @Test
    void aRevokedKeyOpensNoAddress() throws Exception {
        List<String> all = new ArrayList<>();
        for (Access access : Access.values()) {
            all.add(keys.create("gone", access));
        }
        String known = all.get(Access.ADMINISTRATION.ordinal());
        nanos.addAndGet(2_000_000_000L);
        assertThat(get("/api/v1/models", Gate.KEY, known).status()).isEqualTo(200);
        for (String key : all) {
            assertThat(ApiKeys.in(store).revoke(key.substring(0, key.indexOf('.'))))
                    .isTrue();
        }
        nanos.addAndGet(ApiKeys.REFRESH_SECONDS * 1_000_000_001L);

        for (Route route : closed()) {
            for (String key : all) {
                assertThat(call(route.method(), path(route), "", Gate.KEY, key).status())
                        .as("%s %s", route.method(), route.pattern())
                        .isEqualTo(401);
            }
        }
    }

    /** With an administrator's key, as if a browser had been made to send it. */
    @Test
    void aPageOfAnotherSiteSendsNothingToAnyAddress() throws Exception {
        List<String> before = stored();
        int tried = 0;
        for (Route route : closed()) {
            if (!SAFE.contains(route.method())) {
                for (String origin : List.of("https://evil.example", "null", "https://shop.example.evil")) {
                    Result result = call(route.method(), path(route), "", Gate.KEY, admin, "Origin", origin);
                    assertThat(result.status())
                            .as("%s %s", route.method(), route.pattern())
                            .isEqualTo(403);
                    assertThat(result.header("Access-Control-Allow-Origin")).isEmpty();
                    tried++;
                }
            }
        }
        assertThat(tried).isGreaterThan(40);
        assertThat(stored()).isEqualTo(before);
    }

    /** What a form of a page can send without asking first. */
    @Test
    void aFormIsNoJson() throws Exception {
        String upload = upload();
        List<String> before = stored();
        String json = "{\"usage\": \"" + TrainingFiles.GOOD + "\"}";
        int refused = 0;
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")) {
            problem(post("/api/v1/models", json, Gate.KEY, admin, "Content-Type", type), 415, "wrong-type");
            for (Route route : closed()) {
                if (route.method().equals("POST")) {
                    Result result = post(path(route, upload), "{}", Gate.KEY, admin, "Content-Type", type);
                    assertThat(result.status()).as(route.pattern()).isIn(404, 415);
                    refused += result.status() == 415 ? 1 : 0;
                }
            }
        }
        assertThat(refused).isGreaterThanOrEqualTo(3 * 10);
        assertThat(stored()).isEqualTo(before);
    }

    /** Nothing is changed by following a link. */
    @Test
    void whatChangesSomethingIsNeverAGet() {
        for (Route route : handler.routes().all()) {
            boolean asks =
                    route.pattern().endsWith("/recommend") || route.pattern().endsWith("/inspect");
            assertThat(route.has(Route.Trait.CHANGES))
                    .as("%s %s", route.method(), route.pattern())
                    .isEqualTo(!SAFE.contains(route.method()) && !asks);
        }
    }

    /** A body of a few kilobytes that would become hundreds of megabytes, wherever there is a body. */
    @Test
    void aCompressedBodyIsNotUnpackedAnywhere() throws Exception {
        String upload = upload();
        int tried = 0;
        for (Route route : closed()) {
            if (route.method().equals("POST") || route.method().equals("PUT")) {
                String path = path(route, upload);
                Result result = call(route.method(), path, "x", Gate.KEY, admin, "Content-Encoding", "gzip");
                boolean reads = !route.pattern().endsWith("/cancel") && !path.equals("/api/models/default");
                if (reads) {
                    assertThat(result.status())
                            .as("%s %s", route.method(), route.pattern())
                            .isIn(415, 404);
                    tried += result.status() == 415 ? 1 : 0;
                }
            }
        }
        assertThat(tried).isGreaterThanOrEqualTo(14);
    }

    /** A file to train on of 300 KB that has 300 MB in one line: its training fails and says why. */
    @Test
    @Tag("slow")
    void aFileThatIsABombFailsItsTraining() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            byte[] same = new byte[1 << 20];
            Arrays.fill(same, (byte) 'a');
            for (int at = 0; at < 300; at++) {
                out.write(same);
            }
        }
        store.put("bomb/usage.csv.gz", BlobContent.of(packed.toByteArray()));
        ModelId id = service.requestTraining(TrainingRequest.of("bomb/usage.csv.gz"));
        work();
        Result look = post("/api/v1/inspect", "{\"usage\": \"bomb/usage.csv.gz\"}", Gate.KEY, admin);

        assertThat(look.body()).contains("1048576 characters");
        ModelRecord model = service.registry().get(id);
        assertThat(model.status()).isEqualTo(ModelStatus.FAILED);
        assertThat(model.message()).contains("1048576 characters");
    }

    /** Clients that send a header byte by byte, or never read: each has a connection and keeps nobody else from an answer. */
    @Test
    @Tag("slow")
    void slowClientsKeepNobodyWaiting() throws Exception {
        List<Socket> slow = new ArrayList<>();
        byte[] header = "GET /api/v1/models HTTP/1.1\r\nHost: localhost\r\n".getBytes(StandardCharsets.US_ASCII);
        try {
            for (int at = 0; at < 300; at++) {
                Socket socket = new Socket("127.0.0.1", server.uri().getPort());
                slow.add(socket);
            }
            List<Socket> trickling = List.copyOf(slow);
            byte[] many = "GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .repeat(100)
                    .getBytes(StandardCharsets.US_ASCII);
            for (int at = 0; at < 150; at++) {
                Socket socket = new Socket("127.0.0.1", server.uri().getPort());
                slow.add(socket);
                socket.getOutputStream().write(many);
            }
            for (byte next : header) {
                for (Socket socket : trickling) {
                    socket.getOutputStream().write(next);
                }
                assertThat(get("/api/v1/models", Gate.KEY, admin).status()).isEqualTo(200);
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void lineEndsInFieldsAddNothingToAnAnswer() throws Exception {
        for (String value : List.of("a\rX-Evil: 1", "a\nX-Evil: 1", "a\r\nX-Evil: 1", "a\u0000b")) {
            for (String field : List.of("X-Request-Id", Once.HEADER, "Origin", "If-None-Match", Gate.KEY)) {
                String answer = raw("GET /api/v1/models HTTP/1.1\r\nHost: localhost\r\n" + Gate.KEY + ": " + admin
                        + "\r\nConnection: close\r\n" + field + ": " + value + "\r\n\r\n");
                assertThat(answer.split("\r\n\r\n", 2)[0])
                        .doesNotContain("X-Evil")
                        .doesNotContain("\u0000");
            }
        }
    }

    /** Twenty threads begin at the same time. */
    @Test
    void anIdempotencyKeyThatIsReplayedAtOnceIsDoneOnce() throws Exception {
        int count = 20;
        String json = "{\"usage\": \"" + TrainingFiles.GOOD + "\"}";
        CyclicBarrier ready = new CyclicBarrier(count);
        List<Future<Integer>> replies = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            for (int at = 0; at < count; at++) {
                replies.add(threads.submit(() -> {
                    ready.await(1, TimeUnit.MINUTES);
                    return post("/api/v1/models", json, Gate.KEY, admin, Once.HEADER, "same")
                            .status();
                }));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> reply : replies) {
                statuses.add(reply.get(1, TimeUnit.MINUTES));
            }
            assertThat(statuses).hasSize(count).contains(201).isSubsetOf(201, 409);
        } finally {
            threads.shutdownNow();
        }
        assertThat(service.registry().list(100)).hasSize(1);
    }
}
