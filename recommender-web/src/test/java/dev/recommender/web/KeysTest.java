package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.storage.BlobInfo;
import dev.recommender.testing.storage.FaultyBlobStore;
import dev.recommender.testing.storage.ForwardingBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Who may do what. */
class KeysTest extends ServerFixture {
    private final AtomicLong nanos = new AtomicLong();
    private ApiKeys keys;
    private String admin;
    private String shop;

    @Override
    RecommenderHandler.Builder options(RecommenderHandler.Builder handler) throws IOException {
        keys = ApiKeys.in(store, nanos::get);
        admin = keys.create("boss", Access.ADMINISTRATION);
        shop = keys.create("shop", Access.RECOMMENDATIONS);
        return handler.keys(keys);
    }

    @Test
    void everyAddressButThoseOfHealthDescriptionAndPageNeedsAKey() throws Exception {
        List<Route> open = handler.routes().all().stream()
                .filter(route -> route.access().isEmpty())
                .toList();
        assertThat(open.stream().map(Route::pattern))
                .containsExactlyInAnyOrder(
                        "/health/live",
                        "/health/ready",
                        "/api/v1/openapi.json",
                        "/swagger/docs/v1",
                        "/",
                        "/page/settings.json",
                        "/page/{file}");
        for (Route route : handler.routes().all()) {
            for (String key : List.of("", "wrong", shop + "x", admin.substring(0, admin.length() - 1), ".", "a.b")) {
                Result result = call(route.method(), path(route), "", Gate.KEY, key);
                assertThat(result.status())
                        .as("%s %s", route.method(), route.pattern())
                        .isEqualTo(!open.contains(route) ? 401 : route.pattern().equals("/page/{file}") ? 404 : 200);
            }
        }
    }

    @Test
    void aKeyForRecommendationsOpensNothingElse() throws Exception {
        int allowed = 0;
        for (Route route : handler.routes().all()) {
            if (route.access().isPresent() && route.access().get() != Access.RECOMMENDATIONS) {
                Result result = call(route.method(), path(route), "", Gate.KEY, shop);
                boolean retired = route.has(Route.Trait.RETIRED);
                assertThat(result.status())
                        .as("%s %s", route.method(), route.pattern())
                        .isEqualTo(retired ? 401 : 403);
            } else if (route.access().isPresent()) {
                allowed++;
                assertThat(call(route.method(), path(route), "", Gate.KEY, shop).status())
                        .as("%s %s", route.method(), route.pattern())
                        .isIn(400, 404);
            }
        }
        assertThat(allowed).isEqualTo(20);
    }

    @Test
    void aKeyForMetricsOpensNothingElse() throws Exception {
        String key = keys.create("prometheus", Access.METRICS);
        assertThat(get("/metrics", Gate.KEY, key).status()).isEqualTo(200);
        assertThat(get("/metrics", "Authorization", "Bearer " + key).status()).isEqualTo(200);
        assertThat(get("/metrics", "authorization", "bearer  " + admin).status())
                .isEqualTo(200);
        problem(get("/metrics", "Authorization", "Basic " + key), 401, "unknown-caller");
        for (Route route : handler.routes().all()) {
            if (route.access().isPresent() && route.access().get() != Access.METRICS) {
                assertThat(call(route.method(), path(route), "", Gate.KEY, key).status())
                        .as("%s %s", route.method(), route.pattern())
                        .isEqualTo(route.has(Route.Trait.RETIRED) ? 401 : 403);
            }
        }
    }

    @Test
    void anAdministratorMayDoEverything() throws Exception {
        trained();

        assertThat(get("/api/v1/models", Gate.KEY, admin).status()).isEqualTo(200);
        assertThat(get("/api/v1/popular", Gate.KEY, admin).status()).isEqualTo(200);
        assertThat(get("/api/models", Gate.KEY, admin).status()).isEqualTo(200);
        assertThat(get("/api/v1/popular", Gate.KEY, shop).status()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyOpensNothingAfterAWhile() throws Exception {
        trained();
        assertThat(get("/api/v1/popular", Gate.KEY, shop).status()).isEqualTo(200);
        ApiKeys elsewhere = ApiKeys.in(store);

        assertThat(elsewhere.revoke(shop.substring(0, shop.indexOf('.')))).isTrue();

        nanos.addAndGet(ApiKeys.REFRESH_SECONDS * 1_000_000_001L);
        problem(get("/api/v1/popular", Gate.KEY, shop), 401, "unknown-caller");
        assertThat(get("/api/v1/popular", Gate.KEY, admin).status()).isEqualTo(200);
        assertThat(elsewhere.revoke(shop.substring(0, shop.indexOf('.')))).isFalse();
        assertThat(elsewhere.revoke("../boss")).isFalse();
    }

    @Test
    void aKeyMadeElsewhereIsKnownASecondLater() throws Exception {
        trained();
        assertThat(get("/api/v1/popular", Gate.KEY, shop).status()).isEqualTo(200);
        String made = ApiKeys.in(store).create("new", Access.RECOMMENDATIONS);

        assertThat(get("/api/v1/popular", Gate.KEY, made).status()).isEqualTo(401);
        nanos.addAndGet(1_100_000_000L);
        assertThat(get("/api/v1/popular", Gate.KEY, made).status()).isEqualTo(200);
    }

    @Test
    void theStoreHoldsNoSecret() throws Exception {
        for (var blob : store.list("", "", 1000)) {
            try (var stream = store.get(blob.key())) {
                String content = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
                for (String key : List.of(admin, shop)) {
                    assertThat(blob.key() + content).doesNotContain(key.substring(key.indexOf('.') + 1));
                }
            }
        }
        assertThat(keys.list()).extracting(ApiKey::name).containsExactlyInAnyOrder("boss", "shop");
    }

    @Test
    void keysHoldWhileTheStoreFails() throws Exception {
        FaultyBlobStore faulty = new FaultyBlobStore(store, 7, FaultyBlobStore.Rates.NEVER);
        ApiKeys cut = ApiKeys.in(faulty, nanos::get);
        Optional<Caller> before = cut.caller(shop);
        faulty.rates(new FaultyBlobStore.Rates(1, 0, 0, 0, 0));
        nanos.addAndGet(100 * ApiKeys.REFRESH_SECONDS * 1_000_000_000L);

        assertThat(cut.caller(shop))
                .isEqualTo(before)
                .contains(new Caller("key shop (" + id(shop) + ")", Access.RECOMMENDATIONS));
        assertThat(cut.caller(shop + "x")).isEmpty();
        assertThatThrownBy(() -> cut.caller("0123456789ab.new")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> ApiKeys.in(faulty).caller(shop)).isInstanceOf(IOException.class);
    }

    @Test
    void keysHoldWhileTheStoreHangs() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answers = new CountDownLatch(1);
        AtomicInteger reads = new AtomicInteger();
        ApiKeys slow = ApiKeys.in(
                new ForwardingBlobStore(store) {
                    @Override
                    public List<BlobInfo> list(String prefix, String after, int limit) throws IOException {
                        if (reads.getAndIncrement() > 0) {
                            asked.countDown();
                            await(answers);
                        }
                        return super.list(prefix, after, limit);
                    }
                },
                nanos::get);
        assertThat(slow.caller(shop)).isPresent();
        nanos.addAndGet(ApiKeys.REFRESH_SECONDS * 1_000_000_001L);
        CompletableFuture<Boolean> unknown = CompletableFuture.supplyAsync(() -> isKnown(slow, "0123456789ab.unknown"));
        asked.await();

        assertThat(slow.caller(shop)).isPresent();
        assertThat(slow.caller("0123456789ac.another")).isEmpty();

        answers.countDown();
        assertThat(unknown.join()).isFalse();
    }

    private static boolean isKnown(ApiKeys keys, String key) {
        try {
            return keys.caller(key).isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Names are for people, who may give two keys the same. */
    @Test
    void keysOfTheSameNameAreDifferentCallers() throws Exception {
        String request = "{\"file\": \"usage.csv\"}";
        String twin = keys.create("boss", Access.ADMINISTRATION);
        nanos.addAndGet(1_100_000_000L);
        Result first = post("/api/v1/uploads", request, Gate.KEY, admin, Once.HEADER, "one");
        Result second = post("/api/v1/uploads", request, Gate.KEY, twin, Once.HEADER, "one");

        assertThat(first.status()).isEqualTo(201);
        assertThat(second.status()).isEqualTo(201);
        assertThat(second.header("Location")).isNotEqualTo(first.header("Location"));
        assertThat(post("/api/v1/uploads", request, Gate.KEY, twin, Once.HEADER, "one")
                        .header("Location"))
                .isEqualTo(second.header("Location"));
    }

    private static String id(String key) {
        return key.substring(0, key.indexOf('.'));
    }

    @Test
    void aKeyNeedsAName() {
        for (String name : List.of("", " ", "a\nb", "x".repeat(81))) {
            assertThatThrownBy(() -> keys.create(name, Access.ADMINISTRATION))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("name must have 1 to 80 characters");
        }
    }

    private static String path(Route route) {
        return route.pattern()
                .replace("{model}", NOWHERE)
                .replace("{upload}", NOWHERE)
                .replace("{alias}", "none")
                .replace("{part}", "1")
                .replace("{file...}", "some/file.csv")
                .replace("{file}", "none.js");
    }
}
