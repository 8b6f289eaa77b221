package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Query;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.testing.service.TrainingFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of the retired service get what its documents promise: every address, its JSON and its codes. */
class RetiredRoutesTest extends ServerFixture {
    private static final String REQUEST = """
            {"description": "weekly", "blobContainerName": "inputs", "usageRelativePath": "/good/",
             "catalogFileRelativePath": "catalog.csv", "evaluationUsageRelativePath": "evaluation.csv",
             "supportThreshold": 3, "cooccurrenceUnit": "User", "similarityFunction": "Jaccard",
             "enableColdItemPlacement": true, "enableColdToColdRecommendations": false, "enableUserAffinity": true,
             "enableUserToItemRecommendations": true, "allowSeedItemsInRecommendations": true,
             "enableBackfilling": true, "decayPeriodInDays": 30}""";

    private String admin;
    private String recommend;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        ApiKeys keys = ApiKeys.in(store);
        admin = keys.create("primary admin", Access.ADMINISTRATION);
        recommend = keys.create("primary recommend", Access.RECOMMENDATIONS);
        return handler.keys(keys);
    }

    @Test
    void theFlowOfTheSampleClientWorks() throws Exception {
        Result created = post("/api/models", REQUEST, Gate.KEY, admin);
        assertThat(created.status()).as(created.body()).isEqualTo(201);
        String id = created.json().path("id").asText();
        assertThat(created.header("Location")).isEqualTo("/api/models/" + id);
        assertThat(created.json().path("modelStatus").asText()).isEqualTo("Created");
        JsonNode parameters = created.json().path("parameters");
        assertThat(parameters.path("blobContainerName").asText()).isEqualTo("inputs");
        assertThat(parameters.path("usageRelativePath").asText()).isEqualTo("good");
        assertThat(parameters.path("catalogFileRelativePath").asText()).isEqualTo("catalog.csv");
        assertThat(parameters.path("evaluationUsageRelativePath").asText()).isEqualTo("evaluation.csv");
        JsonNode sent = Bodies.read(REQUEST);
        sent.fieldNames().forEachRemaining(name -> {
            if (!name.endsWith("Path") && !name.equals("description")) {
                assertThat(parameters.path(name)).as(name).isEqualTo(sent.path(name));
            }
        });

        work();

        JsonNode model = get("/api/models/" + id, Gate.KEY, admin).json();
        assertThat(model.path("modelStatus").asText()).isEqualTo("Completed");
        assertThat(model.path("description").asText()).isEqualTo("weekly");
        assertThat(Instant.parse(model.path("creationTime").asText())).isBefore(Instant.now());
        JsonNode statistics = model.path("statistics");
        assertThat(statistics.path("numberOfUsers").asInt()).isEqualTo(60);
        assertThat(statistics.path("totalDuration").asText()).matches("\\d\\d:\\d\\d:\\d\\d(\\.\\d{7})?");
        assertThat(statistics.path("evaluation").path("metrics").path("precisionMetrics"))
                .hasSize(5);

        JsonNode byItem = get("/api/models/" + id + "/recommend?itemId=i3&recommendationCount=4", Gate.KEY, recommend)
                .json();
        List<String> expected = new ArrayList<>();
        service.recommend(ModelId.parse(id), Query.items("i3").count(4))
                .items()
                .forEach(next -> expected.add(next.item() + " " + next.score()));
        assertThat(flat(byItem)).containsExactlyElementsOf(expected);

        assertThat(put("/api/models/default?modelId=" + id, "", Gate.KEY, admin).status())
                .isEqualTo(200);
        assertThat(get("/api/models/default/recommend?itemId=i3&recommendationCount=4", Gate.KEY, recommend)
                        .json())
                .isEqualTo(byItem);
        String events = "[{\"itemId\": \"i1\", \"eventType\": \"Purchase\", \"timestamp\": \"2017-02-01T00:00:00\"},"
                + " {\"itemId\": \"i2\", \"eventType\": 5, \"timestamp\": \"2017-01-31T00:00:00Z\"}]";
        JsonNode personal = post("/api/models/default/recommend?userId=u7", events, Gate.KEY, recommend)
                .json();
        assertThat(personal).hasSize(10);
        assertThat(post("/api/models/" + id + "/recommend?userId=u7", events, Gate.KEY, admin)
                        .json())
                .isEqualTo(personal);
    }

    /** The sample of the retired service's documents places cold items, and its catalog has no features. */
    @Test
    void aCatalogWithoutFeaturesAndAShareOfWrongLinesAreNoFailure() throws Exception {
        String usage;
        try (InputStream in = store.get(TrainingFiles.GOOD + "/2026-01.csv")) {
            usage = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        store.put("inputs/spoiled/usage.csv", BlobContent.of(usage + "u1\n".repeat(100)));
        store.put(
                "inputs/plain.csv",
                BlobContent.of(
                        "i0,Item 0,things\nonly-an-id\n" + "i1,Item 1,things\ni2,Item 2,things\ni3,Item 3,things\n"));
        String request = REQUEST.replace("/good/", "spoiled").replace("catalog.csv", "plain.csv");
        String id =
                post("/api/models", request, Gate.KEY, admin).json().path("id").asText();

        work();

        JsonNode model = get("/api/models/" + id, Gate.KEY, admin).json();
        assertThat(model.path("modelStatus").asText()).as("%s", model).isEqualTo("Completed");
        assertThat(model.path("parameters").path("enableColdItemPlacement").asBoolean())
                .isTrue();
        assertThat(model.path("statistics")
                        .path("usageEventsParsing")
                        .path("errors")
                        .get(0)
                        .path("count")
                        .asInt())
                .isEqualTo(100);
    }

    @Test
    void modelsAreListedByIdWithoutDetails() throws Exception {
        List<String> ids = new ArrayList<>();
        for (int at = 0; at < 3; at++) {
            ids.add(post("/api/models", REQUEST, Gate.KEY, admin)
                    .json()
                    .path("id")
                    .asText());
        }
        ids.sort(null);

        JsonNode list = get("/api/models", Gate.KEY, admin).json();

        assertThat(list.findValuesAsText("id")).containsExactlyElementsOf(ids);
        List<String> fields = new ArrayList<>();
        list.get(0).fieldNames().forEachRemaining(fields::add);
        assertThat(fields).containsExactly("id", "description", "creationTime", "modelStatus");
    }

    @Test
    void whatThereIsNothingOfIsLeftOut() throws Exception {
        ModelId plain = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));

        JsonNode model = get("/api/models/" + plain, Gate.KEY, admin).json();

        assertThat(model.has("description")).isFalse();
        assertThat(model.has("statistics")).isFalse();
        assertThat(model.has("modelStatusMessage")).isFalse();
        assertThat(model.path("parameters").has("catalogFileRelativePath")).isFalse();
    }

    @Test
    void theDefaultIsShownSetAndGoesWithItsModel() throws Exception {
        assertThat(get("/api/models/default", Gate.KEY, admin).status()).isEqualTo(404);
        assertThat(get("/api/models/default/recommend?itemId=i1", Gate.KEY, recommend)
                        .status())
                .isEqualTo(404);
        ModelId first = trained();
        ModelId second = trained();
        assertThat(get("/api/models/default", Gate.KEY, admin).json().path("id").asText())
                .isEqualTo(first.toString());

        Result set = put("/api/models/default?modelId=" + second, "", Gate.KEY, admin);

        assertThat(set.status()).isEqualTo(200);
        assertThat(set.body()).isEmpty();
        assertThat(get("/api/models/default", Gate.KEY, admin).json().path("id").asText())
                .isEqualTo(second.toString());
        Result deleted = delete("/api/models/" + second, Gate.KEY, admin);
        assertThat(deleted.status()).isEqualTo(202);
        assertThat(deleted.body()).isEmpty();
        assertThat(get("/api/models/default", Gate.KEY, admin).status()).isEqualTo(404);
        assertThat(get("/api/models/" + second, Gate.KEY, admin).status()).isEqualTo(404);
        assertThat(delete("/api/models/" + second, Gate.KEY, admin).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/models/none, 400",
        "DELETE, /api/models/none, 400",
        "PUT, /api/models/default?modelId=none, 400",
        "PUT, /api/models/default, 404",
        "PUT, /api/models/default?modelId=" + NOWHERE + ", 404",
        "GET, /api/models/" + NOWHERE + ", 404",
        "DELETE, /api/models/" + NOWHERE + ", 404",
        "GET, /api/models/none/recommend?itemId=i1, 400",
        "POST, /api/models/none/recommend, 400",
        "GET, /api/models/" + NOWHERE + "/recommend?itemId=i1, 404",
        "POST, /api/models/" + NOWHERE + "/recommend, 404",
        "GET, /api/models/" + NOWHERE + "/recommend, 404",
        "GET, /api/models/default/recommend, 404",
        "GET, /api/models/" + NOWHERE + "/recommend?itemId=i1&recommendationCount=0, 400",
        "GET, /api/models/" + NOWHERE + "/recommend?itemId=i1&recommendationCount=101, 400",
        "POST, /api/models/" + NOWHERE + "/recommend?recommendationCount=many, 400",
        "GET, /api/nothing, 404",
        "DELETE, /api/models, 405"
    })
    void aWrongRequestGetsItsCodeAndAMessage(String method, String path, int status) throws Exception {
        Result result = call(method, path, "", Gate.KEY, admin);

        assertThat(result.status()).as(result.body()).isEqualTo(status);
        assertThat(result.json().path("Message").asText()).isNotEmpty();
    }

    @Test
    void onlyCompletedModelsAnswerAndBecomeTheDefault() throws Exception {
        ModelId waiting = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));

        assertThat(get("/api/models/" + waiting + "/recommend?itemId=i1", Gate.KEY, recommend)
                        .status())
                .isEqualTo(400);
        assertThat(post("/api/models/" + waiting + "/recommend", "", Gate.KEY, recommend)
                        .status())
                .isEqualTo(400);
        assertThat(put("/api/models/default?modelId=" + waiting, "", Gate.KEY, admin)
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aModelWhoseFileIsGoneIsNotFound() throws Exception {
        ModelId model = trained();
        for (BlobInfo blob : store.list("models/", "", 10)) {
            store.delete(blob.key());
        }

        server.close();
        service.close();
        // One that has no copy of its own.
        service =
                ModelService.builder(store).cacheFolder(folder.resolve("empty")).build();
        server = RecommenderServer.builder(
                        options(RecommenderHandler.builder(service, store)).build())
                .port(0)
                .start();

        Result result = get("/api/models/" + model + "/recommend?itemId=i1", Gate.KEY, recommend);
        assertThat(result.status()).isEqualTo(404);
        assertThat(result.json().path("Message").asText()).contains("missing or damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]"})
    @Tag("slow")
    void noEventsAndNoUserGivePopularItems(String body) throws Exception {
        ModelId model = trained();

        JsonNode popular = post("/api/models/" + model + "/recommend", body, Gate.KEY, recommend)
                .json();

        assertThat(popular).hasSize(10);
        assertThat(popular.findValuesAsText("score")).containsOnly("0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"itemId\": \"\"}]                                  | itemId",
                "[{\"timestamp\": \"2017-01-01\"}]                     | itemId",
                "[{\"itemId\": \"i1\", \"timestamp\": \"today\"}]      | timestamp",
                "[{\"itemId\": \"i1\", \"eventType\": \"Bought\"}]     | eventType",
                "[{\"itemId\": \"i1\", \"eventType\": 6}]              | eventType",
                "[{\"itemId\": \"i1\", \"weight\": \"2\"}]             | weight",
                "[{\"itemId\": \"i1\", \"weight\": 1e39}]                | weight",
                "[3]                                                   | usageEvents",
                "{\"itemId\": \"i1\"}                                  | usageEvents",
                "[{\"itemId\": \"i1\"                                  | usageEvents"
            })
    @Tag("slow")
    void aWrongEventIsRefusedByItsField(String body, String field) throws Exception {
        ModelId model = trained();

        Result result = post("/api/models/" + model + "/recommend", body, Gate.KEY, recommend);

        assertThat(result.status()).as(result.body()).isEqualTo(400);
        assertThat(result.json().path("ModelState").path(field))
                .as(result.body())
                .hasSize(1);
    }

    @Test
    void theTypeOfAnEventDecidesItsWeightUnlessItHasOne() throws Exception {
        ModelId model = trained();
        String path = "/api/models/" + model + "/recommend?recommendationCount=3";

        JsonNode purchase = post(path, "[{\"itemId\": \"i1\", \"eventType\": \"Purchase\"}]", Gate.KEY, recommend)
                .json();

        assertThat(post(path, "[{\"itemId\": \"i1\", \"type\": \"purchase\"}]", Gate.KEY, recommend)
                        .json())
                .isEqualTo(purchase);
        assertThat(post(path, "[{\"itemId\": \"i1\", \"weight\": 4}]", Gate.KEY, recommend)
                        .json())
                .isEqualTo(purchase);
        double single = post(path, "[{\"itemId\": \"i1\"}]", Gate.KEY, recommend)
                .json()
                .get(0)
                .path("score")
                .asDouble();
        assertThat(purchase.get(0).path("score").asDouble()).isEqualTo(4 * single);
    }

    @Test
    void modelsReadByTheServicesRulesKnowIdsInAnyCase() throws Exception {
        ModelId model =
                trained(TrainingRequest.of(TrainingFiles.GOOD).byServiceRules().with("supportThreshold", 1));
        String path = "/api/models/" + model + "/recommend";

        JsonNode lower = get(path + "?itemId=i3", Gate.KEY, recommend).json();

        assertThat(lower.get(0).path("score").asDouble()).isPositive();
        assertThat(get(path + "?itemId=I3", Gate.KEY, recommend).json()).isEqualTo(lower);
        assertThat(post(path + "?userId=U7", "", Gate.KEY, recommend).json())
                .isEqualTo(post(path + "?userId=u7", "", Gate.KEY, recommend).json());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                            | blobContainerName, usageRelativePath",
                "{\"blobContainerName\": \"nowhere\", \"usageRelativePath\": \"good\"}  | blobContainerName",
                "{\"blobContainerName\": \"records\", \"usageRelativePath\": \"x\"}     | blobContainerName",
                "{\"blobContainerName\": \"..\", \"usageRelativePath\": \"x\"}          | blobContainerName",
                "{\"blobContainerName\": \"inputs\"}                            | usageRelativePath",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"none\"}   | usageRelativePath",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\", \"supportThreshold\": 2}"
                        + " | supportThreshold",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\", \"decayPeriodInDays\": 0}"
                        + " | decayPeriodInDays",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\", \"similarityFunction\": \"Cosine\"}"
                        + " | similarityFunction",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\", \"enableColdItemPlacement\": true}"
                        + " | catalogFileRelativePath",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\", \"catalogFileRelativePath\": \"x\"}"
                        + " | catalogFileRelativePath",
                "{\"blobContainerName\": \"inputs\", \"usageRelativePath\": \"good\","
                        + " \"evaluationUsageRelativePath\": \"x\"} | evaluationUsageRelativePath",
                "[]                                                            | request"
            })
    @Tag("slow")
    void aWrongRequestForAModelIsRefusedByItsFields(String body, String fields) throws Exception {
        Result result = post("/api/models", body, Gate.KEY, admin);

        assertThat(result.status()).isEqualTo(400);
        assertThat(result.json().path("Message").asText()).isEqualTo("The request is not valid.");
        List<String> named = new ArrayList<>();
        result.json().path("ModelState").fieldNames().forEachRemaining(named::add);
        assertThat(named).containsExactlyInAnyOrder(fields.split(", "));
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void aBodyNeedsTheTypeOfJson() throws Exception {
        assertThat(post("/api/models", REQUEST, Gate.KEY, admin, "Content-Type", "text/xml")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void noKeyAndTheWrongKeyGetAnEmpty401() throws Exception {
        for (String key : List.of("", "x", recommend)) {
            Result result = get("/api/models", Gate.KEY, key);
            assertThat(result.status()).isEqualTo(401);
            assertThat(result.body()).isEmpty();
        }
    }

    @Test
    void theDescriptionOfTheAddressesIsWhereItWas() throws Exception {
        assertThat(get("/swagger/docs/v1").body())
                .isEqualTo(get("/api/v1/openapi.json").body())
                .contains("\"openapi\"");
    }

    private static List<String> flat(JsonNode recommendations) {
        List<String> flat = new ArrayList<>();
        recommendations.forEach(each -> flat.add(each.path("recommendedItemId").asText() + " "
                + each.path("score").asDouble()));
        return flat;
    }
}
