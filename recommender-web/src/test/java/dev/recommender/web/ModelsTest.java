package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.testing.service.TrainingFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Models by HTTP: requested, listed, watched, cancelled, deleted. */
class ModelsTest extends ServerFixture {
    private static final String REQUEST = "{\"usage\": \"" + TrainingFiles.GOOD + "\", \"description\": \"first\"}";

    @Test
    void aRequestedModelIsThereWithAllItsParameters() throws Exception {
        Result created = post("/api/v1/models", REQUEST);

        assertThat(created.status()).isEqualTo(201);
        JsonNode model = created.json();
        assertThat(created.header("Location"))
                .isEqualTo("/api/v1/models/" + model.path("id").asText());
        assertThat(model.path("status").asText()).isEqualTo("created");
        assertThat(model.path("request")
                        .path("parameters")
                        .path("supportThreshold")
                        .isInt())
                .isTrue();
        Result shown = get(created.header("Location"));
        assertThat(shown.json()).isEqualTo(model);
        assertThat(service.registry()
                        .get(ModelId.parse(model.path("id").asText()))
                        .description())
                .isEqualTo("first");
    }

    @Test
    void everyRuleThatARequestBreaksIsNamedWithFieldValueAndRemedy() throws Exception {
        JsonNode problem = problem(
                post(
                        "/api/v1/models",
                        "{\"usage\": \"nowhere\", \"parameters\": {\"supportThreshold\": -3, \"similarty\": 1}}"),
                400,
                "invalid-request");

        JsonNode errors = problem.path("errors");
        assertThat(errors).hasSize(3);
        assertThat(errors.findValuesAsText("field"))
                .contains("parameters.supportThreshold", "usage", "parameters.similarty");
        JsonNode threshold = errors.valueStream()
                .filter(error -> error.path("field").asText().equals("parameters.supportThreshold"))
                .findFirst()
                .orElseThrow();
        assertThat(threshold.path("value").asText()).isEqualTo("-3");
        assertThat(threshold.path("remedy").asText()).startsWith("must be ");
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void aBodyThatIsNoRequestIsRefused() throws Exception {
        problem(post("/api/v1/models", ""), 400, "invalid-request");
        problem(post("/api/v1/models", "[1]"), 400, "invalid-request");
        problem(post("/api/v1/models", "{\"usage\": \"a\", \"usage\": \"b\"}"), 400, "invalid-request");
        problem(post("/api/v1/models", REQUEST, "Content-Type", "text/plain"), 415, "wrong-type");
        problem(post("/api/v1/models", REQUEST, "Content-Encoding", "gzip"), 415, "wrong-encoding");
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void pagesOfAListHaveEveryModelOnce() throws Exception {
        List<String> requested = new ArrayList<>();
        for (int at = 0; at < 5; at++) {
            requested.add(0, post("/api/v1/models", REQUEST).json().path("id").asText());
        }

        List<String> listed = new ArrayList<>();
        JsonNode page = get("/api/v1/models?limit=2").json();
        listed.addAll(page.path("models").findValuesAsText("id"));
        while (page.has("next")) {
            assertThat(page.path("models")).hasSize(2);
            page = get("/api/v1/models?limit=2&after=" + page.path("next").asText())
                    .json();
            listed.addAll(page.path("models").findValuesAsText("id"));
        }

        assertThat(listed).containsExactlyElementsOf(requested);
        assertThat(get("/api/v1/models?limit=5").json().has("next"))
                .as("there are no more")
                .isFalse();
    }

    @Test
    void whatAnAddressDoesNotKnowIsRefused() throws Exception {
        problem(get("/api/v1/models?limit=0"), 400, "invalid-request");
        problem(get("/api/v1/models?limit=two"), 400, "invalid-request");
        problem(get("/api/v1/models?limt=2"), 400, "invalid-request");
        problem(get("/api/v1/models?limit=2&limit=3"), 400, "invalid-request");
        problem(get("/api/v1/models?after=first"), 400, "invalid-request");
        problem(get("/api/v1/modles"), 404, "unknown-route");
        problem(get("/api/v1/models/" + NOWHERE), 404, "unknown-model");
        problem(get("/api/v1/models/none"), 400, "invalid-request");
        problem(get("/api/v1/models", "Idempotency-Key", "k"), 400, "invalid-request");
        assertThat(problem(put("/api/v1/models", "{}"), 405, "wrong-method")
                        .path("detail")
                        .asText())
                .contains("GET, POST");
        assertThat(put("/api/v1/models", "{}").header("Allow")).isEqualTo("GET, POST");
    }

    @Test
    void aModelThatHasNotChangedIsNotSentAgain() throws Exception {
        String path = "/api/v1/models/" + trained();
        Result first = get(path);
        String tag = first.header("ETag");

        Result second = get(path, "If-None-Match", tag);
        Result other = get(path, "If-None-Match", "\"other\"");

        assertThat(tag).isNotEmpty();
        assertThat(second.status()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(other.status()).isEqualTo(200);
        service.registry().deleteAlias("default");
        assertThat(get(path, "If-None-Match", tag).status()).as("an alias less").isEqualTo(200);
    }

    @Test
    void aTrainingIsCancelledOnce() throws Exception {
        String path = "/api/v1/models/" + service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));

        assertThat(post(path + "/cancel", "").json().path("status").asText()).isEqualTo("failed");
        problem(post(path + "/cancel", ""), 409, "wrong-status");
        problem(post("/api/v1/models/" + NOWHERE + "/cancel", ""), 404, "unknown-model");
    }

    @Test
    void aDeletedModelIsGone() throws Exception {
        trained();
        String path = "/api/v1/models/" + trained();

        assertThat(delete(path).status()).isEqualTo(204);
        problem(get(path), 404, "unknown-model");
        problem(delete(path), 404, "unknown-model");
        assertThat(service.registry().list(10)).hasSize(1);
    }

    @Test
    void aModelThatAnswersIsNotDeletedUnlessThatIsMeant() throws Exception {
        ModelId model = trained();
        String path = "/api/v1/models/" + model;
        service.registry().setAlias("shop", model);

        JsonNode problem = problem(delete(path), 409, "model-answers");
        assertThat(problem.path("detail").asText())
                .endsWith(
                        " answers under the aliases default and shop; set them to another model first, or delete the model all"
                                + " the same with force=true");
        problem(delete(path + "?force=false"), 409, "model-answers");
        problem(delete(path + "?force=yes"), 400, "invalid-request");
        assertThat(post("/api/v1/recommend", "{\"user\": \"u7\"}").status()).isEqualTo(200);

        assertThat(delete(path + "?force=true").status()).isEqualTo(204);
        problem(get(path), 404, "unknown-model");
        assertThat(get("/api/v1/aliases/default").json().path("shares")).isEmpty();
    }

    /** It may be of other events than the model that was deleted. */
    @Test
    void noModelTakesThePlaceOfADeletedDefaultByItself() throws Exception {
        assertThat(delete("/api/v1/models/" + trained() + "?force=true").status())
                .isEqualTo(204);
        ModelId next = trained();

        problem(post("/api/v1/recommend", "{\"user\": \"u7\"}"), 404, "unknown-model");
        assertThat(get("/api/v1/aliases/default").json().path("shares")).isEmpty();
        put("/api/v1/aliases/default", "{\"shares\": [{\"model\": \"" + next + "\"}]}");
        assertThat(post("/api/v1/recommend", "{\"user\": \"u7\"}")
                        .json()
                        .path("model")
                        .asText())
                .isEqualTo(next.toString());
    }

    @Test
    void anEvaluationIsThereIfItWasRequested() throws Exception {
        ModelId with = trained(TrainingRequest.of(TrainingFiles.GOOD)
                .evaluation(TrainingFiles.EVALUATION)
                .with("supportThreshold", 1));
        ModelId without = trained();

        JsonNode evaluation = get("/api/v1/models/" + with + "/evaluation").json();
        assertThat(evaluation.path("counts").path("users").asInt()).isPositive();
        assertThat(evaluation.path("scores").findValuesAsText("metric")).contains("hit_rate");
        assertThat(evaluation.path("baseline").findValuesAsText("metric")).contains("hit_rate");
        assertThat(evaluation.path("gains").findValuesAsText("low")).isNotEmpty();
        assertThat(evaluation.path("words").asText()).startsWith("By nDCG@5, ").contains("popularity");
        assertThat(evaluation.path("notes").get(0).asText())
                .contains("of 100 test events happened before the newest training event")
                .doesNotContain("--");
        assertThat(evaluation.path("percentiles").get(0).path("from").isNumber())
                .isTrue();
        problem(get("/api/v1/models/" + without + "/evaluation"), 404, "no-evaluation");
    }

    @Test
    void aRequestWithAnIdempotencyKeyIsDoneOnce() throws Exception {
        Result first = post("/api/v1/models", REQUEST, "Idempotency-Key", "k1");
        Result again = post("/api/v1/models", REQUEST, "Idempotency-Key", "k1");
        Result other = post("/api/v1/models", REQUEST, "Idempotency-Key", "k2");

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(other.header("Location")).isNotEqualTo(first.header("Location"));
        problem(post("/api/v1/models", REQUEST.replace("first", "second"), "Idempotency-Key", "k1"), 422, "key-reused");
        assertThat(service.registry().list(10)).hasSize(2);
    }

    @Test
    void aRefusedRequestLeavesItsIdempotencyKeyFree() throws Exception {
        problem(post("/api/v1/models", "{\"usage\": \"x\"}", "Idempotency-Key", "k"), 400, "invalid-request");

        assertThat(post("/api/v1/models", REQUEST, "Idempotency-Key", "k").status())
                .isEqualTo(201);
        problem(post("/api/v1/models", REQUEST, "Idempotency-Key", "k".repeat(101)), 400, "invalid-request");
    }

    @Test
    void aRequestThatWasCutShortIsNotRepeatedByItsKey() throws Exception {
        Result done = post("/api/v1/models", REQUEST, "Idempotency-Key", "k");
        var records = WebFolder.records(store);
        var record = records.list("once/", "", 10).get(0);
        String begun = "{\"request\": " + Bodies.read(record.content()).path("request") + "}";
        assertThat(records.update(record, begun)).isPresent();

        Result again = post("/api/v1/models", REQUEST, "Idempotency-Key", "k");

        assertThat(done.status()).isEqualTo(201);
        problem(again, 409, "in-progress");
        assertThat(again.header("Retry-After")).isEqualTo("1");
        assertThat(service.registry().list(10)).hasSize(1);
    }

    @Test
    void theEventsOfATrainingEndWithItsFinalStatus() throws Exception {
        ModelId id = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (BufferedReader events = events(id)) {
            List<String> first = event(events);
            work();
            List<String> last = first;
            for (List<String> next = event(events); !next.isEmpty(); next = event(events)) {
                last = next;
            }

            assertThat(first.get(0)).isEqualTo("event: model");
            assertThat(first.get(2)).startsWith("data: {\"id\":\"" + id).contains("\"status\":\"created\"");
            assertThat(last.get(2)).contains("\"status\":\"completed\"");
            assertThat(last.get(1)).isEqualTo("id: completed");
            assertThat(last.get(2)).contains("\"aliases\":[{\"name\":\"default\",\"weight\":1}]");
        }
        assertThat(get("/api/v1/models/" + id + "/events", "Last-Event-ID", "completed")
                        .status())
                .isEqualTo(204);
        assertThat(service.registry().get(id).status()).isEqualTo(ModelStatus.COMPLETED);
    }

    @Test
    void theEventsOfADeletedModelEnd() throws Exception {
        ModelId id = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        try (BufferedReader events = events(id)) {
            assertThat(event(events).get(0)).isEqualTo("event: model");
            service.delete(id);
            assertThat(event(events).get(0)).isEqualTo("event: deleted");
            assertThat(event(events)).isEmpty();
        }
    }

    private BufferedReader events(ModelId id) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(uri("/api/v1/models/" + id + "/events")).build(), BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The lines of the next event; none at the end. */
    private static List<String> event(BufferedReader events) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line = events.readLine(); line != null && !line.isEmpty(); line = events.readLine()) {
            lines.add(line);
        }
        return lines;
    }
}
