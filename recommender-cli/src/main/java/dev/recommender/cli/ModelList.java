package dev.recommender.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.models.Models;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsagePart;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models of a registry, one on each line. */
final class ModelList {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int REASON = 100;

    private final List<Alias> aliases;

    /**
     * Prepares.
     *
     * @param aliases all aliases there are
     */
    ModelList(List<Alias> aliases) {
        this.aliases = aliases;
    }

    /** A model for people: under which aliases it answers, how far it is, and why it failed. */
    String line(ModelRecord model) {
        String names = aliases.stream()
                .filter(alias -> share(alias, model).isPresent())
                .map(Alias::name)
                .collect(Collectors.joining(", "));
        return plain(model) + (names.isEmpty() ? "" : "  (answers as " + names + ")") + remark(model);
    }

    /** What was requested; empty if nothing was, or a newer version wrote it. */
    static Optional<TrainingRequest> request(ModelRecord model) {
        try {
            return Optional.of(TrainingRequest.parse(model.request()));
        } catch (InvalidParametersException e) {
            return Optional.empty();
        }
    }

    /** How much of the events a model is trained on, in words. */
    static String share(UsagePart part) {
        double percent = 100 * part.share();
        String digits = percent < 0.5 || percent >= 99.5 ? "%.2f" : "%.0f";
        return String.format(Locale.ROOT, digits + " %% of the events", percent);
    }

    private static Optional<UsagePart> part(ModelRecord model) {
        return request(model).flatMap(TrainingRequest::part);
    }

    /** A model for people, by its record alone. */
    static String plain(ModelRecord model) {
        return String.format(
                        Locale.ROOT,
                        "%s  %s  %-11s  %s%s  %s",
                        model.id(),
                        model.created().truncatedTo(ChronoUnit.SECONDS),
                        status(model),
                        model.algorithm()
                                .map(name -> AlgorithmOptions.summary(name, model.parameters()))
                                .orElse(model.isTuned() ? "tuning" : "?"),
                        part(model).map(part -> "  on " + share(part)).orElse(""),
                        model.description())
                .stripTrailing();
    }

    /** A model as a JSON object: the fields are there whatever the model is, null where there is nothing. */
    String json(ModelRecord model) {
        ObjectNode node = JSON.createObjectNode();
        node.put("id", model.id().toString());
        node.put("status", status(model));
        node.put("created", model.created().toString());
        node.put("rewritten", model.rewritten().map(Instant::toString).orElse(null));
        node.put("description", model.description());
        node.put("message", model.message());
        node.put("phase", model.phase().orElse(null));
        node.put(
                "fraction",
                model.fraction().isPresent() ? (Double) model.fraction().getAsDouble() : null);
        node.put("algorithm", model.algorithm().orElse(null));
        ObjectNode parameters = node.putObject("parameters");
        Models.text(model.algorithm(), model.parameters()).forEach(parameters::put);
        node.put("trainedShare", part(model).map(UsagePart::share).orElse(null));
        node.put("bytes", model.file().map(file -> file.size()).orElse(null));
        node.set("statistics", statistics(model));
        node.put("changed", changed(model).orElse(null));
        node.put(
                "default",
                aliases.stream()
                        .anyMatch(alias -> alias.name().equals(Alias.DEFAULT)
                                && share(alias, model).isPresent()));
        ArrayNode shares = node.putArray("aliases");
        for (Alias alias : aliases) {
            share(alias, model)
                    .ifPresent(share ->
                            shares.addObject().put("name", alias.name()).put("weight", share.weight()));
        }
        return node.toString();
    }

    private static @Nullable JsonNode statistics(ModelRecord model) {
        try {
            return model.statistics().isEmpty()
                    ? null
                    : JSON.readTree(model.statistics().get());
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Optional<String> changed(ModelRecord model) {
        List<ModelRecord.Change> changes = model.changes();
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(changes.get(changes.size() - 1).when().toString());
    }

    private static Optional<Alias.Share> share(Alias alias, ModelRecord model) {
        return alias.shares().stream()
                .filter(share -> share.model().equals(model.id()))
                .findFirst();
    }

    private static String status(ModelRecord model) {
        return model.status().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How far a training is, or why it failed, as far as it fits a list. */
    private static String remark(ModelRecord model) {
        boolean shown = model.status() == ModelStatus.FAILED || model.status() == ModelStatus.IN_PROGRESS;
        if (!shown || model.message().isBlank()) {
            return "";
        }
        String first = model.message().strip().lines().findFirst().orElse("");
        return "  " + (first.length() <= REASON ? first : first.substring(0, REASON) + "…");
    }
}
