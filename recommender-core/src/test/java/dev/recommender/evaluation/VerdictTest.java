package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation.Comparison;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Evaluation.Outcome;
import dev.recommender.evaluation.Evaluation.Provenance;
import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.ridge.RidgeTrainer;
import dev.recommender.sar.SarTrainer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class VerdictTest {
    private static final Provenance SAR = new Provenance(Optional.of("sar"), Map.of("similarity", "jaccard"));
    private static final Provenance LIFT = new Provenance(Optional.of("sar"), Map.of("similarity", "lift"));
    private static final Provenance RIDGE = new Provenance(Optional.of("ridge"), Map.of("penalty", "8.0"));

    @Test
    void theBetterOneIsNamedWhereTheIntervalIsOnOneSide() {
        assertThat(Verdict.of(compared(RIDGE, SAR, 0.3, 0.2, difference(0.1, 0.05, 0.15))))
                .contains(
                        "By nDCG@10, ridge is better than sar by more than chance: 0.3000 against 0.2000, a difference"
                                + " of 0.1000 [0.0500, 0.1500], p = 0.020.");
        assertThat(Verdict.of(compared(RIDGE, SAR, 0.2, 0.3, difference(-0.1, -0.15, -0.05))))
                .contains(
                        "By nDCG@10, sar is better than ridge by more than chance: 0.3000 against 0.2000, a difference"
                                + " of 0.1000 [0.0500, 0.1500], p = 0.020.");
    }

    @Test
    void noneIsBetterWhereTheIntervalHoldsZero() {
        String end = ": 0.2000 against 0.2100, a difference of -0.0100 [-0.0200, 0.0000], p = 0.020.";
        Difference difference = difference(-0.01, -0.02, 0);
        assertThat(Verdict.of(compared(SAR, LIFT, 0.2, 0.21, difference)))
                .contains(
                        "By nDCG@10, there is no difference between sar (similarity jaccard) and sar (similarity lift)"
                                + " beyond chance" + end);
        assertThat(Verdict.of(compared(SAR, SAR, 0.2, 0.21, difference)))
                .contains("By nDCG@10, there is no difference between the model and the model against beyond chance"
                        + end);
    }

    @Test
    void whatIsComparedWithNoOtherModelStandsBesidePopularity() {
        assertThat(Verdict.of(evaluation(0.3, Optional.of(outcome("popularity", 0.2)), Optional.empty())))
                .contains("By nDCG@10, sar is better than popularity by more than chance: 0.3000 against 0.2000, a"
                        + " difference of 0.1000 [0.0500, 0.1500], p = 0.020.");
        assertThat(Verdict.of(evaluation(0.3, Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    /** Of errors, less is better. */
    @Test
    void ratingsStandBesideTheMeanOfTheItem() {
        assertThat(Verdict.ofRatings(rated(0.9, 1.0, -0.1, -0.15, -0.05)))
                .contains("By RMSE, sar is better than the mean of the item by more than chance: 0.9000 against 1.0000,"
                        + " a difference of -0.1000 [-0.1500, -0.0500], p = 0.020.");
        assertThat(Verdict.ofRatings(rated(1.1, 1.0, 0.1, 0.05, 0.15)))
                .contains("By RMSE, the mean of the item is better than sar by more than chance: 1.0000 against 1.1000,"
                        + " a difference of -0.1000 [-0.1500, -0.0500], p = 0.020.");
        assertThat(Verdict.ofRatings(rated(1.1, 1.0, 0.1, -0.05, 0.15)).orElseThrow())
                .startsWith(
                        "By RMSE, there is no difference between sar and the mean of the item beyond chance: 1.1000 against");
        assertThat(Verdict.ofRatings(evaluation(0.3, Optional.empty(), Optional.empty())))
                .isEmpty();
    }

    private static Evaluation rated(double value, double means, double difference, double low, double high) {
        Score own = new Score(Metric.RMSE, OptionalInt.empty(), value, Optional.empty());
        Score other = new Score(Metric.RMSE, OptionalInt.empty(), means, Optional.empty());
        Difference less = new Difference(
                Metric.RMSE,
                OptionalInt.empty(),
                difference,
                Optional.of(new Interval(low, high)),
                OptionalDouble.of(0.02));
        return new Evaluation(
                Map.of(),
                SAR,
                List.of(),
                counts(),
                new Outcome("model", List.of(own), 0, 0, 9, 9, List.of(), List.of(), List.of()),
                Optional.empty(),
                List.of(),
                Optional.of(new Evaluation.Predictions(9, 8, List.of(other), List.of(less))),
                Optional.empty());
    }

    @Test
    void theTextEndsWithIt() {
        Evaluation compared = compared(RIDGE, SAR, 0.3, 0.2, difference(0.1, 0.05, 0.15));
        assertThat(compared.toString()).endsWith("\n\n" + Verdict.of(compared).orElseThrow());
    }

    /** A test set's own note, of which the verdict has the first two sentences. */
    @Test
    void itSaysWhereMostTestUsersAreNew() {
        UsageEvents train = UsageEvents.of(List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b")));
        UsageEvents test = UsageEvents.of(List.of(UsageEvent.of("v", "a"), UsageEvent.of("w", "b")));
        Evaluation evaluation =
                Evaluator.create().testSet(train, test).compare(RidgeTrainer.create(), SarTrainer.create());
        assertThat(evaluation.toString())
                .endsWith(
                        ". But 2 of 2 test users have no training event, so models list what is popular to them, and what is"
                                + " gained by knowing users hardly shows. Test with users of the training events to see it.");
        UsageEvents split = UsageEvents.of(List.of(
                UsageEvent.of("u", "a").at(Instant.EPOCH),
                UsageEvent.of("v", "a").at(Instant.EPOCH.plusSeconds(5)),
                UsageEvent.of("w", "b").at(Instant.EPOCH.plusSeconds(9))));
        assertThat(Evaluator.split(Split.atShare(0.4))
                        .testSet(split)
                        .evaluate(SarTrainer.create())
                        .toString())
                .containsPattern(
                        "\\. But \\d of \\d test users have no training event, .* To see it, take the split latest-users"
                                + " \\(in Java Split\\.latestUsers\\), which asks with .* from the future\\.$");
    }

    private static Difference difference(double value, double low, double high) {
        return new Difference(
                Metric.NDCG, OptionalInt.of(10), value, Optional.of(new Interval(low, high)), OptionalDouble.of(0.02));
    }

    private static Evaluation compared(
            Provenance model, Provenance against, double value, double other, Difference difference) {
        Difference shorter = new Difference(
                Metric.NDCG, OptionalInt.of(5), 1, Optional.of(new Interval(-1, 1)), OptionalDouble.empty());
        return new Evaluation(
                Map.of(),
                model,
                List.of(),
                counts(),
                outcome("model", value),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.of(new Comparison(outcome("against", other), against, List.of(difference, shorter))));
    }

    private static Evaluation evaluation(double value, Optional<Outcome> popular, Optional<Comparison> comparison) {
        return new Evaluation(
                Map.of(),
                SAR,
                List.of(),
                counts(),
                outcome("model", value),
                popular,
                popular.map(each -> List.of(difference(0.1, 0.05, 0.15))).orElse(List.of()),
                Optional.empty(),
                comparison);
    }

    private static Evaluation.Counts counts() {
        return new Evaluation.Counts(9, 0, 0, 9, 9, 0, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    private static Outcome outcome(String name, double value) {
        Score score = new Score(Metric.NDCG, OptionalInt.of(10), value, Optional.empty());
        Score shorter = new Score(Metric.NDCG, OptionalInt.of(5), 0, Optional.empty());
        return new Outcome(name, List.of(shorter, score), 0, 0, 9, 9, List.of(), List.of(), List.of());
    }
}
