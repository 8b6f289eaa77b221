package dev.recommender.evaluation;

import dev.recommender.internal.page.FigureText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What the text, the JSON and the page have in common. */
final class ReportText {
    /** So many differences fit a name. */
    private static final int MOST_TOLD = 3;

    private ReportText() {}

    static Optional<Evaluation.Score> find(List<Evaluation.Score> scores, Metric metric, OptionalInt cutoff) {
        return scores.stream()
                .filter(score -> score.metric() == metric && score.cutoff().equals(cutoff))
                .findFirst();
    }

    static Optional<Evaluation.Difference> difference(
            List<Evaluation.Difference> differences, Metric metric, OptionalInt cutoff) {
        return differences.stream()
                .filter(difference ->
                        difference.metric() == metric && difference.cutoff().equals(cutoff))
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
        return metrics(evaluation.model().scores(), withCutoff);
    }

    static List<Metric> metrics(List<Evaluation.Score> scores, boolean withCutoff) {
        return scores.stream()
                .filter(score -> score.cutoff().isPresent() == withCutoff)
                .map(Evaluation.Score::metric)
                .distinct()
                .sorted()
                .toList();
    }

    /** What there was to count, in words, with its number, or {@code -} if that is not known. */
    static Map<String, Object> counts(Evaluation.Counts counts) {
        Map<String, Object> named = new LinkedHashMap<>();
        Optional<Evaluation.Training> training = counts.training();
        named.put("test users asked for", (long) counts.users());
        named.put("test users not drawn, left out", (long) counts.usersNotDrawn());
        named.put("test users without relevant item, left out", (long) counts.usersWithoutRelevantItem());
        named.put("relevant pairs of user and item", counts.relevantPairs());
        named.put("pairs left out because seen in training", known(training, Evaluation.Training::seenPairs));
        named.put("relevant pairs whose item is new", known(training, Evaluation.Training::newItemPairs));
        counts.repeats().ifPresent(repeats -> {
            named.put("relevant pairs that repeat what the user had", repeats.repeatedPairs());
            named.put("relevant pairs that are new to the user", repeats.newPairs());
        });
        named.put("training events", known(training, Evaluation.Training::events));
        named.put("test events", counts.testEvents());
        if (counts.givenEvents() > 0) {
            named.put("events that held-out users are asked with", counts.givenEvents());
        }
        named.put("test events before the newest training event", counts.earlierTestEvents());
        named.put("events left out by the split", counts.droppedEvents());
        named.put("rejected records", counts.rejectedRecords());
        named.put("training users", known(training, each -> each.users()));
        named.put("training items", known(training, each -> each.items()));
        return named;
    }

    private static Object known(Optional<Evaluation.Training> training, ToLongFunction<Evaluation.Training> count) {
        return training.map(each -> (Object) count.applyAsLong(each)).orElse("-");
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

    /** How many ratings there were, in words, with their number. */
    static Map<String, Long> counts(Evaluation.Predictions predictions) {
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("ratings of test events", predictions.ratings());
        named.put("predicted by the model, and measured", predictions.predicted());
        return named;
    }

    /** What is evaluated, in words: "sar", or "sar (similarity jaccard) against sar (similarity lift)". */
    static String title(Evaluation evaluation) {
        return evaluation
                .comparison()
                .map(comparison -> model(evaluation) + " against " + against(evaluation, comparison))
                .orElse(model(evaluation));
    }

    /** The model, by its algorithm and by what tells it from the model against. */
    static String model(Evaluation evaluation) {
        return name(evaluation.provenance(), evaluation.contrasts(), Evaluation.Contrast::model)
                .orElse("a model");
    }

    /** The model against, as {@link #model}. */
    static String against(Evaluation evaluation, Evaluation.Comparison comparison) {
        return name(comparison.provenance(), evaluation.contrasts(), Evaluation.Contrast::against)
                .orElse("another model");
    }

    private static Optional<String> name(
            Evaluation.Provenance provenance,
            List<Evaluation.Contrast> contrasts,
            Function<Evaluation.Contrast, Optional<String>> side) {
        boolean told = contrasts.size() > MOST_TOLD
                || contrasts.stream().anyMatch(each -> each.name().equals("algorithm"));
        String telling = told
                ? ""
                : contrasts.stream()
                        .map(each -> each.name() + " " + side.apply(each).orElse("-"))
                        .collect(Collectors.joining(", "));
        return provenance.algorithm().map(name -> telling.isEmpty() ? name : name + " (" + telling + ")");
    }

    /** The heading of how a model was trained. */
    static String trained(String start, Evaluation.Provenance provenance) {
        return start + provenance.algorithm().map(name -> " by " + name).orElse("") + " with";
    }

    /** How many test users were asked for, and of how many if not all: "9 of 200". */
    static String users(Evaluation.Counts counts) {
        long all = (long) counts.users() + counts.usersNotDrawn();
        return whole(counts.users()) + (counts.usersNotDrawn() > 0 ? " of " + whole(all) : "");
    }

    /** What a point shows when the pointer rests on it. */
    static String tip(String name, Evaluation.Score score) {
        return name + ", " + label(score.metric(), score.cutoff()) + ": " + number(score.value())
                + score.interval().map(interval -> ", " + range(interval)).orElse("");
    }

    static String range(Evaluation.Interval interval) {
        return FigureText.range(interval.low(), interval.high());
    }

    static String number(double value) {
        return FigureText.number(value);
    }

    static String whole(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String percent(double part) {
        return FigureText.percent(part);
    }

    /** A metric with its cut-off, as "Recall@5". */
    static String label(Metric metric, OptionalInt cutoff) {
        String name = metric == Metric.MAP_AT_K && cutoff.isPresent() ? "MAP" : metric.label();
        return cutoff.isPresent() ? name + "@" + cutoff.getAsInt() : name;
    }
}
