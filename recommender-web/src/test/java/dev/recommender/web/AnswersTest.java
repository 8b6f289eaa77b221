package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Query;
import dev.recommender.json.QueryJson;
import dev.recommender.json.RecommendationsJson;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobContent;
import dev.recommender.testing.service.TrainingFiles;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What models answer by HTTP is what they answer. */
class AnswersTest extends ServerFixture {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"user\": \"u7\", \"count\": 5}",
                "{\"user\": \"nobody\", \"seeds\": [\"i3\", \"harp\"], \"explain\": true}",
                "{\"seeds\": [{\"item\": \"i1\", \"type\": \"Purchase\"}], \"exclude\": [\"i2\"], \"backfill\": false}",
                "{\"user\": \"u1\", \"where\": [{\"feature\": \"color\", \"values\": [\"red\"]}], \"maxPerCategory\": 3}"
            })
    void anAnswerIsThatOfTheModel(String query) throws Exception {
        ModelId model = trained();
        String expected = RecommendationsJson.write(
                RecommendationsJson.Context.none().withModel(model.toString()),
                service.recommend(model, QueryJson.read(query)).items());
        service.registry().setAlias("shop", model);

        for (String path : List.of("/api/v1", "/api/v1/models/" + model, "/api/v1/aliases/shop")) {
            Result result = post(path + "/recommend", query);
            assertThat(result.status()).isEqualTo(200);
            assertThat(result.body()).isEqualTo(expected + "\n");
        }
    }

    @Test
    void noBodyAsksForPopularItems() throws Exception {
        trained();

        assertThat(post("/api/v1/recommend", "").body())
                .isEqualTo(post("/api/v1/recommend", "{}").body())
                .isEqualTo(get("/api/v1/popular").body());
        assertThat(get("/api/v1/popular?count=3").json().path("items"))
                .hasSize(3)
                .allMatch(item -> item.path("source").asText().equals("popularity"));
    }

    @Test
    void aRecencyOfRatingsIsRefused() throws Exception {
        StringBuilder lines = new StringBuilder("user,item,weight\n");
        for (int pair = 0; pair < 120; pair++) {
            lines.append(String.format("u%d,i%d,%d\n", pair / 6, pair % 6, 1 + pair % 5));
        }
        store.put("ratings.csv", BlobContent.of(lines.toString()));
        ModelId model = trained(TrainingRequest.of("ratings.csv")
                .algorithm("als")
                .with("ratings", true)
                .with("factors", 8));
        String seeds = "{\"seeds\": [{\"item\": \"i1\", \"weight\": 5}, {\"item\": \"i2\", \"weight\": 1}]";
        String path = "/api/v1/models/" + model + "/recommend";

        assertThat(post(path, seeds + "}").status()).isEqualTo(200);
        Result refused = post(path, seeds + ", \"recency\": \"linear\"}");
        problem(refused, 400, "invalid-request");
        assertThat(refused.body()).contains("would make earlier ratings smaller");
    }

    @Test
    void similarItemsAreThoseOfTheModel() throws Exception {
        ModelId model = trained();
        String expected = RecommendationsJson.write(
                        RecommendationsJson.Context.none().withModel(model.toString()),
                        service.recommend(
                                        model,
                                        Query.items("i3")
                                                .count(4)
                                                .withoutBackfill()
                                                .explain())
                                .items())
                + "\n";

        assertThat(get("/api/v1/similar?item=i3&count=4&explain=true").body()).isEqualTo(expected);
        assertThat(get("/api/v1/models/" + model + "/similar?item=i3&count=4&explain=true")
                        .body())
                .isEqualTo(expected);
        assertThat(get("/api/v1/similar?item=" + "a%2Fb%20%C3%A9%3F")
                        .json()
                        .path("unknownItems")
                        .get(0)
                        .asText())
                .isEqualTo("a/b é?");
        problem(get("/api/v1/similar"), 400, "invalid-request");
        problem(get("/api/v1/similar?item=%20"), 400, "invalid-request");
        problem(get("/api/v1/similar?item=i3&explain=yes"), 400, "invalid-request");
    }

    @Test
    void anAliasAnswersByTheModelOfTheUser() throws Exception {
        ModelId one = trained();
        ModelId two = trained();
        Alias split = service.registry().setAlias("split", List.of(new Alias.Share(one, 1), new Alias.Share(two, 1)));
        service.provider().refresh();

        for (int user = 0; user < 20; user++) {
            String expected = split.modelFor("u" + user).orElseThrow().toString();
            assertThat(post("/api/v1/aliases/split/recommend", "{\"user\": \"u" + user + "\"}")
                            .json()
                            .path("model")
                            .asText())
                    .isEqualTo(expected);
            assertThat(get("/api/v1/aliases/split/similar?item=i1&user=u" + user)
                            .json()
                            .path("model")
                            .asText())
                    .isEqualTo(expected);
        }
        problem(get("/api/v1/models/" + one + "/similar?item=i1&user=u1"), 400, "invalid-request");
    }

    @Test
    void theCatalogTellsOfItems() throws Exception {
        trained();

        JsonNode items =
                get("/api/v1/items?item=i3&item=nothing&item=i4").json().path("items");

        assertThat(items).hasSize(2);
        assertThat(items.get(0))
                .isEqualTo(Bodies.read("{\"item\":\"i3\",\"name\":\"Item 3\",\"category\":\"things\","
                        + "\"features\":{\"color\":[\"blue\"]}}"));
        problem(get("/api/v1/items"), 400, "invalid-request");
    }

    @Test
    void whatCannotAnswerSaysWhy() throws Exception {
        problem(post("/api/v1/recommend", "{}"), 404, "unknown-alias");
        problem(post("/api/v1/aliases/none/recommend", "{}"), 404, "unknown-alias");
        problem(post("/api/v1/aliases/No%20Name/recommend", "{}"), 400, "invalid-request");
        ModelId waiting = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        problem(post("/api/v1/models/" + waiting + "/recommend", "{}"), 409, "wrong-status");
        problem(post("/api/v1/models/" + NOWHERE + "/recommend", "{}"), 404, "unknown-model");
    }

    @Test
    void aWrongQueryIsRefusedWithAllThatIsWrong() throws Exception {
        trained();

        JsonNode problem = problem(
                post("/api/v1/recommend", "{\"count\": 0, \"seeds\": 3, \"coutn\": 4}"), 400, "invalid-request");
        assertThat(problem.path("errors").findValuesAsText("field")).contains("count", "seeds", "coutn");
        problem(post("/api/v1/recommend", "{\"count\": 1001}"), 400, "invalid-request");
        problem(post("/api/v1/recommend", "{\"count\": 1001"), 400, "invalid-request");
        problem(post("/api/v1/recommend", "{\"count\": 3}", "Idempotency-Key", "x"), 400, "invalid-request");
    }

    @Test
    void aRuleThatTheModelCannotFollowIsTheClientsFault() throws Exception {
        trained(TrainingRequest.of(TrainingFiles.GOOD).with("supportThreshold", 1));

        problem(post("/api/v1/recommend", "{\"maxPerCategory\": 2}"), 400, "invalid-request");
    }
}
