package dev.recommender.evaluation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.evaluation.Evaluation.Training;
import dev.recommender.internal.util.Json;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an evaluation as JSON. */
final class EvaluationJson {
    private EvaluationJson() {}

    static String write(Evaluation evaluation) {
        ObjectNode root = Json.object();
        strings(root.putObject("parameters"), evaluation.parameters());
        root.put("algorithm", evaluation.provenance().algorithm().orElse(null));
        strings(root.putObject("modelParameters"), evaluation.provenance().parameters());
        ArrayNode notes = root.putArray("notes");
        evaluation.notes().forEach(notes::add);
        counts(root.putObject("counts"), evaluation.counts());
        outcome(root.putObject("model"), evaluation.model());
        evaluation.baseline().ifPresent(baseline -> {
            outcome(root.putObject("popularity"), baseline);
            differences(root.putArray("gains"), evaluation.gains());
        });
        evaluation.predictions().ifPresent(predictions -> {
            ObjectNode ratings = root.putObject("ratings");
            ratings.put("test", predictions.ratings()).put("predicted", predictions.predicted());
            scores(ratings.putArray("itemMeans"), predictions.itemMeans());
            differences(ratings.putArray("differences"), predictions.differences());
        });
        evaluation.comparison().ifPresent(comparison -> {
            root.put("againstAlgorithm", comparison.provenance().algorithm().orElse(null));
            strings(root.putObject("againstParameters"), comparison.provenance().parameters());
            ArrayNode contrasts = root.putArray("contrasts");
            for (Evaluation.Contrast contrast : evaluation.contrasts()) {
                contrasts
                        .addObject()
                        .put("name", contrast.name())
                        .put("model", contrast.model().orElse(null))
                        .put("against", contrast.against().orElse(null));
            }
            outcome(root.putObject("against"), comparison.against());
            differences(root.putArray("differences"), comparison.differences());
        });
        return Json.writeLines(root);
    }

    private static void strings(ObjectNode target, Map<String, String> values) {
        values.forEach(target::put);
    }

    private static void counts(ObjectNode target, Evaluation.Counts counts) {
        target.put("users", counts.users());
        target.put("usersNotDrawn", counts.usersNotDrawn());
        target.put("usersWithoutRelevantItem", counts.usersWithoutRelevantItem());
        target.put("relevantPairs", counts.relevantPairs());
        @Nullable Training training = counts.training().orElse(null);
        target.put("seenPairs", training == null ? null : training.seenPairs());
        target.put("newItemPairs", training == null ? null : training.newItemPairs());
        target.put("trainEvents", training == null ? null : training.events());
        target.put("testEvents", counts.testEvents());
        target.put("givenEvents", counts.givenEvents());
        target.put("earlierTestEvents", counts.earlierTestEvents());
        target.put("droppedEvents", counts.droppedEvents());
        target.put("rejectedRecords", counts.rejectedRecords());
        target.put("trainUsers", training == null ? null : training.users());
        target.put("trainItems", training == null ? null : training.items());
        counts.repeats()
                .ifPresent(repeats -> target.put("repeatUsers", repeats.repeatUsers())
                        .put("newUsers", repeats.newUsers())
                        .put("repeatedPairs", repeats.repeatedPairs())
                        .put("newPairs", repeats.newPairs()));
    }

    private static void outcome(ObjectNode target, Evaluation.Outcome outcome) {
        target.put("unknownUsers", outcome.unknownUsers());
        target.put("usersWithoutRecommendations", outcome.usersWithoutRecommendations());
        target.put("recommendations", outcome.recommendations());
        target.put("distinctItems", outcome.distinctItems());
        scores(target.putArray("scores"), outcome.scores());
        ArrayNode buckets = target.putArray("popularity");
        for (Evaluation.PopularityBucket bucket : outcome.popularity()) {
            buckets.addObject()
                    .put("from", bucket.from())
                    .put("to", bucket.to())
                    .put("share", bucket.share());
        }
        if (!outcome.repeated().isEmpty() || !outcome.newToUser().isEmpty()) {
            scores(target.putArray("repeatedItems"), outcome.repeated());
            scores(target.putArray("newItems"), outcome.newToUser());
        }
    }

    private static void scores(ArrayNode target, List<Evaluation.Score> scores) {
        scores.forEach(score -> score(target, score));
    }

    private static void differences(ArrayNode target, List<Evaluation.Difference> differences) {
        for (Evaluation.Difference difference : differences) {
            ObjectNode node = score(target, difference.score());
            difference.pValue().ifPresent(value -> node.put("pValue", value));
        }
    }

    private static ObjectNode score(ArrayNode target, Evaluation.Score score) {
        ObjectNode node = target.addObject();
        node.put("metric", score.metric().name().toLowerCase(Locale.ROOT));
        score.cutoff().ifPresent(cutoff -> node.put("cutoff", cutoff));
        node.put("value", score.value());
        score.interval().ifPresent(interval -> node.put("low", interval.low()).put("high", interval.high()));
        return node;
    }
}
