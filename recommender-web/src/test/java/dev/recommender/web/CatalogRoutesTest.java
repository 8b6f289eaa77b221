package dev.recommender.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Recommendation;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelLease;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who looks for items and users finds them, and what is near an item. */
class CatalogRoutesTest extends ServerFixture {
    private ModelId model;

    @BeforeEach
    void train() throws Exception {
        MusicShop.put(store);
        model = trained(MusicShop.request());
    }

    @ParameterizedTest
    @CsvSource({
        "violin, violin",
        "VIO, violin",
        "the bow, bow",
        "Re, shoulder-rest",
        "sh re, shoulder-rest",
        "the nothing, ''",
        "iolin, ''",
        "*, ''"
    })
    void itemsAreFoundByTheStartsOfTheirWords(String text, String found) throws Exception {
        JsonNode answer = get("/api/v1/models/" + model + "/search?text=" + text.replace(" ", "%20"))
                .json();

        assertThat(answer.path("items").findValuesAsText("item"))
                .isEqualTo(found.isEmpty() ? List.of() : List.of(found));
        assertThat(answer.path("complete").asBoolean()).isTrue();
    }

    @Test
    void withoutATextTheMostPopularComeFirst() throws Exception {
        List<String> popular = get("/api/v1/models/" + model + "/popular?count=4")
                .json()
                .path("items")
                .findValuesAsText("item");

        JsonNode answer = get("/api/v1/models/" + model + "/search?count=4").json();

        assertThat(answer.path("items").findValuesAsText("item")).isEqualTo(popular);
        assertThat(answer.path("items").get(0).path("name").asText()).isEqualTo("The " + popular.get(0));
        assertThat(answer.path("complete").asBoolean()).isFalse();
        problem(get("/api/v1/models/" + model + "/search?count=101"), 400, "invalid-request");
        problem(get("/api/v1/models/" + NOWHERE + "/search"), 404, "unknown-model");
    }

    @Test
    void usersAreFoundByTheStartOfTheirIds() throws Exception {
        List<String> all = new ArrayList<>();
        try (ModelLease lease = service.open(model)) {
            lease.users().forEachRemaining(all::add);
        }

        JsonNode answer =
                get("/api/v1/models/" + model + "/users?prefix=u4&count=100").json();

        assertThat(texts(answer.path("users")))
                .isEqualTo(all.stream().filter(user -> user.startsWith("u4")).toList())
                .hasSizeGreaterThan(5);
        assertThat(get("/api/v1/models/" + model + "/users?prefix=x").json().path("users"))
                .isEmpty();
        assertThat(texts(
                        get("/api/v1/models/" + model + "/users?count=3").json().path("users")))
                .isEqualTo(all.subList(0, 3));
    }

    @Test
    void aNeighborhoodHasWhatIsSimilarAndWhatIsSimilarToThat() throws Exception {
        JsonNode graph = get("/api/v1/models/" + model + "/neighborhood?item=violin&count=2")
                .json();

        List<String> expected = new ArrayList<>();
        try (ModelLease lease = service.open(model)) {
            List<String> near = lease.recommender().similarItems("violin", 2).stream()
                    .map(Recommendation::item)
                    .toList();
            near.forEach(item -> expected.add("violin " + item));
            near.forEach(item ->
                    lease.recommender().similarItems(item, 2).forEach(far -> expected.add(item + " " + far.item())));
        }
        List<String> links = new ArrayList<>();
        graph.path("links")
                .forEach(link -> links.add(
                        link.path("from").asText() + " " + link.path("to").asText()));
        assertThat(links).isEqualTo(expected).hasSizeGreaterThan(3);
        assertThat(graph.path("nodes").get(0).path("item").asText()).isEqualTo("violin");
        assertThat(graph.path("nodes").get(0).path("distance").asInt()).isZero();
        assertThat(graph.path("nodes").findValuesAsText("item")).doesNotHaveDuplicates();
        assertThat(get("/api/v1/neighborhood?item=nothing").json().path("nodes"))
                .hasSize(1);
        problem(get("/api/v1/neighborhood"), 400, "invalid-request");
        problem(get("/api/v1/neighborhood?item=%20"), 400, "invalid-request");
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(node -> texts.add(node.asText()));
        return texts;
    }
}
