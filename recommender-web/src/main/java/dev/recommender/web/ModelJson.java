package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.registry.Alias;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import java.util.List;
import java.util.Locale;

/** Models as JSON objects. What is not known is left out. */
final class ModelJson {
    private ModelJson() {}

    /** A model without what its training was asked for and counted, for lists and for progress. */
    static ObjectNode summary(ModelRecord model, List<Alias> aliases) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", model.id().toString());
        node.put("status", status(model.status()));
        node.put("created", model.created().toString());
        node.put("description", model.description());
        node.put("message", model.message());
        model.phase().ifPresent(phase -> node.put("phase", phase));
        model.fraction().ifPresent(fraction -> node.put("fraction", fraction));
        model.iteration().ifPresent(iteration -> node.put("iteration", iteration));
        model.loss().ifPresent(loss -> node.put("loss", loss));
        model.trial().ifPresent(trial -> node.put("trial", trial));
        model.best().ifPresent(best -> node.put("best", best));
        model.algorithm().ifPresent(algorithm -> node.put("algorithm", algorithm));
        model.file().ifPresent(file -> node.put("bytes", file.size()));
        JsonNode part = parsed(model.request()).at("/partOf/share");
        if (part.isNumber()) {
            node.set("trainedShare", part);
        }
        ArrayNode shares = node.putArray("aliases");
        for (Alias alias : aliases) {
            alias.shares().stream()
                    .filter(share -> share.model().equals(model.id()))
                    .forEach(share ->
                            shares.addObject().put("name", alias.name()).put("weight", share.weight()));
        }
        return node;
    }

    /** All that is known of a model. */
    static ObjectNode whole(ModelRecord model, List<Alias> aliases) {
        ObjectNode node = summary(model, aliases);
        node.set("request", parsed(model.request()));
        if (model.isToFinish() && !model.status().isFinal()) {
            node.put("finishing", true);
        }
        model.file().ifPresent(file -> node.put("sha256", file.sha256()));
        model.rewritten().ifPresent(when -> node.put("rewritten", when.toString()));
        model.statistics().ifPresent(statistics -> node.set("statistics", parsed(statistics)));
        ArrayNode changes = node.putArray("changes");
        for (ModelRecord.Change change : model.changes()) {
            changes.addObject()
                    .put("when", change.when().toString())
                    .put("by", change.by())
                    .put("status", status(change.status()))
                    .put("what", change.what());
        }
        return node;
    }

    /** A field of a model's statistics, such as {@code evaluation}; missing if there is none. */
    static JsonNode counted(ModelRecord model, String field) {
        return model.statistics()
                .map(statistics -> parsed(statistics).path(field))
                .orElse(MissingNode.getInstance());
    }

    static String status(ModelStatus status) {
        return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static JsonNode parsed(String json) {
        try {
            return Bodies.read(json);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }
}
