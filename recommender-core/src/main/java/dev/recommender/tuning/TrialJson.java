package dev.recommender.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Parameters;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.evaluation.Metric;
import dev.recommender.internal.util.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** A trial as JSON: in a journal a line, in what a tuning found one of many. */
final class TrialJson {
    private static final double MILLIS = 1e3;

    private TrialJson() {}

    static ObjectNode write(Trial trial) {
        ObjectNode root = Json.object();
        root.put("number", trial.number());
        root.setAll(trial.candidate().tree());
        root.put("step", trial.step());
        root.put("state", name(trial.state()));
        if (!trial.reason().isEmpty()) {
            root.put("reason", trial.reason());
        }
        ArrayNode looks = root.putArray("looks");
        trial.looks()
                .forEach(look -> looks.addObject().put("users", look.users()).put("value", look.value()));
        trial.figures().ifPresent(figures -> root.set("figures", figures(figures)));
        trial.neighborsPerItem().ifPresent(count -> root.put("neighborsPerItem", count));
        if (!trial.counts().isEmpty()) {
            ObjectNode counts = root.putObject("counts");
            trial.counts().forEach(counts::put);
        }
        root.put("seconds", seconds(trial.time()));
        return root;
    }

    /**
     * Reads what {@link #write} writes.
     *
     * @throws RuntimeException if it is anything else
     */
    static Trial read(JsonNode root, Metric metric) {
        List<Trial.Look> looks = new ArrayList<>();
        for (JsonNode look : required(root, "looks")) {
            looks.add(new Trial.Look(
                    required(look, "users").intValue(), required(look, "value").doubleValue()));
        }
        return new Trial(
                required(root, "number").intValue(),
                new Candidate(
                        required(root, "algorithm").textValue(),
                        Parameters.parse(Json.write(required(root, "parameters")))),
                required(root, "step").textValue(),
                Trial.State.valueOf(required(root, "state").textValue().toUpperCase(Locale.ROOT)),
                root.path("reason").asText(""),
                looks,
                root.has("figures") ? Optional.of(figures(root.get("figures"), metric)) : Optional.empty(),
                root.has("neighborsPerItem")
                        ? OptionalDouble.of(root.get("neighborsPerItem").doubleValue())
                        : OptionalDouble.empty(),
                counts(root.path("counts")),
                Duration.ofMillis(Math.round(required(root, "seconds").doubleValue() * MILLIS)));
    }

    private static Map<String, Long> counts(JsonNode node) {
        Map<String, Long> counts = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> counts.put(field.getKey(), field.getValue().longValue()));
        return counts;
    }

    static ObjectNode figures(Figures figures) {
        ObjectNode root = Json.object();
        root.put("users", figures.users());
        ArrayNode scores = root.putArray("scores");
        for (Score score : figures.scores()) {
            ObjectNode node = scores.addObject();
            score.cutoff().ifPresent(cutoff -> node.put("cutoff", cutoff));
            node.put("value", score.value());
            score.interval()
                    .ifPresent(interval -> node.put("low", interval.low()).put("high", interval.high()));
        }
        root.put("coverage", figures.coverage());
        ArrayNode lift = root.putArray("popularityLift");
        figures.popularityLift().forEach(lift::add);
        return root;
    }

    private static Figures figures(JsonNode root, Metric metric) {
        List<Score> scores = new ArrayList<>();
        for (JsonNode node : required(root, "scores")) {
            scores.add(new Score(
                    metric,
                    OptionalInt.of(required(node, "cutoff").intValue()),
                    required(node, "value").doubleValue(),
                    node.has("low")
                            ? Optional.of(new Interval(
                                    node.get("low").doubleValue(),
                                    required(node, "high").doubleValue()))
                            : Optional.empty()));
        }
        List<Double> lift = new ArrayList<>();
        required(root, "popularityLift").forEach(number -> lift.add(number.doubleValue()));
        return new Figures(
                required(root, "users").intValue(),
                scores,
                required(root, "coverage").doubleValue(),
                lift);
    }

    private static JsonNode required(JsonNode node, String name) {
        JsonNode value = node.path(name);
        if (value.isMissingNode()) {
            throw new IllegalArgumentException("the field " + name + " is missing");
        }
        return value;
    }

    /** A state in the form that JSON has it. */
    static String name(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static double seconds(Duration time) {
        return time.toMillis() / MILLIS;
    }
}
