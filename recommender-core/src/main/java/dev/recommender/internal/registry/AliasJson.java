package dev.recommender.internal.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.RecommenderException;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The revisions of an alias as JSON. Each holds the stamp of the write that made it, by which a writer that got no reply
 * recognises its own.
 */
final class AliasJson {
    private AliasJson() {}

    /** A revision and its stamp. */
    record StampedRevision(Revision revision, String stamp) {}

    static String write(List<StampedRevision> revisions) {
        ObjectNode root = Json.object();
        ArrayNode list = root.putArray("revisions");
        for (StampedRevision stamped : revisions) {
            Revision revision = stamped.revision();
            ObjectNode node = list.addObject()
                    .put("number", revision.number())
                    .put("when", revision.when().toString())
                    .put("by", revision.by());
            revision.restored().ifPresent(number -> node.put("restored", number));
            ArrayNode shares = node.putArray("shares");
            for (Share share : revision.shares()) {
                shares.addObject().put("model", share.model().toString()).put("weight", share.weight());
            }
            node.put("stamp", stamped.stamp());
        }
        return Json.write(root);
    }

    /**
     * Reads what {@link #write} wrote: at least one revision.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static List<StampedRevision> read(String content) {
        try {
            List<StampedRevision> revisions = new ArrayList<>();
            for (JsonNode node : Json.read(content).path("revisions")) {
                revisions.add(
                        new StampedRevision(revision(node), node.path("stamp").asText()));
            }
            if (!revisions.isEmpty()) {
                return revisions;
            }
        } catch (DateTimeException | RecommenderException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        throw new IllegalArgumentException("no revisions");
    }

    private static Revision revision(JsonNode node) {
        List<Share> shares = new ArrayList<>();
        for (JsonNode share : node.path("shares")) {
            shares.add(new Share(
                    ModelId.parse(share.path("model").asText()),
                    share.path("weight").asInt()));
        }
        JsonNode restored = node.path("restored");
        return new Revision(
                node.path("number").asInt(),
                shares,
                Instant.parse(node.path("when").asText()),
                node.path("by").asText(),
                restored.isInt() ? OptionalInt.of(restored.intValue()) : OptionalInt.empty());
    }
}
