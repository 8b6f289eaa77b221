package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TuningPlan;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The description has all addresses there are, and each of its examples is sent and answered as it says. */
class OpenApiTest extends ServerFixture {
    private static final JsonNode API = read();
    private static final String LOCATION = "https://recommender.dev/openapi.json";
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(
            SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(LOCATION, API.toString())));

    /** The ids of the examples: two models, a waiting one, a tuned one, one that waits to be tuned, an upload. */
    private static final String MODEL = "01a22876-8eea-7883-9219-6c92a47fa661";

    private static final String OTHER = "01a22876-94c0-7b5e-9c2d-3a6f0d2b8e17";
    private static final String WAITING = "01a22876-9b1c-7d40-8a55-1f0c6b2e7d34";
    private static final String TUNED = "01a22876-a2f3-7c18-bb0e-5d2a9c4f7e60";
    private static final String TO_TUNE = "01a22876-b0c4-7f93-8d21-6e4a1c9b3f72";
    private static final String UPLOAD = "5d0c9a52-8f0e-4a7e-9a56-0b7a3f5f8a11";

    private static final Map<String, byte[]> SHOP = new TreeMap<>();
    private static Map<String, String> shopIds = Map.of();

    /** An operation of the description. */
    record Operation(String method, String path, JsonNode node) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Operation> operations() {
        return API.path("paths").properties().stream()
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue())));
    }

    @Test
    void theDescriptionHasTheAddressesThatThereAre() {
        Map<String, String> described = new TreeMap<>();
        operations()
                .forEach(operation ->
                        described.put(operation.toString(), access(operation.node) + " " + query(operation.node)));
        Map<String, String> there = new TreeMap<>();
        List<Route> routes = handler.routes().all().stream()
                .filter(route ->
                        !route.pattern().equals("/") && !route.pattern().startsWith("/page/"))
                .toList();
        for (Route route : routes) {
            String access = route.access()
                    .map(needed -> needed.name().toLowerCase(Locale.ROOT))
                    .orElse("open");
            Set<String> query = route.has(Route.Trait.RETIRED)
                    ? retiredQuery(route)
                    : new TreeSet<>(route.query().stream().map(QueryField::name).toList());
            there.put(route.method() + " " + route.pattern().replace("...}", "}"), access + " " + query);
        }

        assertThat(described).isEqualTo(there);
    }

    @Test
    void whatIsDoneOnceOrOnlyWhereNothingIsSaysSo() {
        operations().forEach(operation -> {
            List<Route> routes = handler.routes().all().stream()
                    .filter(route -> route.method().equals(operation.method)
                            && route.pattern().replace("...}", "}").equals(operation.path))
                    .toList();
            Set<String> headers = parameters(operation.node, "header");
            assertThat(headers.contains(Once.HEADER))
                    .as(operation.toString())
                    .isEqualTo(routes.stream().anyMatch(route -> route.has(Route.Trait.ONCE)));
            assertThat(headers.contains(FileRoutes.CONDITION) && !operation.method.equals("GET"))
                    .as(operation.toString())
                    .isEqualTo(routes.stream().anyMatch(route -> route.has(Route.Trait.MAKES)));
        });
    }

    @ParameterizedTest
    @MethodSource("operations")
    void theExampleOfAnAddressIsAnsweredAsDescribed(Operation operation) throws Exception {
        Map<String, String> ids = openShop();
        Result result = send(operation, ids);

        String status = Integer.toString(result.status());
        JsonNode responses = operation.node.path("responses");
        assertThat(status).as(result.body()).startsWith("2");
        assertThat(responses.has(status)).as("%s is described", status).isTrue();
        checkBody(responses, status, operation, result);
        responses
                .path(status)
                .path("headers")
                .fieldNames()
                .forEachRemaining(
                        name -> assertThat(result.header(name)).as(name).isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("operations")
    @Tag("slow")
    void aFailureOfAnAddressIsDescribed(Operation operation) throws Exception {
        Map<String, String> ids = Map.of(
                "champion",
                "nobody",
                MODEL,
                NOWHERE,
                TUNED,
                NOWHERE,
                TO_TUNE,
                NOWHERE,
                UPLOAD,
                NOWHERE,
                "shop/",
                "nowhere/");
        boolean open = access(operation.node).equals("open");
        Result result = send(operation, ids);

        JsonNode responses = operation.node.path("responses");
        String status = Integer.toString(result.status());
        assertThat(open || result.status() < 300 || responses.has("default")).isTrue();
        checkBody(responses, responses.has(status) ? status : "default", operation, result);
    }

    @Test
    void theExamplesOfTuningsAreTaken() throws Exception {
        openShop();
        JsonNode plan = API.at("/components/schemas/TrainingRequest/properties/tuning");
        assertThat(plan.path("examples")).hasSize(3);
        for (JsonNode example : plan.path("examples")) {
            check("/components/schemas/TrainingRequest/properties/tuning", example);
            Result created = post("/api/v1/models", "{\"usage\": \"shop/usage.csv\", \"tuning\": " + example + "}");
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(created.json().at("/request/tuning")).isEqualTo(example);
            check("/components/schemas/Model", created.json());
        }
    }

    @Test
    void theExamplesOfPartsAreTakenAndTold() throws Exception {
        openShop();
        String place = "/components/schemas/TrainingRequest/properties/partOf";
        assertThat(API.at(place).path("examples")).hasSize(2);
        for (JsonNode example : API.at(place).path("examples")) {
            check(place, example);
            Result created = post("/api/v1/models", "{\"usage\": \"shop/usage.csv\", \"partOf\": " + example + "}");
            assertThat(created.status()).as(created.body()).isEqualTo(201);
            assertThat(created.json().at("/request/partOf")).isEqualTo(example);
            assertThat(created.json().path("trainedShare")).isEqualTo(example.path("share"));
            JsonNode listed = get("/api/v1/models?limit=1").json().at("/models/0");
            assertThat(listed.path("trainedShare")).isEqualTo(example.path("share"));
            check("/components/schemas/ModelSummary", listed);
        }
        Result whole = post("/api/v1/models", "{\"usage\": \"shop/usage.csv\"}");
        assertThat(whole.json().has("trainedShare")).isFalse();
    }

    private void checkBody(JsonNode responses, String status, Operation operation, Result result) {
        JsonNode content = responses.path(status).path("content");
        if (content.isEmpty()) {
            assertThat(result.body()).isEmpty();
            return;
        }
        String type = content.fieldNames().next();
        assertThat(result.header("Content-Type")).isEqualTo(type);
        if (type.endsWith("json")) {
            assertThat(result.body()).endsWith("\n");
            String place = "/paths/" + operation.path.replace("~", "~0").replace("/", "~1") + "/"
                    + operation.method.toLowerCase(Locale.ROOT) + "/responses/" + status + "/content/"
                    + type.replace("/", "~1") + "/schema";
            check(place, result.json());
        }
    }

    /** Validates a value against the schema at a place of the description. */
    private static void check(String place, JsonNode value) {
        assertThat(API.at(place).isMissingNode()).as(place).isFalse();
        Schema schema = SCHEMAS.getSchema(SchemaLocation.of(LOCATION + "#" + place));
        List<Error> errors = schema.validate(value);
        assertThat(errors).as("%s against %s", value, place).isEmpty();
    }

    /** Sends an operation with the examples of its parameters and its body, ids replaced. */
    private Result send(Operation operation, Map<String, String> ids) throws IOException {
        String path = operation.path;
        List<String> query = new ArrayList<>();
        for (JsonNode parameter : operation.node.path("parameters")) {
            String name = parameter.path("name").asText();
            JsonNode example = parameter.path("example");
            if (parameter.path("in").asText().equals("path")) {
                assertThat(example.isMissingNode()).as(name).isFalse();
                path = path.replace("{" + name + "}", replaced(example.asText(), ids));
            } else if (parameter.path("in").asText().equals("query")) {
                for (JsonNode value : example.isArray() ? example : List.of(example)) {
                    if (!value.isMissingNode()) {
                        query.add(
                                name + "=" + URLEncoder.encode(replaced(value.asText(), ids), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path + (query.isEmpty() ? "" : "?" + String.join("&", query))));
        JsonNode content = operation.node.path("requestBody").path("content");
        if (content.isEmpty()) {
            return send(
                    request.method(operation.method, BodyPublishers.noBody()).build());
        }
        String type = content.fieldNames().next();
        JsonNode example = content.path(type).path("example");
        assertThat(example.isMissingNode()).as("an example of %s", operation).isFalse();
        if (type.equals(Reply.JSON)) {
            String place = "/paths/" + operation.path.replace("/", "~1") + "/"
                    + operation.method.toLowerCase(Locale.ROOT) + "/requestBody/content/application~1json/schema";
            check(place, example);
            request.header("Content-Type", type);
        }
        String body = replaced(example.isTextual() ? example.textValue() : example.toString(), ids);
        return send(
                request.method(operation.method, BodyPublishers.ofString(body)).build());
    }

    private static String replaced(String text, Map<String, String> ids) {
        String replaced = text;
        for (Map.Entry<String, String> id : ids.entrySet()) {
            replaced = replaced.replace(id.getKey(), id.getValue());
        }
        return replaced;
    }

    /** Puts what the examples speak of into the store; returns its ids. Trained once, and copied after that. */
    private Map<String, String> openShop() throws IOException {
        if (shopIds.isEmpty()) {
            shopIds = makeShop();
            for (BlobInfo blob : store.list("", "", Integer.MAX_VALUE)) {
                SHOP.put(blob.key(), content(blob.key()));
            }
        }
        for (Map.Entry<String, byte[]> blob : SHOP.entrySet()) {
            store.put(blob.getKey(), BlobContent.of(blob.getValue()));
        }
        return shopIds;
    }

    private byte[] content(String key) throws IOException {
        try (InputStream stream = store.get(key)) {
            return stream.readAllBytes();
        }
    }

    private Map<String, String> makeShop() throws IOException {
        MusicShop.put(store);
        ModelId model = service.requestTraining(MusicShop.request());
        ModelId other = service.requestTraining(MusicShop.request());
        ModelId tuned = service.requestTraining(
                MusicShop.request().tuning(TuningPlan.of(Duration.ofHours(1)).maxTrials(2)));
        work();
        ModelId waiting = service.requestTraining(MusicShop.request());
        ModelId toTune = service.requestTraining(MusicShop.request().tuning(TuningPlan.of(Duration.ofHours(1))));
        service.registry().setAlias("champion", MusicShop.only(model));
        service.registry().setAlias("champion", MusicShop.only(other));
        String upload = post("/api/v1/uploads", "{\"file\": \"shop/usage.csv\"}")
                .json()
                .path("id")
                .asText();
        put("/api/v1/uploads/" + upload + "/parts/1", "u42,violin\n");
        return Map.of(
                MODEL,
                model.toString(),
                OTHER,
                other.toString(),
                WAITING,
                waiting.toString(),
                TUNED,
                tuned.toString(),
                TO_TUNE,
                toTune.toString(),
                UPLOAD,
                upload);
    }

    private static String access(JsonNode operation) {
        return operation.has("security") ? "open" : operation.path("x-access").asText();
    }

    private static Set<String> query(JsonNode operation) {
        return parameters(operation, "query");
    }

    private static Set<String> parameters(JsonNode operation, String in) {
        Set<String> names = new TreeSet<>();
        for (JsonNode parameter : operation.path("parameters")) {
            if (parameter.path("in").asText().equals(in)) {
                names.add(parameter.path("name").asText());
            }
        }
        return names;
    }

    /** What the documents of the retired service have in the queries of its addresses. */
    private static Set<String> retiredQuery(Route route) {
        if (route.pattern().endsWith("/recommend")) {
            return Set.of("recommendationCount", route.method().equals("GET") ? "itemId" : "userId").stream()
                    .collect(Collectors.toCollection(TreeSet::new));
        }
        return route.method().equals("PUT") ? Set.of("modelId") : Set.of();
    }

    private static JsonNode read() {
        try (InputStream file = OpenApiTest.class.getResourceAsStream("openapi.json")) {
            return Bodies.read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
