package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files by HTTP: sent whole and in parts, listed, deleted, and none that is the service's own. */
class FilesTest extends ServerFixture {
    private static final int PART = 1000;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) {
        return handler.maxPartBytes(PART).maxFileBytes(5000).maxBodyBytes(2000);
    }

    @Test
    void aFileIsSentListedAndDeleted() throws Exception {
        Result sent = put("/api/v1/files/shop/usage.csv", "u1,i1\n");

        assertThat(sent.status()).isEqualTo(201);
        assertThat(sent.header("Location")).isEqualTo("/api/v1/files/shop/usage.csv");
        assertThat(sent.json().path("size").asLong()).isEqualTo(6);
        assertThat(content("shop/usage.csv")).isEqualTo("u1,i1\n");
        JsonNode files = get("/api/v1/files?prefix=shop/").json().path("files");
        assertThat(files.findValuesAsText("name")).containsExactly("shop/usage.csv");
        assertThat(delete("/api/v1/files/shop/usage.csv").status()).isEqualTo(204);
        problem(delete("/api/v1/files/shop/usage.csv"), 404, "unknown-file");
    }

    @Test
    void aFileIsReplacedUnlessItsSenderMindsThat() throws Exception {
        String path = "/api/v1/files/usage.csv";
        put(path, "one");

        problem(put(path, "two", "If-None-Match", "*"), 412, "file-exists");
        assertThat(content("usage.csv")).isEqualTo("one");
        assertThat(put(path, "three").status()).isEqualTo(201);
        assertThat(content("usage.csv")).isEqualTo("three");
        problem(put(path, "four", "If-None-Match", "\"tag\""), 400, "invalid-request");
    }

    @Test
    void pagesOfAListHaveEveryFileOnceAndNoneOfTheService() throws Exception {
        trained();
        put("/api/v1/files/zebra.csv", "z");
        for (String name : List.of("models.csv", "models0", "models0/x", "web0.csv", "records-1.csv", "_probe0")) {
            assertThat(put("/api/v1/files/" + name, "z").status()).isEqualTo(201);
        }
        post("/api/v1/uploads", "{\"file\": \"a.csv\"}");
        List<String> expected = new ArrayList<>();
        List<String> own = new ArrayList<>();
        store.list("", "", 1000)
                .forEach(blob -> (Stream.of("models/", "records/", "queues/", "web/")
                                        .anyMatch(blob.key()::startsWith)
                                ? own
                                : expected)
                        .add(blob.key()));

        List<String> listed = new ArrayList<>();
        JsonNode page = get("/api/v1/files?limit=2").json();
        listed.addAll(page.path("files").findValuesAsText("name"));
        while (page.has("next")) {
            page = get("/api/v1/files?limit=2&after=" + page.path("next").asText())
                    .json();
            listed.addAll(page.path("files").findValuesAsText("name"));
        }

        assertThat(own).isNotEmpty();
        assertThat(listed).containsExactlyElementsOf(expected).contains("zebra.csv", "models.csv", "models0");
        assertThat(get("/api/v1/files?prefix=records/").json().path("files")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "records/registry/alias-default",
                "models/x/y.model",
                "queues/training/x",
                "web/records/keys/x",
                "_probe/x",
                "Records/registry/alias-default",
                "models"
            })
    void whatIsTheServicesOwnCannotBeTouched(String name) throws Exception {
        problem(put("/api/v1/files/" + name, "x"), 403, "reserved-name");
        problem(delete("/api/v1/files/" + name), 403, "reserved-name");
        problem(post("/api/v1/uploads", "{\"file\": \"" + name + "\"}"), 403, "reserved-name");
    }

    @Test
    void whoIsRefusedBeforeTheBodyIsReadIsToldThatTheConnectionEnds() throws IOException {
        String reply = raw("PUT /api/v1/files/models HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n");

        assertThat(reply).startsWith("HTTP/1.1 403").contains("\r\nConnection: close\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x", "a/../../x", "/x", "a//b", "a/", "a\\\\b", "con", ".hidden", "a b", "ä", "", "x.", "a%00"
            })
    void aNameThatCouldLeadElsewhereIsRefused(String name) throws Exception {
        long before = store.list("", "", 1000).size();

        problem(post("/api/v1/uploads", "{\"file\": \"" + name + "\"}"), 400, "invalid-request");

        assertThat(store.list("", "", 1000)).hasSize((int) before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"%2e%2e/x", "a%2fb", "a/%2e%2e/%2e%2e/x", "a%5Cb", "a%00b", "a%0d%0aX-Evil:1", "%ff", "con", "x."
            })
    void anAddressThatCouldLeadElsewhereIsRefused(String name) throws Exception {
        int before = store.list("", "", 1000).size();

        Result result = send(HttpRequest.newBuilder(URI.create(server.uri() + "api/v1/files/" + name))
                .PUT(BodyPublishers.ofString("x"))
                .build());

        assertThat(result.status()).as(result.body()).isIn(400, 404);
        assertThat(result.header("X-Evil")).isEmpty();
        assertThat(store.list("", "", 1000)).hasSize(before);
    }

    @Test
    void partsMakeTheFileInWhateverOrderTheyArrive() throws Exception {
        String text = text(2 * PART + 17);
        Result begun = post("/api/v1/uploads", "{\"file\": \"big/usage.csv\"}");
        String upload = begun.header("Location");
        assertThat(begun.status()).isEqualTo(201);

        part(upload, 3, text.substring(2 * PART));
        part(upload, 1, "lost half-way");
        problem(post(upload + "/complete", "{\"parts\": 3}"), 409, "incomplete-upload");
        part(upload, 2, text.substring(PART, 2 * PART));
        part(upload, 1, text.substring(0, PART));
        JsonNode state = get(upload).json();
        problem(post(upload + "/complete", "{\"parts\": 2}"), 409, "incomplete-upload");
        problem(post(upload + "/complete", "{\"parts\": 3, \"bytes\": 5}"), 409, "incomplete-upload");
        problem(post(upload + "/complete", "{}"), 400, "invalid-request");
        for (String bytes : List.of("\"abc\"", "1.5", "null", "1e30")) {
            problem(post(upload + "/complete", "{\"parts\": 3, \"bytes\": " + bytes + "}"), 400, "invalid-request");
        }
        Result whole = post(upload + "/complete", "{\"parts\": 3, \"bytes\": " + text.length() + "}");

        assertThat(state.path("file").asText()).isEqualTo("big/usage.csv");
        assertThat(state.path("parts").findValuesAsText("size")).containsExactly("1000", "1000", "17");
        assertThat(whole.status()).as(whole.body()).isEqualTo(201);
        assertThat(content("big/usage.csv")).isEqualTo(text);
        assertThat(store.list("web/uploads/", "", 10)).isEmpty();
        problem(get(upload), 404, "unknown-upload");
    }

    @Test
    void aCompletionIsRepeatedByItsKeyAndReplacesNothingWhereItsSenderMindsThat() throws Exception {
        store.put("there.csv", BlobContent.of("old"));
        String upload = post("/api/v1/uploads", "{\"file\": \"there.csv\"}").header("Location");
        part(upload, 1, "new");
        String whole = "{\"parts\": 1}";

        problem(post(upload + "/complete", whole, "If-None-Match", "*"), 412, "file-exists");
        problem(post(upload + "/complete", whole, "If-None-Match", "\"tag\""), 400, "invalid-request");
        problem(post("/api/v1/uploads", "{\"file\": \"x.csv\"}", "If-None-Match", "*"), 400, "invalid-request");
        assertThat(content("there.csv")).isEqualTo("old");
        Result first = post(upload + "/complete", whole, "Idempotency-Key", "k");
        Result again = post(upload + "/complete", whole, "Idempotency-Key", "k");

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(content("there.csv")).isEqualTo("new");
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        problem(post(upload + "/complete", whole), 404, "unknown-upload");
        String fresh = post("/api/v1/uploads", "{\"file\": \"fresh.csv\"}").header("Location");
        part(fresh, 1, "fresh");
        assertThat(post(fresh + "/complete", whole, "If-None-Match", "*").status())
                .isEqualTo(201);
        assertThat(content("fresh.csv")).isEqualTo("fresh");
    }

    /** Parts of which one was sent a month ago, behind many that were sent today. */
    @Test
    void oldPartsAreDeletedHoweverManyYoungOnesThereAre() throws Exception {
        Instant now = Instant.parse("2026-11-30T12:00:00Z");
        String old = "web/uploads/f0000000-0000-4000-8000-000000000000/name";
        for (int at = 0; at < 10_001; at++) {
            store.put("web/uploads/young/" + (100_000 + at), BlobContent.of("x"));
        }
        store.put(old, BlobContent.of("usage.csv"));
        AtomicInteger listings = new AtomicInteger();
        BlobStore dated = new ForwardingBlobStore(store) {
            @Override
            public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                listings.incrementAndGet();
                return super.list(prefix, after, limit).stream()
                        .map(blob -> new BlobInfo(
                                blob.key(),
                                blob.size(),
                                now.minus(Duration.ofDays(blob.key().equals(old) ? 30 : 0))))
                        .toList();
            }
        };
        UploadRoutes routes = new UploadRoutes(dated, () -> now);

        routes.deleteOld();
        int once = listings.get();
        routes.deleteOld();

        assertThat(store.info(old)).isEmpty();
        assertThat(store.list("web/uploads/", "", 20_000)).hasSize(10_001);
        assertThat(listings).hasValue(once);
    }

    @Test
    void anAbandonedUploadLeavesNothing() throws Exception {
        String upload = post("/api/v1/uploads", "{\"file\": \"usage.csv\"}").header("Location");
        part(upload, 1, "abc");

        assertThat(delete(upload).status()).isEqualTo(204);

        assertThat(store.list("web/uploads/", "", 10)).isEmpty();
        assertThat(store.info("usage.csv")).isEmpty();
        problem(put(upload + "/parts/1", "abc"), 404, "unknown-upload");
        problem(delete("/api/v1/uploads/none"), 404, "unknown-upload");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "10001", "one", "1e2"})
    void aPartHasANumberFromOneToTenThousand(String number) throws Exception {
        String upload = post("/api/v1/uploads", "{\"file\": \"usage.csv\"}").header("Location");

        problem(put(upload + "/parts/" + number, "abc"), 400, "invalid-request");
    }

    @Test
    void whatIsTooLongIsRefusedAndLeavesNothing() throws Exception {
        String upload = post("/api/v1/uploads", "{\"file\": \"usage.csv\"}").header("Location");
        List<Path> before = uploads();

        problem(put(upload + "/parts/1", text(PART + 1)), 413, "too-long");
        problem(put("/api/v1/files/usage.csv", text(5001)), 413, "too-long");
        problem(post("/api/v1/models", text(2001)), 413, "too-long");
        Result streamed = send(HttpRequest.newBuilder(uri("/api/v1/files/usage.csv"))
                .PUT(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(text(5001).getBytes(StandardCharsets.UTF_8))))
                .build());
        problem(streamed, 413, "too-long");

        assertThat(store.info("usage.csv")).isEmpty();
        assertThat(uploads()).isEqualTo(before);
    }

    @Test
    void aBodyThatIsCompressedIsRefusedUnread() throws Exception {
        problem(put("/api/v1/files/usage.csv", "x", "Content-Encoding", "gzip"), 415, "wrong-encoding");
    }

    private void part(String upload, int number, String text) throws Exception {
        assertThat(put(upload + "/parts/" + number, text).status()).isEqualTo(204);
    }

    private String content(String name) throws Exception {
        try (InputStream stream = store.get(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static List<Path> uploads() throws Exception {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("recommender-upload-"))
                    .sorted()
                    .toList();
        }
    }

    private static String text(int length) {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString();
    }
}
