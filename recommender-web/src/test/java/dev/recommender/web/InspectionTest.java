package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.storage.BlobContent;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A look into files says what a training would make of them, and a division leaves no event out. */
class InspectionTest extends ServerFixture {
    private static final String EVENTS = """
            user,item,time,type,comment
            u1,violin,2026-11-01T10:00:00Z,Purchase,nice
            u1,"bow, short",2026-11-02T10:00:00Z,Click,
            u2,violin,yesterday,Click,
            ,violin,2026-11-03T10:00:00Z,Click,
            u2,harp,2026-11-04T10:00:00Z,Click,
            """;

    @Test
    void aLookSaysWhatColumnsWereTakenForAndWhichLinesAreWrong() throws Exception {
        store.put("shop/events.csv", BlobContent.of(EVENTS));

        JsonNode seen =
                post("/api/v1/inspect", "{\"usage\": \"shop/events.csv\"}").json();

        assertThat(seen.path("lines").asInt()).isEqualTo(5);
        assertThat(seen.path("accepted").asInt()).isEqualTo(3);
        assertThat(seen.path("rejected").asInt()).isEqualTo(2);
        assertThat(seen.path("users").asInt()).isEqualTo(2);
        assertThat(seen.path("items").asInt()).isEqualTo(3);
        assertThat(seen.path("whole").asBoolean()).isTrue();
        assertThat(seen.has("refused")).isFalse();
        assertThat(seen.path("layouts").get(0).path("columns").findValuesAsText("role"))
                .containsExactly("user", "item", "time", "type", "unused");
        assertThat(seen.path("faults").get(0).path("lines")).hasToString("[4]");
        assertThat(seen.path("faults").get(1).path("lines")).hasToString("[5]");
        assertThat(seen.path("faults").findValuesAsText("reason"))
                .containsExactly("BAD_TIMESTAMP_FORMAT", "MISSING_FIELDS");
        assertThat(seen.path("faults").get(0).path("detail").asText()).contains("yesterday");
        assertThat(seen.path("events").get(1))
                .isEqualTo(Bodies.read("{\"user\":\"u1\",\"item\":\"bow, short\",\"type\":\"Click\","
                        + "\"time\":\"2026-11-02T10:00:00Z\"}"));
    }

    @Test
    void whatIsRefusedForLinesWithoutAUserSaysHowTheyAreLeftOut() throws Exception {
        store.put("shop/events.csv", BlobContent.of(EVENTS + ",bow,2026-11-05T10:00:00Z,Click,\n".repeat(200)));

        JsonNode refused =
                post("/api/v1/inspect", "{\"usage\": \"shop/events.csv\"}").json();
        JsonNode taken = post(
                        "/api/v1/inspect",
                        "{\"usage\": \"shop/events.csv\", \"files\": {\"skipRowsWithoutUser\": true}}")
                .json();
        JsonNode borne = post("/api/v1/inspect", "{\"usage\": \"shop/events.csv\", \"files\": {\"maxErrors\": 202}}")
                .json();

        assertThat(refused.path("refused").asText()).contains("raise the error budget by files.maxErrors");
        assertThat(refused.path("layouts").get(0).path("columns").findValuesAsText("role"))
                .containsExactly("user", "item", "time", "type", "unused");
        assertThat(refused.path("errors").get(1).path("remedy").asText())
                .endsWith("or leave out lines without a user by files.skipRowsWithoutUser");
        assertThat(refused.path("faults")).hasSize(2);
        assertThat(refused.path("faults").get(1).path("count").asInt()).isEqualTo(100);
        assertThat(refused.path("faults").get(1).path("lines")).hasToString("[5,7,8,9,10]");
        assertThat(taken.has("refused")).isFalse();
        assertThat(taken.path("leftOut").asInt()).isEqualTo(201);
        assertThat(borne.has("refused")).isFalse();
        assertThat(borne.path("rejected").asInt()).isEqualTo(202);
    }

    @Test
    void aRefusedCatalogSaysWhatItWasTakenFor() throws Exception {
        store.put("shop/catalog.csv", BlobContent.of("id,name,price\nbow,The bow,3\n" + ",nameless,1\n".repeat(101)));

        JsonNode seen =
                post("/api/v1/inspect", "{\"catalog\": \"shop/catalog.csv\"}").json();

        assertThat(seen.path("refused").asText()).contains("by files.catalogMaxErrors");
        assertThat(seen.path("layouts").get(0).path("columns").findValuesAsText("role"))
                .containsExactly("id", "name", "unused");
        assertThat(seen.path("errors").get(0).path("remedy").asText()).doesNotContain("skipRowsWithoutUser");
    }

    @Test
    void aLookIntoACatalogShowsItsItems() throws Exception {
        MusicShop.put(store);

        JsonNode seen =
                post("/api/v1/inspect", "{\"catalog\": \"shop/catalog.csv\"}").json();

        assertThat(seen.path("items").asInt()).isEqualTo(9);
        assertThat(seen.path("entries")).hasSize(8);
        assertThat(seen.path("entries").get(0))
                .isEqualTo(Bodies.read("{\"item\":\"violin\",\"name\":\"The violin\",\"category\":\"music\","
                        + "\"features\":{\"price\":[\"low\"]}}"));
    }

    @Test
    void whatWasPerhapsNotMeantSoIsNotedWithTheFieldsOfARequest() throws Exception {
        store.put("shop/films.csv", BlobContent.of("movieId,title,genres\n1,Heat,Crime|Thriller\n2,Solo,War|Drama\n"));
        store.put("shop/sent.csv", BlobContent.of("user,item,shipped\n7.0,a,2024-01-31\n7.0,b,2024-02-01\n"));

        assertThat(post("/api/v1/inspect", "{\"catalog\": \"shop/films.csv\"}")
                        .json()
                        .path("notes"))
                .singleElement()
                .satisfies(note -> assertThat(note.asText())
                        .endsWith("say what the catalog's columns hold by files.catalogColumns, as in"
                                + " id=movieId,name=title,feature=genres, and what separates values by"
                                + " files.catalogValueSeparator, as in \"|\""));
        assertThat(post(
                                "/api/v1/inspect",
                                "{\"catalog\": \"shop/films.csv\", \"files\": {\"catalogValueSeparator\": \"|\","
                                        + " \"catalogColumns\": \"id=movieId,name=title,feature=genres\"}}")
                        .json()
                        .path("notes"))
                .isEmpty();
        JsonNode sent =
                post("/api/v1/inspect", "{\"usage\": \"shop/sent.csv\"}").json();
        assertThat(sent.path("layouts").get(0).path("columns").findValues("doubts"))
                .extracting(JsonNode::toString)
                .as("for programs")
                .containsExactly("[\"DECIMAL_IDS\"]", "[]", "[\"UNUSED_TIMES\"]");
        assertThat(sent.path("notes"))
                .satisfiesExactly(
                        note -> assertThat(note.asText()).startsWith("ids of users end in .0"),
                        note -> assertThat(note.asText())
                                .endsWith(
                                        "name the column of times by files.columns, as in user=user,item=item,time=shipped"));
    }

    @Test
    void whatATrainingWouldRefuseIsSaidSo() throws Exception {
        store.put("shop/wrong.csv", BlobContent.of("user;item\nu1;violin\nu2;bow\n"));

        JsonNode seen =
                post("/api/v1/inspect", "{\"usage\": \"shop/wrong.csv\"}").json();

        assertThat(seen.path("refused").asText()).contains("wrong.csv", ";");
        assertThat(post("/api/v1/inspect", "{\"usage\": \"shop/wrong.csv\", \"files\": {\"delimiter\": \";\"}}")
                        .json()
                        .path("accepted")
                        .asInt())
                .isEqualTo(2);
    }

    /** Where the server copies files to is nobody's business, and tells nobody which file it is. */
    @Test
    void whatIsNoTextIsNamedAsInItsFolderOfTheStore() throws Exception {
        store.put("pics/p0.png", BlobContent.of("a\0b\0c"));
        String refusal = "p0.png has NUL bytes";
        for (String body : List.of("{\"usage\": \"pics\"}", "{\"catalog\": \"pics/p0.png\"}")) {
            assertThat(post("/api/v1/inspect", body).json().path("refused").asText())
                    .startsWith(refusal);
        }
        String split = "{\"usage\": \"pics\", \"training\": \"a.csv\", \"evaluation\": \"b.csv\"}";
        assertThat(problem(post("/api/v1/split", split), 400, "invalid-request")
                        .path("detail")
                        .asText())
                .contains(refusal)
                .doesNotContain("/p0.png");
        String id = post("/api/v1/models", "{\"usage\": \"pics\"}")
                .json()
                .path("id")
                .asText();
        work();
        assertThat(get("/api/v1/models/" + id).json().path("message").asText())
                .contains(": " + refusal)
                .doesNotContain("/p0.png");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"usage\": \"nowhere.csv\"}",
                "{\"usage\": \"shop/events.csv\", \"catalog\": \"shop/events.csv\"}",
                "{\"usage\": \"shop/events.csv\", \"files\": {\"colums\": \"user,item\"}}",
                "{\"usage\": \"shop/events.csv\", \"files\": {\"timeFormat\": \"qq\"}}",
                "{\"usage\": \"../events.csv\"}",
                "{\"usage\": 3}"
            })
    void aLookThatCannotBeTakenIsRefused(String body) throws Exception {
        store.put("shop/events.csv", BlobContent.of(EVENTS));

        problem(post("/api/v1/inspect", body), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"records", "web/records", "/models/x", "Queues", "\\\\web\\\\records"})
    void theFoldersOfTheServiceAreNotLookedInto(String path) throws Exception {
        problem(post("/api/v1/inspect", "{\"usage\": \"" + path + "\"}"), 403, "reserved-name");
        problem(
                post("/api/v1/split", "{\"usage\": \"" + path + "\", \"training\": \"a\", \"evaluation\": \"b\"}"),
                403,
                "reserved-name");
        for (String field : List.of("usage", "catalog", "evaluation")) {
            String others = field.equals("usage") ? "" : "\"usage\": \"shop/usage.csv\", ";
            problem(
                    post("/api/v1/models", "{" + others + "\"" + field + "\": \"" + path + "\"}"),
                    403,
                    "reserved-name");
        }
        problem(
                post(
                        "/api/v1/models",
                        "{\"usage\": \"shop/usage.csv\", \"partOf\": {\"usage\": \"" + path + "\", \"share\": 0.5}}"),
                403,
                "reserved-name");
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void theLaterEventsAreHeldBack() throws Exception {
        store.put("shop/events.csv", BlobContent.of(EVENTS));

        Result result = post(
                "/api/v1/split",
                "{\"usage\": \"shop/events.csv\", \"share\": 0.7, \"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\"}");

        assertThat(result.status()).as(result.body()).isEqualTo(201);
        assertThat(result.json())
                .isEqualTo(Bodies.read(
                        "{\"moment\":\"2026-11-04T10:00:00Z\",\"training\":{\"file\":\"shop/a.csv\",\"events\":2},"
                                + "\"evaluation\":{\"file\":\"shop/b.csv\",\"events\":1}}"));
        assertThat(text("shop/a.csv"))
                .isEqualTo("user,item,time,type,weight\n\"u1\",\"violin\",2026-11-01T10:00:00Z,\"Purchase\",\n"
                        + "\"u1\",\"bow, short\",2026-11-02T10:00:00Z,\"Click\",\n");
        assertThat(text("shop/b.csv"))
                .isEqualTo("user,item,time,type,weight\n\"u2\",\"harp\",2026-11-04T10:00:00Z,\"Click\",\n");
    }

    @Test
    void aFileOfAnotherContentStaysUnlessItMayBeReplaced() throws Exception {
        store.put("shop/events.csv", BlobContent.of(EVENTS));
        store.put("shop/b.csv", BlobContent.of("mine"));
        String body =
                "{\"usage\": \"shop/events.csv\", \"share\": 0.7, \"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\"";

        JsonNode problem = problem(post("/api/v1/split", body + "}"), 409, "file-exists");

        assertThat(problem.path("detail").asText()).contains("shop/b.csv");
        assertThat(text("shop/b.csv")).isEqualTo("mine");
        assertThat(store.info("shop/a.csv")).isEmpty();
        problem(post("/api/v1/split", body + ", \"replace\": \"yes\"}"), 400, "invalid-request");
        assertThat(post("/api/v1/split", body + ", \"replace\": true}").status())
                .isEqualTo(201);
        assertThat(text("shop/b.csv")).contains("harp");
        assertThat(post("/api/v1/split", body + "}").status())
                .as("the same parts again")
                .isEqualTo(201);
        store.put("shop/a.csv", BlobContent.of(text("shop/a.csv").replace("violin", "VIOLIN")));
        problem(post("/api/v1/split", body + "}"), 409, "file-exists");
        assertThat(text("shop/a.csv")).contains("VIOLIN");
    }

    @Test
    void eventsWithoutTimesAreDrawnAlwaysTheSame() throws Exception {
        StringBuilder events = new StringBuilder();
        for (int event = 0; event < 2000; event++) {
            events.append('u').append(event % 97).append(",i").append(event).append('\n');
        }
        store.put("shop/events.csv", BlobContent.of(events.toString()));
        String body = "{\"usage\": \"shop/events.csv\", \"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\"}";

        JsonNode split = post("/api/v1/split", body).json();
        String later = text("shop/b.csv");

        assertThat(split.has("moment")).isFalse();
        assertThat(split.path("training").path("events").asInt()).isBetween(1540, 1660);
        assertThat(text("shop/a.csv").lines().count() + later.lines().count()).isEqualTo(2002);
        post("/api/v1/split", body);
        assertThat(text("shop/b.csv")).isEqualTo(later);
    }

    @Test
    void whatCannotBeDividedIsRefusedAndNothingIsWritten() throws Exception {
        store.put("shop/events.csv", BlobContent.of("u1,violin,2026-11-01T10:00:00Z\nu2,bow,2026-11-01T10:00:00Z\n"));
        for (String rest : List.of(
                "\"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\"",
                "\"training\": \"shop/a.csv\", \"evaluation\": \"shop/a.csv\"",
                "\"training\": \"shop/events.csv\", \"evaluation\": \"shop/b.csv\"",
                "\"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\", \"share\": 1",
                "\"training\": \"shop/a.csv\", \"evaluation\": \"shop/b.csv\", \"share\": \"half\"")) {
            problem(post("/api/v1/split", "{\"usage\": \"shop/events.csv\", " + rest + "}"), 400, "invalid-request");
        }
        problem(
                post(
                        "/api/v1/split",
                        "{\"usage\": \"shop/events.csv\", \"training\": \"web/a\", \"evaluation\": \"b\"}"),
                403,
                "reserved-name");

        assertThat(store.info("shop/a.csv")).isEmpty();
        assertThat(store.info("shop/b.csv")).isEmpty();
    }

    private String text(String key) throws Exception {
        try (InputStream content = store.get(key)) {
            return new String(content.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
