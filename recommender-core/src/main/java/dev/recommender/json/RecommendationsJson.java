package dev.recommender.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Contribution;
import dev.recommender.InvalidParametersException;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommendations;
import dev.recommender.internal.util.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Answers as JSON objects.
 *
 * <pre>{@code
 * {"items": [{"item": "bow", "score": 0.25, "source": "model",
 *             "because": [{"seed": "violin", "affinity": 1.0, "weight": 0.25, "score": 0.25}]}],
 *  "unknownUser": "u42", "unknownItems": ["harp"]}
 * }</pre>
 *
 * <p>{@code because} is there if the query asked to explain; the other fields if something is unknown.
 */
public final class RecommendationsJson {
    private RecommendationsJson() {}

    /** An answer as JSON. */
    public static String write(Recommendations answer) {
        return Json.write(node(answer));
    }

    /** An answer as JSON that also says which model gave it. */
    public static String write(String model, Recommendations answer) {
        ObjectNode root = Json.object().put("model", model);
        root.setAll(node(answer));
        return Json.write(root);
    }

    private static ObjectNode node(Recommendations answer) {
        ObjectNode root = Json.object();
        ArrayNode items = root.putArray("items");
        for (Recommendation recommendation : answer) {
            ObjectNode node = items.addObject()
                    .put("item", recommendation.item())
                    .put("score", recommendation.score())
                    .put("source", recommendation.source().name().toLowerCase(Locale.ROOT));
            if (!recommendation.because().isEmpty()) {
                ArrayNode because = node.putArray("because");
                for (Contribution part : recommendation.because()) {
                    because.addObject()
                            .put("seed", part.seed())
                            .put("affinity", part.affinity())
                            .put("weight", part.weight())
                            .put("score", part.score());
                }
            }
        }
        answer.unknownUser().ifPresent(user -> root.put("unknownUser", user));
        if (!answer.unknownItems().isEmpty()) {
            ArrayNode unknown = root.putArray("unknownItems");
            answer.unknownItems().forEach(unknown::add);
        }
        return root;
    }

    /**
     * Reads an answer; a model that it names is ignored.
     *
     * @throws InvalidParametersException naming every field that is unknown or of a wrong type
     */
    public static Recommendations read(String json) {
        JsonFields fields = JsonFields.of("answer", json);
        fields.text("model");
        List<Recommendation> items = new ArrayList<>();
        for (JsonNode node : fields.list("items")) {
            fields.reading("items", node, items, (before, item) -> {
                before.add(recommendation(item));
                return before;
            });
        }
        Optional<String> unknownUser = fields.text("unknownUser");
        JsonNode unknown = fields.node("unknownItems");
        List<String> unknownItems = unknown.isMissingNode() ? List.of() : fields.texts("unknownItems", unknown);
        fields.finish();
        return Recommendations.of(items, unknownUser, unknownItems);
    }

    private static Recommendation recommendation(JsonNode node) {
        JsonFields fields = JsonFields.of("recommendation", node);
        String item = fields.requiredText("item");
        double score = fields.number("score", 0.0, (before, given) -> given);
        Source source = Source.valueOf(fields.requiredText("source").toUpperCase(Locale.ROOT));
        List<Contribution> because = new ArrayList<>();
        for (JsonNode part : fields.list("because")) {
            because.add(contribution(part));
        }
        fields.finish();
        return new Recommendation(item, score, source, because);
    }

    private static Contribution contribution(JsonNode node) {
        JsonFields fields = JsonFields.of("contribution", node);
        Contribution contribution = new Contribution(
                fields.requiredText("seed"),
                fields.number("affinity", 0.0, (before, given) -> given),
                fields.number("weight", 0.0, (before, given) -> given),
                fields.number("score", 0.0, (before, given) -> given));
        fields.finish();
        return contribution;
    }
}
