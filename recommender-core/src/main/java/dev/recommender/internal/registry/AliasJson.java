package dev.recommender.internal.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.RecommenderException;
import dev.recommender.registry.Alias.Revision;
import dev.recommender.registry.Alias.Share;
import dev.recommender.registry.ModelId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The revisions of an alias, or of the default, as JSON. Each holds the mark of the write that made it, by which a writer
 * that got no reply recognises its own.
 */
final class AliasJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AliasJson() {}

    /** A revision and its mark. */
    record Marked(Revision revision, String mark) {}

    static String write(List<Marked> revisions) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode list = root.putArray("revisions");
        for (Marked marked : revisions) {
            Revision revision = marked.revision();
            ObjectNode node = list.addObject()
                    .put("number", revision.number())
                    .put("when", revision.when().toString())
                    .put("by", revision.by());
            revision.restored().ifPresent(number -> node.put("restored", number));
            ArrayNode shares = node.putArray("shares");
            for (Share share : revision.shares()) {
                shares.addObject().put("model", share.model().toString()).put("weight", share.weight());
            }
            node.put("mark", marked.mark());
        }
        return root.toString();
    }

    /**
     * Reads what {@link #write} wrote: at least one revision.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    static List<Marked> read(String content) {
        try {
            List<Marked> revisions = new ArrayList<>();
            for (JsonNode node : JSON.readTree(content).path("revisions")) {
                revisions.add(new Marked(revision(node), node.path("mark").asText()));
            }
            if (!revisions.isEmpty()) {
                return revisions;
            }
        } catch (JsonProcessingException | DateTimeException | RecommenderException e) {
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
