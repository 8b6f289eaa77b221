package dev.recommender.evaluation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the text, the JSON and the page have in common. */
final class ReportText {
    private ReportText() {}

    static Optional<Evaluation.Score> find(List<Evaluation.Score> scores, Metric metric, OptionalInt cutoff) {
        return scores.stream()
                .filter(score -> score.metric() == metric && score.cutoff().equals(cutoff))
                .findFirst();
    }

    /** The cut-offs that anything was measured at, ascending. */
    static int[] cutoffs(Evaluation evaluation) {
        return evaluation.model().scores().stream()
                .filter(score -> score.cutoff().isPresent())
                .mapToInt(score -> score.cutoff().getAsInt())
                .distinct()
                .sorted()
                .toArray();
    }

    /** The metrics that were measured at a cut-off, or those without one, in the order of their declaration. */
    static List<Metric> metrics(Evaluation evaluation, boolean withCutoff) {
        return evaluation.model().scores().stream()
                .filter(score -> score.cutoff().isPresent() == withCutoff)
                .map(Evaluation.Score::metric)
                .distinct()
                .sorted()
                .toList();
    }

    /** What there was to count, in words, with its number. */
    static Map<String, Long> counts(Evaluation.Counts counts) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("test users", (long) counts.users());
        named.put("test users not drawn, left out", (long) counts.usersNotDrawn());
        named.put("test users without relevant item, left out", (long) counts.usersWithoutRelevantItem());
        named.put("relevant pairs of user and item", counts.relevantPairs());
        named.put("pairs left out because seen in training", counts.seenPairs());
        named.put("relevant pairs whose item is new", counts.newItemPairs());
        named.put("training events", counts.trainEvents());
        named.put("test events", counts.testEvents());
        named.put("events left out by the split", counts.droppedEvents());
        named.put("rejected records", counts.rejectedRecords());
        named.put("training users", (long) counts.trainUsers());
        named.put("training items", (long) counts.trainItems());
        return named;
    }

    /** What a recommender's lists were like, in words, with its number. */
    static Map<String, Long> counts(Evaluation.Outcome outcome) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("unknown test users", (long) outcome.unknownUsers());
        named.put("test users without recommendations", (long) outcome.usersWithoutRecommendations());
        named.put("recommendations", outcome.recommendations());
        named.put("distinct items recommended", (long) outcome.distinctItems());
        return named;
    }

    static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.4f" : "%,.1f", value);
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double part) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * part);
    }

    /** A metric with its cut-off, as "Recall@5". */
    static String label(Metric metric, OptionalInt cutoff) {
        String name = metric == Metric.MAP_AT_K && cutoff.isPresent() ? "MAP" : metric.label();
        return cutoff.isPresent() ? name + "@" + cutoff.getAsInt() : name;
    }
}
