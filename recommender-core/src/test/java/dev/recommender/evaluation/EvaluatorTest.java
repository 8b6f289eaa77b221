package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.RecommenderException;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
    private static final UsageEvents TRAIN = pairs("u a, u b, v a, v c, w a, w d");

    @Test
    void everyTestUserWithARelevantItemCounts() {
        TableRecommender table = new TableRecommender().list("u", "c", "d").list("v");

        Evaluation evaluation = Evaluator.create().cutoffs(2).evaluate(table, TRAIN, pairs("u c, v b, stranger a"));

        assertThat(evaluation.value(Metric.HIT_RATE, 2)).isEqualTo(1 / 3.0);
        assertThat(evaluation.value(Metric.PRECISION, 2)).isCloseTo(0.5 / 3, within(1e-15));
        assertThat(evaluation.value(Metric.NDCG, 2)).isEqualTo(1 / 3.0);
        assertThat(evaluation.counts().users()).isEqualTo(3);
        assertThat(evaluation.model().unknownUsers()).isEqualTo(1);
        assertThat(evaluation.model().usersWithoutRecommendations()).isEqualTo(2);
    }

    @Test
    void thePeerLeavesOutUsersWithoutRecommendations() {
        TableRecommender table = new TableRecommender().list("u", "c", "d").list("v", "b", "d");

        Evaluation evaluation = Evaluator.create()
                .averagedOver(AveragedOver.PEER)
                .cutoffs(2)
                .evaluate(table, TRAIN, pairs("u c, v x, stranger a"));

        assertThat(evaluation.value(Metric.PRECISION, 2)).isEqualTo(0.25);
        assertThat(evaluation.value(Metric.R_PRECISION, 2)).isEqualTo(1);
        assertThat(evaluation.value(Metric.NDCG, 2)).isCloseTo(1 / 3.0, within(1e-15));
    }

    @Test
    void whatTheUserHasSeenIsNotRelevant() {
        TableRecommender table = new TableRecommender().list("u", "c").list("v", "b");

        Evaluation evaluation = Evaluator.create().cutoffs(1).evaluate(table, TRAIN, pairs("u c, u a, v a, w x"));

        assertThat(evaluation.value(Metric.RECALL, 1)).isEqualTo(0.5);
        assertThat(evaluation.counts())
                .isEqualTo(new Evaluation.Counts(
                        2,
                        0,
                        1,
                        2,
                        4,
                        0,
                        0,
                        0,
                        0,
                        Optional.of(new Evaluation.Training(6, 3, 4, 2, 1)),
                        Optional.empty()));
    }

    @Test
    void seenItemsAreRelevantIfTheQueryIncludesThem() {
        TableRecommender table = new TableRecommender().list("u", "a");

        Evaluation evaluation = Evaluator.create()
                .query(Query.popular().includeSeen())
                .cutoffs(1)
                .evaluate(table, TRAIN, pairs("u a"));

        assertThat(evaluation.value(Metric.RECALL, 1)).isEqualTo(1);
        assertThat(evaluation.parameters()).containsEntry("seen items", "may be recommended, repeats are relevant");
    }

    @Test
    void onlyEventsThatWeighEnoughMakeAnItemRelevant() {
        TableRecommender table = new TableRecommender().list("u", "c", "d", "e");
        UsageEvents test = UsageEvents.of(List.of(
                UsageEvent.of("u", "c").weight(2),
                UsageEvent.of("u", "d").weight(1).at(Instant.EPOCH.plusSeconds(1)),
                UsageEvent.of("u", "d").weight(3).at(Instant.EPOCH),
                UsageEvent.of("u", "e").type(EventType.REMOVE_SHOP_CART),
                UsageEvent.of("u", "f").type(EventType.CLICK)));
        Evaluator evaluator = Evaluator.create().cutoffs(3);

        assertThat(evaluator.evaluate(table, TRAIN, test).counts().relevantPairs())
                .isEqualTo(3);
        assertThat(evaluator.relevantFrom(3).evaluate(table, TRAIN, test).value(Metric.PRECISION, 3))
                .isEqualTo(1 / 3.0);
        assertThat(evaluator
                        .relevantFrom(-1)
                        .evaluate(table, TRAIN, test)
                        .counts()
                        .relevantPairs())
                .isEqualTo(4);
        assertThat(evaluator
                        .eventWeights(EventWeights.standard().with(EventType.CLICK, 0))
                        .evaluate(table, TRAIN, test)
                        .counts()
                        .relevantPairs())
                .isEqualTo(2);
    }

    @Test
    void popularityIsComparedUserByUser() {
        UsageEvents train = pairs("u a, v a, v b, w a, w b, w c, x d");
        TableRecommender table =
                new TableRecommender().list("u", "c").list("x", "a").list("v", "d");

        Evaluation evaluation =
                Evaluator.create().cutoffs(1).evaluate(table, train, pairs("u b, x a, v d, stranger a"));

        Evaluation.Outcome popularity = evaluation.baseline().orElseThrow();
        assertThat(popularity.score(Metric.HIT_RATE, 1).value()).isEqualTo(0.75);
        assertThat(popularity.unknownUsers()).isEqualTo(1);
        assertThat(popularity.distinctItems()).isEqualTo(3);
        assertThat(evaluation.value(Metric.HIT_RATE, 1)).isEqualTo(0.5);
        Evaluation.Difference gain = ReportText.difference(evaluation.gains(), Metric.HIT_RATE, OptionalInt.of(1))
                .orElseThrow();
        assertThat(gain.value()).isEqualTo(-0.25);
        assertThat(gain.interval().orElseThrow().low()).isLessThan(-0.25);
        assertThat(gain.interval().orElseThrow().high()).isBetween(0.0, 0.75);
    }

    @Test
    void popularityBucketsAreThoseOfTheRetiredService() {
        List<String> train = new ArrayList<>();
        for (int item = 0; item < 100; item++) {
            for (int user = 0; user <= item; user++) {
                train.add("u" + user + " i" + String.format(Locale.ROOT, "%03d", item));
            }
        }
        // i099 is at percentile 100, i098 at 99, i089 at 90, i088 at 89; "cold" has no training event.
        TableRecommender table =
                new TableRecommender().list("x", "i099", "i098", "i097", "i089", "i088", "i000", "cold", "i001");

        Evaluation evaluation =
                Evaluator.create().cutoffs(8).evaluate(table, pairs(String.join(", ", train)), pairs("x i099"));

        assertThat(evaluation.model().popularity())
                .containsExactly(
                        new Evaluation.PopularityBucket(0, 90, 0.5),
                        new Evaluation.PopularityBucket(90, 99, 0.25),
                        new Evaluation.PopularityBucket(99, 100, 0.25));
        assertThat(evaluation.value(Metric.CATALOG_COVERAGE, 8)).isEqualTo(8 / 101.0);
    }

    @Test
    void aucOfTheWholeRankingCountsUnlistedItemsLast() {
        TableRecommender table =
                new TableRecommender().list("u", "c").list("v", "d", "b").list("w", "c");

        Evaluation evaluation =
                Evaluator.create().measureAuc().cutoffs(1).evaluate(table, TRAIN, pairs("u c, v b, w x"));

        // u: c before d; v: d before b; w: b and c stand for candidates, c before x and b level with it.
        assertThat(evaluation.value(Metric.AUC)).isCloseTo((1 + 0 + 0.25) / 3, within(1e-15));
    }

    @Test
    void theResultDependsNeitherOnThreadsNorOnTheOrderOfEvents() {
        List<UsageEvent> events = TestEvents.random(80, 60, 2000, 11);
        Evaluator evaluator = Evaluator.split(Split.stratified(0.7, 3)).measureAuc();
        String expected = evaluator
                .threads(1)
                .evaluate(new TableTrainer(1), UsageEvents.of(events))
                .toJson();

        List<UsageEvent> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(5));

        assertThat(evaluator
                        .threads(4)
                        .evaluate(new TableTrainer(1), UsageEvents.of(shuffled))
                        .toJson())
                .isEqualTo(expected);
    }

    @Test
    void anIntervalHoldsTheValueAndNarrowsWithLessConfidence() {
        UsageEvents events = UsageEvents.of(TestEvents.random(80, 60, 2000, 12));
        Evaluator evaluator = Evaluator.split(Split.lastEventPerUser());

        Evaluation wide = evaluator.confidence(0.99).evaluate(new TableTrainer(1), events);
        Evaluation narrow = evaluator.confidence(0.5).evaluate(new TableTrainer(1), events);

        assertThat(wide.model().scores())
                .filteredOn(score -> score.interval().isPresent())
                .hasSizeGreaterThan(30);
        for (Evaluation.Score score : wide.model().scores()) {
            score.interval().ifPresent(interval -> {
                assertThat(score.value()).as("%s", score).isBetween(interval.low(), interval.high());
                Evaluation.Interval inner = ReportText.find(narrow.model().scores(), score.metric(), score.cutoff())
                        .flatMap(Evaluation.Score::interval)
                        .orElseThrow();
                assertThat(inner.low()).isGreaterThanOrEqualTo(interval.low());
                assertThat(inner.high()).isLessThanOrEqualTo(interval.high());
            });
        }
    }

    @Test
    void anIntervalIsAsWideAsTheoryExpects() {
        double[] values = new double[400];
        Random random = new Random(3);
        for (int user = 0; user < values.length; user++) {
            values[user] = random.nextInt(5) == 0 ? 1 : 0;
        }
        double mean = Bootstrap.mean(values);
        double standardError = Math.sqrt(mean * (1 - mean) / values.length);

        Evaluation.Interval interval = new Bootstrap(4000, 1, 0.95)
                .estimates(new double[][] {values}, 2)
                .get(0)
                .interval()
                .orElseThrow();

        assertThat(interval.low()).isCloseTo(mean - 1.96 * standardError, within(0.004));
        assertThat(interval.high()).isCloseTo(mean + 1.96 * standardError, within(0.004));
    }

    @Test
    void theModelIsTrainedOnTheTrainingPartAloneAndClosed() {
        List<UsageEvent> events = TestEvents.random(40, 30, 600, 13);
        TableTrainer trainer = new TableTrainer(1);

        Evaluation evaluation = Evaluator.split(Split.chronological(0.75)).evaluate(trainer, UsageEvents.of(events));

        List<UsageEvent> train = TestEvents.list(
                Split.chronological(0.75).parts(UsageEvents.of(events)).get(0));
        assertThat(trainer.models()).singleElement().satisfies(model -> {
            assertThat(model.closed()).isTrue();
            assertThat(model.events()).isEqualTo(train);
        });
        assertThat(evaluation.counts().training().orElseThrow().events()).isEqualTo(train.size());
        assertThat(evaluation.provenance().parameters()).containsEntry("kind", "table");
        assertThat(evaluation.parameters()).containsEntry("split", "chronological 0.75 : 0.25");
    }

    @Test
    void aSplitThatLeavesNothingIsSaidToDoSo() {
        TableTrainer trainer = new TableTrainer(1);

        assertThatThrownBy(() -> Evaluator.create().evaluate(trainer, pairs("u a, v a")))
                .isInstanceOf(RecommenderException.class)
                .hasMessage("the split \"last event per user\" leaves no event to test with;"
                        + " none of the 2 events has a time; choose another split");
        assertThat(trainer.models()).isEmpty();
    }

    @Test
    void theModelIsClosedWhenTheEvaluationFails() {
        TableTrainer trainer = new TableTrainer(1);

        assertThatThrownBy(() -> Evaluator.create().evaluate(trainer, pairs("u a, u a, v a, v a")))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("of 2 test events, none");
        assertThat(trainer.models()).isEmpty();
        // A held-out user is asked for by seeds, which the table refuses.
        assertThatThrownBy(() ->
                        Evaluator.split(Split.heldOutUsers(0.5, 0.5, 1)).evaluate(trainer, pairs("u a, u b, v a, v b")))
                .isInstanceOf(NoSuchElementException.class);
        assertThat(trainer.models()).singleElement().matches(TableTrainer.TableModel::closed);
    }

    @Test
    void withoutTrainingEventsListsAreNotMeasured() {
        TableRecommender table = new TableRecommender().list("u", "c");

        Evaluation evaluation = Evaluator.create().cutoffs(1).evaluate(table, pairs("u c, v a"));

        assertThat(evaluation.value(Metric.HIT_RATE, 1)).isEqualTo(0.5);
        assertThat(evaluation.model().popularity()).isEmpty();
        assertThat(evaluation.counts().training()).isEmpty();
        assertThat(evaluation.toString()).contains("training events: -\n");
        assertThat(evaluation.toHtml())
                .contains("A model was asked what 2 test users")
                .contains("<dd>-</dd>");
        assertThatThrownBy(() -> evaluation.value(Metric.NOVELTY, 1)).hasMessageContaining("NOVELTY at 1");
        assertThatThrownBy(() -> evaluation.value(Metric.AUC)).hasMessageContaining("AUC without a cut-off");
        assertThat(evaluation.baseline()).isEmpty();
        assertThatThrownBy(() -> Evaluator.create().testSetOnly(pairs("u c")).popularity())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Evaluator.create().measureAuc().evaluate(table, pairs("u c")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void rejectedRecordsAreCounted() {
        UsageEvents source = sink -> {
            sink.event("u", "c", UsageEvents.NO_TIME, EventType.CLICK, UsageEvents.NO_WEIGHT);
            ParsingProblem problem = new ParsingProblem(ParsingReason.UNKNOWN_ITEM_ID, 7, "f", 1, "x");
            return new ParsingReport(8, 1, List.of(problem), List.of());
        };

        Evaluation evaluation = Evaluator.create().evaluate(new TableRecommender(), TRAIN, source);

        assertThat(evaluation.counts().rejectedRecords()).isEqualTo(7);
    }

    @Test
    void aSourceThatCannotBeReadIsTold() {
        UsageEvents broken = sink -> {
            throw new IOException("disk gone");
        };

        assertThatThrownBy(() -> Evaluator.create().evaluate(new TableRecommender(), TRAIN, broken))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("disk gone");
    }

    @Test
    void wrongOptionsAreRefusedWithTheirValue() {
        assertThatThrownBy(() -> Evaluator.create().cutoffs(5, 0)).hasMessageContaining("[5, 0]");
        assertThatThrownBy(() -> Evaluator.create().cutoffs()).hasMessageContaining("[]");
        assertThatThrownBy(() -> Evaluator.create().threads(0)).hasMessageContaining("threads must be at least 1: 0");
        assertThatThrownBy(() -> Evaluator.create().bootstrap(0, 1)).hasMessageContaining("samples");
        assertThatThrownBy(() -> Evaluator.create().confidence(1)).hasMessageContaining("1.0");
        assertThatThrownBy(() -> Evaluator.create().relevantFrom(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Evaluator.split(Split.random(List.of(1.0, 1.0, 1.0), 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
    }

    private static UsageEvents pairs(String pairs) {
        List<UsageEvent> events = new ArrayList<>();
        for (String pair : pairs.split(", *")) {
            String[] fields = pair.split(" ");
            events.add(UsageEvent.of(fields[0], fields[1]));
        }
        return UsageEvents.of(events);
    }
}
