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
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Answers as JSON objects.
 *
 * <pre>{@code
 * {"items": [{"item": "bow", "score": 0.25, "source": "model",
 *             "because": [{"seed": "violin", "affinity": 1.0, "weight": 0.25, "score": 0.25}]}],
 *  "unknownUser": "42", "nearUser": "42.0", "unknownItems": ["harp", "7.0"], "nearItems": {"7.0": "7"},
 *  "unmatched": ["where: no item has the category \"harps\""]}
 * }</pre>
 *
 * <p>{@code because} is there if the query asked to explain; the other fields if something is unknown. A {@link Context}
 * stands before the items. Items and seeds have a {@code name} where the writer gives one; a {@link Recommendation} has none,
 * so reading leaves it out.
 */
public final class RecommendationsJson {
    private RecommendationsJson() {}

    /**
     * What an answer is an answer to, as far as it says so.
     *
     * @param user the user it is for
     * @param seed the item that others were compared with
     * @param question the line that was asked
     * @param model the id of the model that gave it
     */
    public record Context(
            Optional<String> user, Optional<String> seed, Optional<String> question, Optional<String> model) {
        /** Says nothing. */
        public static Context none() {
            return new Context(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        }

        /** The answer is for this user. */
        public Context withUser(String id) {
            return new Context(Optional.of(id), seed, question, model);
        }

        /** The answer compares with this item. */
        public Context withSeed(String item) {
            return new Context(user, Optional.of(item), question, model);
        }

        /** The answer is to this line. */
        public Context withQuestion(String line) {
            return new Context(user, seed, Optional.of(line), model);
        }

        /** The model of this id gave the answer. */
        public Context withModel(String id) {
            return new Context(user, seed, question, Optional.of(id));
        }
    }

    /** An answer as JSON, in one line. */
    public static String write(Recommendations answer) {
        return write(Context.none(), answer);
    }

    /** An answer as JSON, in one line, that also says what it is an answer to. */
    public static String write(Context context, Recommendations answer) {
        return write(context, answer, item -> Optional.empty());
    }

    /**
     * An answer as JSON, in one line, that also says what it is an answer to, and what its items are called.
     *
     * @param names the name of an item or a seed, by its id; empty if it has none
     */
    public static String write(Context context, Recommendations answer, Function<String, Optional<String>> names) {
        ObjectNode root = Json.object();
        context.user().ifPresent(user -> root.put("user", user));
        context.seed().ifPresent(seed -> root.put("seed", seed));
        context.question().ifPresent(question -> root.put("question", question));
        context.model().ifPresent(model -> root.put("model", model));
        ArrayNode items = root.putArray("items");
        for (Recommendation recommendation : answer) {
            ObjectNode node = items.addObject().put("item", recommendation.item());
            names.apply(recommendation.item()).ifPresent(name -> node.put("name", name));
            node.put("score", recommendation.score()).put("source", name(recommendation.source()));
            if (!recommendation.because().isEmpty()) {
                ArrayNode because = node.putArray("because");
                for (Contribution part : recommendation.because()) {
                    ObjectNode reason = because.addObject().put("seed", part.seed());
                    names.apply(part.seed()).ifPresent(name -> reason.put("name", name));
                    reason.put("affinity", part.affinity())
                            .put("weight", part.weight())
                            .put("score", part.score());
                }
            }
        }
        answer.unknownUser().ifPresent(user -> root.put("unknownUser", user));
        answer.nearUser().ifPresent(user -> root.put("nearUser", user));
        putTexts(root, "unknownItems", answer.unknownItems());
        if (!answer.nearItems().isEmpty()) {
            answer.nearItems().forEach(root.putObject("nearItems")::put);
        }
        putTexts(root, "unmatched", answer.unmatched());
        return Json.write(root);
    }

    private static void putTexts(ObjectNode root, String field, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode list = root.putArray(field);
            texts.forEach(list::add);
        }
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
     * Reads what an answer is an answer to, as far as it says so.
     *
     * @throws InvalidParametersException naming every field that is missing, unknown or of a wrong type
     */
    public static Context readContext(String json) {
        return readAll(json).context;
    }

    private record Answer(Context context, Recommendations recommendations) {}

    private static Answer readAll(String json) {
        JsonFields fields = JsonFields.of("answer", json);
        Context context =
                new Context(fields.text("user"), fields.text("seed"), fields.text("question"), fields.text("model"));
        List<Recommendation> items = fields.each("items", new ArrayList<Recommendation>(), (before, item) -> {
            before.add(recommendation(item));
            return before;
        });
        Optional<String> unknownUser = fields.text("unknownUser");
        Optional<String> nearUser = fields.text("nearUser");
        List<String> unknownItems = fields.texts("unknownItems", fields.node("unknownItems"));
        Map<String, String> nearItems = fields.textsByName("nearItems");
        List<String> unmatched = fields.texts("unmatched", fields.node("unmatched"));
        fields.finish();
        Recommendations answer =
                Recommendations.of(items, unknownUser, unknownItems, unmatched).withNearItems(nearItems);
        return new Answer(context, nearUser.map(answer::withNearUser).orElse(answer));
    }

    private static Recommendation recommendation(JsonNode node) {
        JsonFields fields = JsonFields.of("recommendation", node);
        String item = fields.requiredText("item");
        fields.text("name");
        double score = fields.requiredNumber("score");
        Source source = fields.requiredText("source", Source.MODEL, (before, name) -> source(name));
        List<Contribution> because = fields.each("because", new ArrayList<Contribution>(), (before, part) -> {
            before.add(contribution(part));
            return before;
        });
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
        String seed = fields.requiredText("seed");
        fields.text("name");
        Contribution contribution = new Contribution(
                seed,
                fields.requiredNumber("affinity"),
                fields.requiredNumber("weight"),
                fields.requiredNumber("score"));
        fields.finish();
        return contribution;
    }
}
