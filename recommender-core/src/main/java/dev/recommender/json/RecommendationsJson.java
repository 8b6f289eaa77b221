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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

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
                    .put("source", name(recommendation.source()));
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
     * Reads an answer.
     *
     * @throws InvalidParametersException naming every field that is missing, unknown or of a wrong type
     */
    public static Recommendations read(String json) {
        return readAll(json).recommendations;
    }

    /**
     * Reads which model gave an answer; empty if the answer does not say.
     *
     * @throws InvalidParametersException naming every field that is missing, unknown or of a wrong type
     */
    public static Optional<String> readModel(String json) {
        return readAll(json).model;
    }

    private record Answer(Optional<String> model, Recommendations recommendations) {}

    private static Answer readAll(String json) {
        JsonFields fields = JsonFields.of("answer", json);
        Optional<String> model = fields.text("model");
        List<Recommendation> items = new ArrayList<>();
        for (JsonNode node : fields.list("items")) {
            fields.reading("items", node, items, (before, item) -> {
                before.add(recommendation(item));
                return before;
            });
        }
        Optional<String> unknownUser = fields.text("unknownUser");
        List<String> unknownItems = fields.texts("unknownItems", fields.node("unknownItems"));
        fields.finish();
        return new Answer(model, Recommendations.of(items, unknownUser, unknownItems));
    }

    private static Recommendation recommendation(JsonNode node) {
        JsonFields fields = JsonFields.of("recommendation", node);
        String item = fields.requiredText("item");
        double score = fields.requiredNumber("score");
        Source source = fields.requiredText("source", Source.MODEL, (before, name) -> source(name));
        List<Contribution> because = new ArrayList<>();
        for (JsonNode part : fields.list("because")) {
            fields.reading("because", part, because, (before, given) -> {
                before.add(contribution(given));
                return before;
            });
        }
        fields.finish();
        return new Recommendation(item, score, source, because);
    }

    private static String name(Source source) {
        return source.name().toLowerCase(Locale.ROOT);
    }

    private static Source source(String name) {
        return Arrays.stream(Source.values())
                .filter(source -> name(source).equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("source must be one of "
                        + Arrays.stream(Source.values())
                                .map(RecommendationsJson::name)
                                .collect(Collectors.joining(", "))
                        + ": " + name));
    }

    private static Contribution contribution(JsonNode node) {
        JsonFields fields = JsonFields.of("contribution", node);
        Contribution contribution = new Contribution(
                fields.requiredText("seed"),
                fields.requiredNumber("affinity"),
                fields.requiredNumber("weight"),
                fields.requiredNumber("score"));
        fields.finish();
        return contribution;
    }
}
