package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.service.ModelWorker;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models whose algorithm and parameters are found, by HTTP: requested, watched, cancelled, read, asked. */
class TuningTest extends ServerFixture {
    private static final String USAGE = "\"usage\": \"" + TrainingFiles.GOOD + "\"";

    @Test
    void aTuningIsRequestedReadAndAskedLikeAnyModel() throws Exception {
        Result created = post(
                "/api/v1/models",
                "{" + USAGE
                        + ", \"tuning\": {\"budget\": \"1h\", \"maxTrials\": 3, \"algorithms\": [\"ridge\", \"sar\"]}}");
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        assertThat(created.json().has("algorithm")).isFalse();
        assertThat(created.json().at("/request").has("algorithm")).isFalse();
        String address = created.header("Location");
        problem(get(address + "/tuning"), 404, "no-tuning");

        work();

        JsonNode model = get(address).json();
        assertThat(model.path("status").asText()).as(model.toString()).isEqualTo("completed");
        Result found = get(address + "/tuning");
        JsonNode tuning = found.json();
        assertThat(tuning).isEqualTo(model.at("/statistics/tuning"));
        assertThat(tuning.path("trials")).hasSize(3);
        assertThat(tuning.path("trials").get(0).path("candidate").asText()).startsWith("ridge: defaults");
        int best = tuning.path("best").asInt();
        assertThat(tuning.path("trials").get(best - 1).path("candidate").asText())
                .startsWith(model.path("algorithm").asText() + ": ");
        assertThat(tuning.path("check").has("popularity")).isTrue();
        assertThat(get(address + "/tuning", "If-None-Match", found.header("ETag"))
                        .status())
                .isEqualTo(304);
        assertThat(post(address + "/recommend", "{\"user\": \"u7\", \"count\": 3}")
                        .json()
                        .path("items"))
                .hasSize(3);
        JsonNode retired = get(address.replace("/v1", "")).json();
        assertThat(retired.path("modelStatus").asText()).isEqualTo("Completed");
    }

    @Test
    void whatHasNoSearchToFinishSaysWhy() throws Exception {
        String waiting = post("/api/v1/models", "{" + USAGE + ", \"tuning\": {\"budget\": \"1h\"}}")
                .header("Location");
        assertThat(get(waiting).json().has("finishing")).isFalse();
        assertThat(post(waiting + "/finish", "").json().path("finishing").asBoolean())
                .isTrue();
        assertThat(post(waiting + "/cancel", "").json().has("finishing")).isFalse();
        assertThat(problem(post(waiting + "/finish", ""), 409, "wrong-status")
                        .path("detail")
                        .asText())
                .isEqualTo("the training of model " + id(waiting) + " has ended already");

        String given = post("/api/v1/models", "{" + USAGE + "}").header("Location");
        assertThat(problem(post(given + "/finish", ""), 409, "wrong-status")
                        .path("detail")
                        .asText())
                .isEqualTo("the parameters of model " + id(given) + " were given, so there is no search to finish");
        problem(post("/api/v1/models/" + NOWHERE + "/finish", ""), 404, "unknown-model");
    }

    private static String id(String address) {
        return address.substring(address.lastIndexOf('/') + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"budget\": \"2d\"} | tuning.budget",
                "{\"budget\": \"0s\"} | tuning.budget",
                "{\"budget\": \"m\"} | tuning.budget",
                "{\"budget\": 15} | tuning.budget",
                "{} | tuning.budget",
                "{\"budget\": \"1m\", \"maxTrials\": 0} | tuning.maxTrials",
                "{\"budget\": \"1m\", \"maxTrials\": \"3\"} | tuning.maxTrials",
                "{\"budget\": \"1m\", \"algorithms\": []} | tuning.algorithms",
                "{\"budget\": \"1m\", \"algorithms\": [\"sar\", \"sar\"]} | tuning.algorithms[1]",
                "{\"budget\": \"1m\", \"algorithms\": \"sar\"} | tuning.algorithms",
                "{\"budget\": \"1m\", \"seconds\": 3} | tuning.seconds",
                "{\"budget\": \"1m\", \"split\": 3} | tuning.split",
                "{\"budget\": \"1m\", \"split\": \"--split latest-users\"} | tuning.split",
                "15 | tuning",
                "{\"budget\": \"1m\"}, \"algorithm\": \"ridge\" | algorithm",
                "{\"budget\": \"1m\"}, \"parameters\": {\"pennalty\": 3} | parameters.pennalty",
                "{\"budget\": \"1m\"}, \"parameters\": {\"placedByFeatures\": true} | parameters.placedByFeatures"
            })
    void whatIsWrongWithATuningIsNamed(String tuning, String field) throws Exception {
        JsonNode problem =
                problem(post("/api/v1/models", "{" + USAGE + ", \"tuning\": " + tuning + "}"), 400, "invalid-request");

        assertThat(problem.path("errors").findValuesAsText("field"))
                .as(problem.toString())
                .containsExactly(field);
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void anAlgorithmThatIsNotInstalledIsRefused() throws Exception {
        JsonNode problem = problem(
                post(
                        "/api/v1/models",
                        "{" + USAGE + ", \"tuning\": {\"budget\": \"1m\", \"algorithms\": [\"magic\"]}}"),
                400,
                "invalid-request");

        assertThat(problem.path("detail").asText()).contains("magic", "ridge");
    }

    /** It is watched until a trial is under way, and cancelled then. */
    @Test
    @Tag("slow")
    void aTuningSaysWhatItTriesAndCanBeCancelled() throws Exception {
        store.put("shop/large.csv", BlobContent.of(manyEvents()));
        ModelId id = service.requestTraining(
                TrainingRequest.of("shop/large.csv").tuning(TuningPlan.of(Duration.ofHours(12))));
        try (ModelWorker worker = service.worker()
                        .folder(folder.resolve("work"))
                        .pollInterval(Duration.ofMillis(20))
                        .cancelCheckInterval(Duration.ofMillis(50))
                        .start();
                BufferedReader events = events(id)) {
            JsonNode trying = next(events);
            while (!trying.has("best")) {
                assertThat(trying.path("status").asText()).isIn("created", "in-progress");
                trying = next(events);
            }
            assertThat(trying.path("trial").asInt()).isPositive();
            assertThat(trying.path("phase").asText()).startsWith("tuning: ");
            assertThat(trying.path("fraction").asDouble()).isLessThan(1);

            assertThat(post("/api/v1/models/" + id + "/cancel", "").status()).isEqualTo(200);

            JsonNode last = trying;
            while (!last.path("status").asText().equals("failed")) {
                last = next(events);
            }
            assertThat(last.path("message").asText()).isEqualTo("cancelled");
            assertThat(worker.name()).isNotEmpty();
        }
        assertThat(service.registry().get(id).status()).isEqualTo(ModelStatus.FAILED);
        assertThat(store.list("models/", "", 10)).isEmpty();
    }

    @Test
    @Tag("slow")
    void aTunedModelAnswersAsTheDefault() throws Exception {
        ModelId id = trained(TrainingRequest.of(TrainingFiles.GOOD)
                .catalog(TrainingFiles.CATALOG)
                .tuning(TuningPlan.of(Duration.ofHours(1)).maxTrials(1)));

        assertThat(post("/api/v1/recommend", "{\"user\": \"u7\"}")
                        .json()
                        .path("model")
                        .asText())
                .isEqualTo(id.toString());
        assertThat(service.recommend(id, Query.user("u7")).items()).isNotEmpty();
    }

    /** So many that all trials together take minutes. */
    private static String manyEvents() {
        Random random = new Random(6);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < 60_000; event++) {
            lines.append('u').append(random.nextInt(3000)).append(",i");
            lines.append((int) (800 * Math.pow(random.nextDouble(), 1.5)));
            lines.append(
                    String.format(Locale.ROOT, ",2026-%02d-%02d\n", 1 + random.nextInt(12), 1 + random.nextInt(28)));
        }
        return lines.toString();
    }

    private BufferedReader events(ModelId id) throws Exception {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(uri("/api/v1/models/" + id + "/events")).build(), BodyHandlers.ofInputStream());
        return new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The model of the next event. */
    private static JsonNode next(BufferedReader events) throws Exception {
        List<String> seen = new ArrayList<>();
        for (String line = events.readLine(); line != null; line = events.readLine()) {
            if (line.startsWith("data: ")) {
                return Bodies.read(line.substring("data: ".length()));
            }
            seen.add(line);
        }
        throw new AssertionError("the events have ended with " + seen);
    }
}
