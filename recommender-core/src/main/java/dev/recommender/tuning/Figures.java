package dev.recommender.tuning;

import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.evaluation.Metric;
import java.util.List;

/**
 * What one recommender reached on one part of the events.
 *
 * @param users how many users were asked for
 * @param scores the metric at each cut-off, ascending, with its confidence interval
 * @param coverage the part of the catalog that is recommended to anybody within the tuned cut-off, from 0 to 1:
 *     {@link Metric#CATALOG_COVERAGE}
 * @param popularityLift how much more often than they are taken items are recommended, by their popularity: first the
 *     least popular tenth of the training items, last the most popular one. Each number is the tenth's share of all
 *     recommendations within the tuned cut-off, divided by its share of the pairs of a user and an item in training.
 *     1 is neither more nor less. Empty if there are fewer than ten items
 */
public record Figures(int users, List<Score> scores, double coverage, List<Double> popularityLift) {
    public Figures {
        scores = List.copyOf(scores);
        popularityLift = List.copyOf(popularityLift);
    }

    /**
     * The score at a cut-off.
     *
     * @throws IllegalArgumentException if that was not measured
     */
    public Score score(int cutoff) {
        return scores.stream()
                .filter(score -> score.cutoff().orElse(0) == cutoff)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no figure at " + cutoff
                        + "; there are those at "
                        + scores.stream().map(score -> score.cutoff().orElse(0)).toList()));
    }
}
