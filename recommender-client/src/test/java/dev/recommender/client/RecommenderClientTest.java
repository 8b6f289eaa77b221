package dev.recommender.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.registry.Alias;
import dev.recommender.registry.Answer;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.service.ModelWorker;
import dev.recommender.testing.servers.FaultyProxy;
import dev.recommender.testing.servers.FaultyProxy.Fault;
import dev.recommender.testing.service.TrainingFiles;
import dev.recommender.web.RecommenderHandler;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that a client can ask for, of a real server, and over a connection that fails. */
class RecommenderClientTest extends ClientFixture {
    private static final String NOWHERE = "0190a0b0-0000-7000-8000-000000000001";

    @Test
    void answersAreThoseOfTheService() throws Exception {
        ModelId id = trained();
        Query query = Query.user("u7")
                .and("i3", EventType.PURCHASE)
                .exclude("i4")
                .count(4)
                .explain();

        for (ModelClient asked : List.of(client.model(id), client.alias(Alias.DEFAULT), client.defaultModel())) {
            Answer answer = asked.recommend(query);
            assertThat(answer.model()).isEqualTo(id);
            assertThat(answer.items()).isEqualTo(service.recommend(id, query).items());
            assertThat(asked.popularItems(3).items()).hasSize(3);
            String popular = asked.popularItems(1).items().get(0).item();
            try (ModelLease lease = service.open(id)) {
                assertThat(asked.similarItems(popular, 2).items())
                        .isEqualTo(lease.recommender().similarItems(popular, 2));
            }
            assertThat(asked.items(List.of())).isEmpty();
            assertThat(asked.items(List.of(popular, "no/such item&")).stream().map(CatalogItem::id))
                    .containsExactly(popular);
        }
        assertThat(client.recommend(query).items())
                .extracting(Recommendation::item)
                .doesNotContain("i4");
    }

    @Test
    void itemsComeWithAllThatTheCatalogSays() throws Exception {
        ModelId id = trained();
        String item = client.model(id).popularItems(1).items().get(0).item();

        try (ModelLease lease = service.open(id)) {
            assertThat(client.model(id).items(List.of(item)))
                    .containsExactly(lease.item(item).orElseThrow());
        }
    }

    /** More than one request may name, and longer than an address may be. */
    @Test
    void anyNumberOfItemsIsAskedFor() throws Exception {
        ModelId id = trained();
        List<String> known = client.model(id).popularItems(5).items().stream()
                .map(Recommendation::item)
                .toList();
        List<String> ids = new ArrayList<>(known.subList(0, 2));
        for (int at = 0; at < 300; at++) {
            ids.add("unknown/item-of-a-rather-long-id-" + at);
        }
        ids.addAll(known.subList(2, 5));

        assertThat(client.model(id).items(ids)).extracting(CatalogItem::id).isEqualTo(known);
        for (int at = 0; at < 300; at++) {
            ids.add("n" + at);
        }
        assertThat(client.model(id).items(ids)).extracting(CatalogItem::id).isEqualTo(known);
    }

    @Test
    void aTrainingIsFollowedToItsEnd() throws Exception {
        ModelId id = client.requestTraining(request().description("The shop"));
        List<ModelStatus> seen = new ArrayList<>();
        ModelInfo ended;
        try (ModelWorker worker = worker()) {
            ended = client.follow(id, model -> seen.add(model.status()));
            assertThat(worker.name()).isNotEmpty();
        }

        assertThat(seen).isSorted().endsWith(ModelStatus.COMPLETED);
        assertThat(ended.id()).isEqualTo(id);
        assertThat(ended.description()).isEqualTo("The shop");
        assertThat(ended.bytes())
                .hasValue(service.registry().get(id).file().orElseThrow().size());
        assertThat(ended.request())
                .contains(TrainingRequest.parse(service.registry().get(id).request()));
        assertThat(ended.statistics().orElseThrow().toJson())
                .isEqualTo(service.registry().get(id).statistics().orElseThrow());
        assertThat(client.models(10)).extracting(ModelInfo::id).containsExactly(id);
    }

    @Test
    void modelsAreListedCancelledAndDeleted() throws Exception {
        List<ModelId> ids = new ArrayList<>();
        for (int at = 0; at < 5; at++) {
            ids.add(0, client.requestTraining(request()));
        }

        assertThat(client.models(3)).extracting(ModelInfo::id).isEqualTo(ids.subList(0, 3));
        assertThat(client.models(1000))
                .isUnmodifiable()
                .extracting(ModelInfo::id)
                .isEqualTo(ids);
        assertThat(client.models(0)).isEmpty();
        assertThatThrownBy(() -> client.models(-1)).hasMessageContaining("most must not be negative: -1");
        assertThat(client.cancel(ids.get(0))).isTrue();
        assertThat(client.cancel(ids.get(0))).isFalse();
        assertThat(client.show(ids.get(0)).status()).isEqualTo(ModelStatus.FAILED);
        assertThat(client.delete(ids.get(0))).isTrue();
        assertThat(client.delete(ids.get(0))).isFalse();
        assertThatThrownBy(() -> client.follow(ids.get(0), model -> {}))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo("unknown-model"));
    }

    @Test
    void aModelThatAnswersIsDeletedOnlyWithItsShares() throws Exception {
        ModelId id = trained();

        assertThatThrownBy(() -> client.delete(id)).isInstanceOfSatisfying(ProblemException.class, e -> {
            assertThat(e.type()).isEqualTo("model-answers");
            assertThat(e.status()).isEqualTo(409);
        });
        assertThat(client.deleteWithItsShares(id)).isTrue();
        assertThat(client.deleteWithItsShares(id)).isFalse();
        assertThat(client.showAlias(Alias.DEFAULT).orElseThrow().shares()).isEmpty();
    }

    @Test
    void aTuningIsAskedToFinishWhileItWaits() throws Exception {
        ModelId id = client.requestTraining(request().tuning(TuningPlan.of(Duration.ofHours(1))));

        assertThat(client.finish(id)).isTrue();
        assertThat(client.finish(client.requestTraining(request()))).isFalse();
        assertThat(service.registry().get(id).isToFinish()).isTrue();
    }

    @Test
    void anAliasIsSharedTakenBackAndDeleted() throws Exception {
        ModelId one = trained();
        ModelId two = trained();

        client.setAlias("shop", one);
        client.setAlias("shop", List.of(new Alias.Share(one, 9), new Alias.Share(two, 1)));

        assertThat(client.showAlias("shop")).isEqualTo(service.registry().alias("shop"));
        assertThat(client.aliases()).containsOnlyKeys("default", "shop").isUnmodifiable();
        assertThat(client.rollBack("shop").shares()).containsExactly(new Alias.Share(one, 1));
        assertThat(client.rollBack("shop", 2).shares()).hasSize(2);
        assertThat(client.deleteAlias("shop")).isTrue();
        assertThat(client.deleteAlias("shop")).isFalse();
        assertThat(client.showAlias("shop")).isEmpty();
        assertThatThrownBy(() -> client.alias("No alias")).hasMessageContaining("No alias");
    }

    /** An alias is set again if the answer is lost, and still goes back to the model that it had before. */
    @Test
    void anAliasThatIsSetTwiceHasOneRevisionOfIt() throws Exception {
        ModelId one = trained();
        ModelId two = trained();
        client.setAlias("shop", one);
        try (FaultyProxy proxy = new FaultyProxy(server.uri().getPort(), firstOf("PUT", Fault.LOSE_ANSWER))) {
            assertThat(through(proxy, 1).setAlias("shop", two).shares()).containsExactly(new Alias.Share(two, 1));
            assertThat(proxy.done()).containsEntry(Fault.LOSE_ANSWER, 1).containsEntry(Fault.NONE, 1);
        }

        assertThat(client.showAlias("shop").orElseThrow().revisions()).hasSize(2);
        assertThat(client.rollBack("shop").shares()).containsExactly(new Alias.Share(one, 1));
    }

    @Test
    void aTrainingIsRequestedOnceForEachKey() throws Exception {
        ModelId id = client.requestTraining(request(), "order-66");

        assertThat(client.requestTraining(request(), "order-66")).isEqualTo(id);
        assertThat(client.requestTraining(request(), "order-67")).isNotEqualTo(id);
        assertThat(service.registry().list(10)).hasSize(2);
        assertThatThrownBy(() -> client.requestTraining(request().description("other"), "order-66"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo("key-reused"));
        for (String key : List.of("", "a b", "a\nb", "k".repeat(101))) {
            assertThatThrownBy(() -> client.requestTraining(request(), key))
                    .hasMessageContaining("idempotencyKey must have");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sar", "ridge"})
    void anAlgorithmBesideATuningIsRefusedByTheServiceAsWell(String algorithm) throws Exception {
        TrainingRequest both =
                TrainingRequest.of(TrainingFiles.GOOD).algorithm(algorithm).tuning(TuningPlan.of(Duration.ofHours(1)));

        assertThatThrownBy(() -> client.requestTraining(both))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("algorithm has no effect beside tuning");
        assertThat(service.registry().list(10)).isEmpty();
    }

    @Test
    void aFileIsSentInPartsListedAndDeleted() throws Exception {
        Path file = file(4321);

        StoredFile sent = client.upload("shop/usage.csv", file);

        assertThat(sent.name()).isEqualTo("shop/usage.csv");
        assertThat(sent.size()).isEqualTo(4321);
        assertThat(content("shop/usage.csv")).isEqualTo(Files.readString(file));
        assertThat(client.files("shop/")).containsExactly(sent).isUnmodifiable();
        assertThat(client.put("shop/small.csv", "u,i\n").size()).isEqualTo(4);
        assertThat(client.upload("shop/whole.csv", file(1000)).size()).isEqualTo(1000);
        assertThat(client.upload("shop/empty.csv", file(0)).size()).isZero();
        assertThat(client.deleteFile("shop/usage.csv")).isTrue();
        assertThat(client.deleteFile("shop/usage.csv")).isFalse();
        assertThat(store.list("web/uploads/", "", 10)).isEmpty();
        assertThatThrownBy(() -> client.upload("../x", file)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The third part fails for good; of the second attempt, only what is missing is sent. */
    @Test
    void anUploadGoesOnWhereItWasCut() throws Exception {
        Path file = file(4321);
        Set<String> sent = new ConcurrentSkipListSet<>();
        UploadException cut;
        try (FaultyProxy proxy = new FaultyProxy(
                server.uri().getPort(), (method, path) -> path.endsWith("/parts/3") ? Fault.CUT_REQUEST : Fault.NONE)) {
            RecommenderClient failing = through(proxy, 1);
            cut = (UploadException) catchThrowable(() -> failing.upload("shop/usage.csv", file));
        }
        assertThat(store.info("shop/usage.csv")).isEmpty();
        StoredFile whole;
        try (FaultyProxy proxy = new FaultyProxy(server.uri().getPort(), (method, path) -> {
            sent.add(method + " " + path.substring(path.lastIndexOf('/')));
            return Fault.NONE;
        })) {
            whole = through(proxy, 0).resumeUpload(cut.upload(), file);
        }

        assertThat(cut).hasMessageContaining("resumeUpload(\"" + cut.upload() + "\"");
        assertThat(whole.size()).isEqualTo(4321);
        assertThat(content("shop/usage.csv")).isEqualTo(Files.readString(file));
        assertThat(sent)
                .containsExactlyInAnyOrder("GET /" + cut.upload(), "PUT /3", "PUT /4", "PUT /5", "POST /complete");
    }

    @Test
    void anUploadIsAbandoned() throws Exception {
        Path file = file(2500);
        UploadException cut;
        try (FaultyProxy proxy = new FaultyProxy(
                server.uri().getPort(), (method, path) -> path.endsWith("/parts/2") ? Fault.ERROR : Fault.NONE)) {
            RecommenderClient failing = through(proxy, 1);
            cut = (UploadException) catchThrowable(() -> failing.upload("shop/usage.csv", file));
        }
        assertThat(cut).hasCauseInstanceOf(ProblemException.class);
        assertThat(client.abandonUpload(cut.upload())).isTrue();
        assertThat(client.abandonUpload(cut.upload())).isFalse();
        assertThat(store.list("web/uploads/", "", 10)).isEmpty();
    }

    /** Requests are lost, answers are lost, and the server is busy: everything is done, and once. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @Tag("slow")
    void whatFailsOnTheWayIsDoneOnceAllTheSame(long seed) throws Exception {
        ModelId id = trained();
        Path file = file(6543);
        try (FaultyProxy proxy = new FaultyProxy(
                server.uri().getPort(),
                FaultyProxy.oneIn(3, seed, Fault.SLOW_DOWN, Fault.LOSE_ANSWER, Fault.CUT_ANSWER, Fault.CUT_REQUEST))) {
            RecommenderClient shaken = through(proxy, 12);
            for (int at = 0; at < 5; at++) {
                shaken.requestTraining(request());
                assertThat(shaken.upload("shop/usage-" + at + ".csv", file).size())
                        .isEqualTo(6543);
                assertThat(shaken.model(id).recommend(Query.user("u7")).items())
                        .isEqualTo(service.recommend(id, Query.user("u7")).items());
            }
            assertThat(proxy.done()).containsKeys(Fault.SLOW_DOWN, Fault.LOSE_ANSWER);
        }

        assertThat(service.registry().list(100)).hasSize(6);
        for (int at = 0; at < 5; at++) {
            assertThat(content("shop/usage-" + at + ".csv")).isEqualTo(Files.readString(file));
        }
        assertThat(store.list("web/uploads/", "", 10)).isEmpty();
    }

    @Test
    void aProblemSaysAllThatTheServiceSays() {
        assertThatThrownBy(() ->
                        client.requestTraining(TrainingRequest.of("none.csv").with("supportThreshold", 0)))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.type()).isEqualTo("invalid-request");
                    assertThat(e.violations()).hasSize(2);
                    assertThat(e.violations().toString()).contains("supportThreshold", "none.csv");
                    assertThat(e.requestId()).matches("[0-9a-f]{32}");
                    assertThat(e).hasMessageContaining("status 400, request " + e.requestId());
                });
        RecommenderClient shop =
                RecommenderClient.builder(server.uri()).key(shopKey).build();
        assertThatThrownBy(() -> shop.models(10))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.status()).isEqualTo(403));
        assertThatThrownBy(() -> RecommenderClient.builder(server.uri()).build().deleteFile("usage.csv"))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo("unknown-caller"));
        assertThatThrownBy(() -> client.model(ModelId.parse(NOWHERE)).popularItems(1))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo("unknown-model"));
    }

    @Test
    void whatCannotBeReachedIsAnIOException() throws Exception {
        URI nobody;
        try (FaultyProxy proxy = new FaultyProxy(server.uri().getPort(), (method, path) -> Fault.NONE)) {
            nobody = URI.create("http://127.0.0.1:" + proxy.port());
        }
        RecommenderClient lost = RecommenderClient.builder(nobody).retries(1).build();

        assertThatThrownBy(() -> lost.models(1)).isInstanceOf(IOException.class);
    }

    @Test
    void optionsThatCannotBeAreRefused() {
        for (String address : List.of("ftp://host/", "http:///x", "host", "http://host/?a=b")) {
            assertThatThrownBy(() -> RecommenderClient.builder(URI.create(address)))
                    .hasMessageContaining("service must be an address");
        }
        RecommenderClient.Builder builder = RecommenderClient.builder(server.uri());
        assertThatThrownBy(() -> builder.key("a\r\nX-Evil: 1")).hasMessageContaining("key must have letters");
        assertThatThrownBy(() -> builder.timeout(Duration.ZERO)).hasMessageContaining("timeout must be");
        assertThatThrownBy(() -> builder.partBytes(0)).hasMessageContaining("partBytes must be at least 1: 0");
        assertThatThrownBy(() -> builder.retries(-1)).hasMessageContaining("retries must be from 0 to 100: -1");
    }

    /** Addresses that a client has no use for: descriptions, what statistics hold as well, and what the page shows to people. */
    private static final Set<String> UNUSED = Set.of(
            "GET /api/v1/openapi.json",
            "GET /api/v1/algorithms",
            "GET /api/v1/models/{model}/evaluation",
            "GET /api/v1/models/{model}/tuning",
            "GET /api/v1/neighborhood",
            "GET /api/v1/aliases/{alias}/neighborhood",
            "GET /api/v1/models/{model}/neighborhood",
            "GET /api/v1/models/{model}/search",
            "GET /api/v1/models/{model}/users",
            "POST /api/v1/inspect",
            "POST /api/v1/split");

    @Test
    void everyAddressOfTheDescriptionIsUsed() throws Exception {
        Set<String> used = new ConcurrentSkipListSet<>();
        try (FaultyProxy proxy = new FaultyProxy(server.uri().getPort(), (method, path) -> {
            used.add(method + " " + path.replaceAll("\\?.*", ""));
            return path.endsWith("/parts/2") ? Fault.ERROR : Fault.NONE;
        })) {
            client = through(proxy, 0);
            ModelId id = trained();
            for (ModelClient asked : List.of(client.model(id), client.alias("default"), client.defaultModel())) {
                asked.recommend(Query.popular());
                asked.similarItems("i1", 1);
                asked.popularItems(1);
                asked.items(List.of("i1"));
            }
            client.setAlias("shop", id);
            client.setAlias("shop", List.of(new Alias.Share(id, 2)));
            client.showAlias("shop");
            client.aliases();
            client.rollBack("shop");
            client.deleteAlias("shop");
            client.follow(id, model -> {});
            client.models(1);
            ModelId other = client.requestTraining(request());
            client.finish(other);
            client.cancel(other);
            client.delete(other);
            client.put("small.csv", "u,i\n");
            client.files("");
            client.deleteFile("small.csv");
            UploadException cut = (UploadException) catchThrowable(() -> client.upload("shop/usage.csv", file(2500)));
            assertThatThrownBy(() -> client.resumeUpload(cut.upload(), file(1500)))
                    .isInstanceOf(UploadException.class);
            client.resumeUpload(cut.upload(), file(1000));
            client.abandonUpload(NOWHERE);
        }

        assertThat(described().entrySet().stream()
                        .filter(operation -> used.stream().noneMatch(seen -> seen.matches(operation.getValue())))
                        .map(Map.Entry::getKey))
                .containsExactlyInAnyOrderElementsOf(UNUSED);
        assertThat(used.stream().filter(seen -> described().values().stream().noneMatch(seen::matches)))
                .isEmpty();
    }

    /** Methods and paths of version 1, and what matches each. */
    private static Map<String, String> described() {
        JsonNode api;
        try (InputStream file = RecommenderHandler.class.getResourceAsStream("openapi.json")) {
            api = new ObjectMapper().readTree(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return api.path("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/api/v1/"))
                .flatMap(path -> path.getValue().properties().stream()
                        .map(operation -> operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()))
                .collect(Collectors.toMap(
                        operation -> operation,
                        operation -> operation.replace("{file}", ".+").replaceAll("\\{[a-z]+}", "[^/]+")));
    }

    /** A plan that does something to the first request of a method alone. */
    private static BiFunction<String, String, Fault> firstOf(String method, Fault fault) {
        AtomicBoolean isDone = new AtomicBoolean();
        return (asked, path) -> asked.equals(method) && !isDone.getAndSet(true) ? fault : Fault.NONE;
    }

    private RecommenderClient through(FaultyProxy proxy, int retries) {
        return RecommenderClient.builder(URI.create("http://127.0.0.1:" + proxy.port() + "/"))
                .key(key)
                .partBytes(1000)
                .retries(retries)
                .build();
    }

    private Path file(int length) throws IOException {
        Random random = new Random(length);
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return Files.writeString(folder.resolve("file-" + length), text);
    }

    private String content(String name) throws IOException {
        try (InputStream stream = store.get(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whoDoesNotAnswerIsNamedWithMethodAndAddress() throws Exception {
        URI nobody = server.uri();
        server.close();
        RecommenderClient asking = RecommenderClient.builder(nobody).retries(0).build();

        assertThatThrownBy(() -> asking.recommend(Query.popular()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("POST " + nobody.resolve("/api/v1/recommend") + " is not answered: ")
                .hasCauseInstanceOf(ConnectException.class);
    }
}
