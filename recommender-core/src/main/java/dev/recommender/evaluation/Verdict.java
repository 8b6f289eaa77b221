package dev.recommender.evaluation;

import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.internal.page.FigureText;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which of two recommenders is better, and whether by chance, in one sentence: by nDCG of the longest lists, and by RMSE. Where
 * most test users are new, it says so and how to see more.
 */
final class Verdict {
    private static final Metric METRIC = Metric.NDCG;
    private static final int SENTENCES = 2;

    private Verdict() {}

    /** What the notes say of test users who are new, and the remedy: two sentences. Empty if few are. */
    private static String caveat(Evaluation evaluation) {
        return evaluation.notes().stream()
                .filter(TestSet::isOfNewUsers)
                .findFirst()
                .map(note -> Stream.of(note.split("(?<=\\.) ", SENTENCES + 1))
                        .limit(SENTENCES)
                        .collect(Collectors.joining(" ", " But ", "")))
                .orElse("");
    }

    /**
     * On the model and the one that it was compared with, else on the model and popularity; empty if it stands alone, or no
     * interval was requested.
     */
    static Optional<String> of(Evaluation evaluation) {
        return sentence(evaluation).map(sentence -> sentence + caveat(evaluation));
    }

    /** As {@link #of(Evaluation)}, without what the notes say. */
    static Optional<String> sentence(Evaluation evaluation) {
        String model = ReportText.model(evaluation);
        return evaluation
                .comparison()
                .map(comparison -> {
                    String against = ReportText.against(evaluation, comparison);
                    boolean alike = model.equals(against);
                    return of(
                            comparison.differences(),
                            evaluation.model(),
                            comparison.against(),
                            alike ? "the model" : model,
                            alike ? "the model against" : against);
                })
                .orElseGet(() -> evaluation
                        .baseline()
                        .flatMap(popular -> of(
                                evaluation.gains(),
                                evaluation.model(),
                                popular,
                                evaluation.provenance().algorithm().orElse("the model"),
                                popular.name())));
    }

    /** On ratings, by their root mean squared error: on the model and the means of items; empty as {@link #of(Evaluation)} is. */
    static Optional<String> ofRatings(Evaluation evaluation) {
        return evaluation
                .predictions()
                .flatMap(predictions -> predictions.differences().stream()
                        .filter(each ->
                                each.metric() == Metric.RMSE && each.interval().isPresent())
                        .findFirst()
                        .map(difference -> sentence(
                                difference,
                                evaluation.value(Metric.RMSE),
                                ReportText.find(predictions.itemMeans(), Metric.RMSE, OptionalInt.empty())
                                        .orElseThrow()
                                        .value(),
                                evaluation.provenance().algorithm().orElse("the model"),
                                "the mean of the item")));
    }

    private static Optional<String> of(
            List<Difference> differences,
            Evaluation.Outcome first,
            Evaluation.Outcome second,
            String name,
            String other) {
        return differences.stream()
                .filter(each -> each.metric() == METRIC && each.interval().isPresent())
                .max(Comparator.comparingInt(each -> each.cutoff().orElse(0)))
                .map(difference -> sentence(
                        difference,
                        value(first, difference.cutoff()),
                        value(second, difference.cutoff()),
                        name,
                        other));
    }

    private static double value(Evaluation.Outcome outcome, OptionalInt cutoff) {
        return outcome.find(METRIC, cutoff).orElseThrow().value();
    }

    private static String sentence(Difference difference, double first, double second, String name, String other) {
        Interval interval = difference.interval().orElseThrow();
        boolean less = difference.metric().lessIsBetter();
        boolean above = interval.low() > 0;
        boolean below = interval.high() < 0;
        boolean worse = less ? above : below;
        String judged = above || below
                ? (worse ? other : name) + " is better than " + (worse ? name : other) + " by more than chance"
                : "there is no difference between " + name + " and " + other + " beyond chance";
        return String.format(
                Locale.ROOT,
                "By %s, %s: %s against %s, a difference of %s [%s, %s]%s.",
                ReportText.label(difference.metric(), difference.cutoff()),
                judged,
                ReportText.number(worse ? second : first),
                ReportText.number(worse ? first : second),
                ReportText.number(worse ? -difference.value() : difference.value()),
                ReportText.number(worse ? -interval.high() : interval.low()),
                ReportText.number(worse ? -interval.low() : interval.high()),
                difference.pValue().isPresent()
                        ? ", " + FigureText.pValue(difference.pValue().getAsDouble())
                        : "");
    }
}
