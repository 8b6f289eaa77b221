package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.testing.service.TrainingFiles;
import org.junit.jupiter.api.Test;

/** Aliases by HTTP: set, split, taken back, deleted. */
class AliasesTest extends ServerFixture {
    @Test
    void anAliasIsSetSplitTakenBackAndDeleted() throws Exception {
        ModelId one = trained();
        ModelId two = trained();
        String path = "/api/v1/aliases/shop";

        JsonNode first = put(path, shares(one, 1)).json();
        assertThat(first.path("shares")).hasSize(1);
        assertThat(first.has("earlier")).isFalse();
        String both = "{\"shares\": [{\"model\": \"" + one + "\", \"weight\": 9}, {\"model\": \"" + two + "\"}]}";
        JsonNode split = put(path, both).json();
        assertThat(split.path("shares").findValuesAsText("weight")).containsExactly("9", "1");
        assertThat(split.path("revisions").findValuesAsText("number")).containsExactly("1", "2");
        assertThat(split.path("revisions").get(1).path("by").asText()).isEqualTo("loopback");
        assertThat(split.path("earlier")).isEqualTo(split.path("revisions").get(0));

        JsonNode back = post(path + "/roll-back", "").json();
        assertThat(back.path("shares").findValuesAsText("model")).containsExactly(one.toString());
        assertThat(back.path("revisions").get(2).path("restored").asInt()).isEqualTo(1);
        JsonNode forth = post(path + "/roll-back", "{\"revision\": 2}").json();
        assertThat(forth.path("shares")).hasSize(2);

        JsonNode all = get("/api/v1/aliases").json().path("aliases");
        assertThat(all.findValuesAsText("name")).containsExactly("default", "shop");
        assertThat(all.get(0).has("earlier")).isFalse();
        assertThat(all.get(1).path("earlier").path("number").asInt()).isEqualTo(1);
        assertThat(get(path).json()).isEqualTo(forth);
        assertThat(delete(path).status()).isEqualTo(204);
        problem(get(path), 404, "unknown-alias");
        problem(delete(path), 404, "unknown-alias");
    }

    @Test
    void takingBackWithAnIdempotencyKeyHappensOnce() throws Exception {
        ModelId one = trained();
        ModelId two = trained();
        for (ModelId model : new ModelId[] {one, two, one}) {
            put("/api/v1/aliases/shop", shares(model, 1));
        }

        Result first = post("/api/v1/aliases/shop/roll-back", "", "Idempotency-Key", "back");
        Result again = post("/api/v1/aliases/shop/roll-back", "", "Idempotency-Key", "back");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(service.registry().alias("shop").orElseThrow().revisions()).hasSize(4);
    }

    @Test
    void whatAnAliasCannotBeIsRefused() throws Exception {
        ModelId model = trained();
        ModelId waiting = service.requestTraining(TrainingRequest.of(TrainingFiles.GOOD));
        String path = "/api/v1/aliases/shop";

        problem(put(path, shares(waiting, 1)), 409, "wrong-status");
        problem(put(path, "{}"), 400, "invalid-request");
        problem(put(path, "{\"shares\": []}"), 400, "invalid-request");
        problem(put(path, "{\"shares\": [3]}"), 400, "invalid-request");
        problem(put(path, shares(model, 0)), 400, "invalid-request");
        problem(put(path, shares(model, 1).replace("weight", "wieght")), 400, "invalid-request");
        problem(put(path, shares(model, 1), "If-Match", "\"1\""), 400, "invalid-request");
        problem(put(path, "{\"shares\": [{\"model\": \"" + NOWHERE + "\"}]}"), 404, "unknown-model");
        problem(put("/api/v1/aliases/Shop!", shares(model, 1)), 400, "invalid-request");
        problem(post(path + "/roll-back", ""), 404, "unknown-alias");
        put(path, shares(model, 1));
        problem(post(path + "/roll-back", ""), 409, "no-revision");
        problem(post(path + "/roll-back", "{\"revision\": 7}"), 409, "no-revision");
        problem(post(path + "/roll-back", "{\"revision\": \"1\"}"), 400, "invalid-request");
    }

    private static String shares(ModelId model, int weight) {
        return "{\"shares\": [{\"model\": \"" + model + "\", \"weight\": " + weight + "}]}";
    }
}
