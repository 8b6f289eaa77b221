package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A test set that is made once: values per user, samples, pairs, and what reports say of them. */
class TestSetTest {
    private static final List<UsageEvent> EVENTS = TestEvents.random(80, 60, 2000, 21);
    private static final Evaluator EVALUATOR =
            Evaluator.split(Split.stratified(0.7, 3)).cutoffs(3, 10);

    @Test
    void manyModelsAreMeasuredOnOneTestSet() {
        TestSet test = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        for (int seed = 0; seed < 3; seed++) {
            Evaluation alone = EVALUATOR.evaluate(new TableTrainer(seed), UsageEvents.of(EVENTS));
            assertThat(test.evaluate(new TableTrainer(seed)).toJson()).isEqualTo(alone.toJson());
            Measurement measured = test.measure(new TableTrainer(seed));
            for (Metric metric : List.of(Metric.NDCG, Metric.CAPPED_RECALL, Metric.MRR)) {
                double[] values = measured.values(metric, 3);
                assertThat(values).hasSize(test.size());
                assertThat(DoubleStream.of(values).average().orElseThrow())
                        .isCloseTo(alone.value(metric, 3), within(1e-12));
                assertThat(measured.value(metric, 3)).isEqualTo(alone.value(metric, 3));
            }
        }
        assertThat(test.users()).hasSize(test.size()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void valuesArePerUser() {
        UsageEvents train = UsageEvents.of(List.of(UsageEvent.of("u", "x"), UsageEvent.of("v", "x")));
        UsageEvents test = UsageEvents.of(List.of(
                UsageEvent.of("u", "a"), UsageEvent.of("u", "b"), UsageEvent.of("u", "c"), UsageEvent.of("v", "a")));
        TableRecommender table = new TableRecommender().list("u", "a", "b").list("v", "b", "a");
        Measurement measured =
                Evaluator.create().cutoffs(2).testSet(train, test).measure(table);

        assertThat(measured.testSet().users()).containsExactly("u", "v");
        assertThat(measured.values(Metric.RECALL, 2)).containsExactly(2 / 3.0, 1);
        assertThat(measured.values(Metric.CAPPED_RECALL, 2)).containsExactly(1, 1);
        assertThat(measured.values(Metric.CAPPED_RECALL, 1)).containsExactly(1, 0);
        assertThat(measured.values(Metric.PRECISION, 1)).containsExactly(1, 0);
        assertThatThrownBy(() -> measured.values(Metric.RECALL, 3))
                .hasMessageContaining("from 1 to 2")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> measured.values(Metric.RECALL, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> measured.values(Metric.NOVELTY, 1)).hasMessageContaining("NOVELTY");
        assertThatThrownBy(() -> measured.values(Metric.RECALL, 1, Relevant.NEW))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void samplesOfOneSeedAreNested() {
        TestSet all = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        TestSet larger = all.sample(30, 5);
        TestSet smaller = all.sample(12, 5);

        assertThat(larger.users()).hasSize(30).isSubsetOf(all.users()).isSorted();
        assertThat(smaller.users()).hasSize(12).isSubsetOf(larger.users());
        assertThat(larger.sample(12, 5).users()).isEqualTo(smaller.users());
        assertThat(all.sample(12, 6).users()).isNotEqualTo(smaller.users());
        assertThat(all.sample(10_000, 5).users()).isEqualTo(all.users());
        assertThat(EVALUATOR.maxTestUsers(12, 5).testSet(UsageEvents.of(EVENTS)).users())
                .isEqualTo(smaller.users());
        assertThat(smaller.counts().users()).isEqualTo(12);
        assertThat(smaller.counts().usersNotDrawn()).isEqualTo(all.size() - 12);
        Evaluation evaluation = smaller.evaluate(new TableTrainer(1));
        assertThat(evaluation.parameters()).containsEntry("test users", "at most 12, seed 5");
        assertThat(evaluation.toString()).startsWith("Evaluation of table by 12 of " + all.size() + " test users");
        assertThat(evaluation.toHtml()).contains("asked what 12 of " + all.size() + " test users would take");
        // A user has the same value in every sample.
        double[] inAll = all.measure(new TableTrainer(1)).values(Metric.NDCG, 10);
        double[] inSample = smaller.measure(new TableTrainer(1)).values(Metric.NDCG, 10);
        for (int user = 0; user < 12; user++) {
            int place = all.users().indexOf(smaller.users().get(user));
            assertThat(inSample[user]).isEqualTo(inAll[place]);
        }
        assertThatThrownBy(() -> all.sample(0, 1)).hasMessageContaining("count must be at least 1: 0");
    }

    /** The lists have items that no event has, and AUC is measured, so whole rankings count. */
    @Test
    void usersOfASampleAreNotAskedAgain() {
        TestSet all = EVALUATOR.measureAuc().testSet(UsageEvents.of(EVENTS));
        TestSet larger = all.sample(30, 5);
        TestSet smaller = all.sample(12, 5);
        TableRecommender table = new TableRecommender();
        for (int number = 0; number < all.size(); number += 2) {
            table.list(all.users().get(number), "new" + number % 7, "i" + number % 60, "new" + number % 5);
        }
        List<String> asked = Collections.synchronizedList(new ArrayList<>());
        Recommender counting = new Recommender() {
            @Override
            public Recommendations recommend(Query query) {
                asked.add(query.user().orElseThrow());
                return table.recommend(query);
            }

            @Override
            public OptionalDouble predict(String user, String item) {
                return table.predict(user, item);
            }

            @Override
            public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
                return table.recommendAll(users, query, sink);
            }
        };
        Measurement first = smaller.measure(counting);
        Measurement second = larger.measure(counting, first);
        Measurement third = all.measure(counting, second);
        assertThat(asked).containsExactlyInAnyOrderElementsOf(all.users());
        for (Measurement measured : List.of(second, third)) {
            Measurement anew = measured.testSet().measure(table);
            for (int cutoff : new int[] {3, 10}) {
                assertThat(measured.values(Metric.NDCG, cutoff)).isEqualTo(anew.values(Metric.NDCG, cutoff));
                assertThat(measured.catalogCoverage(cutoff)).isEqualTo(anew.catalogCoverage(cutoff));
                assertThat(measured.popularityLift(cutoff)).isEqualTo(anew.popularityLift(cutoff));
            }
            assertThat(measured.unknownUsers()).isEqualTo(anew.unknownUsers()).isPositive();
            assertThat(measured.lists().auc).isEqualTo(anew.lists().auc);
        }
        assertThatThrownBy(() -> smaller.measure(table, second))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a sample of these test users");
        assertThatThrownBy(() ->
                        EVALUATOR.testSet(UsageEvents.of(EVENTS)).sample(30, 5).measure(table, first))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aShareOfTheTestUsersIsAskedFor() {
        TestSet all = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        TestSet quarter = EVALUATOR.testUserShare(0.25, 5).testSet(UsageEvents.of(EVENTS));

        assertThat(quarter.users())
                .isEqualTo(all.sample(Math.round(all.size() / 4f), 5).users());
        assertThat(quarter.evaluate(new TableTrainer(1)).parameters())
                .containsEntry("test users", "a share of 0.25, seed 5");
        assertThat(EVALUATOR
                        .testUserShare(1e-9, 5)
                        .testSet(UsageEvents.of(EVENTS))
                        .size())
                .isEqualTo(1);
        assertThatThrownBy(() -> EVALUATOR.testUserShare(1, 1))
                .hasMessageContaining("testUserShare")
                .hasMessageContaining("1.0");
    }

    @Test
    void pairsAreComparedUserByUser() {
        TestSet test = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        Measurement one = test.measure(new TableTrainer(1));
        Measurement two = test.measure(new TableTrainer(2));
        Evaluation.Difference difference = one.minus(two, Metric.NDCG, 10);

        assertThat(difference.value())
                .isCloseTo(one.value(Metric.NDCG, 10) - two.value(Metric.NDCG, 10), within(1e-12));
        Evaluation.Interval interval = difference.interval().orElseThrow();
        Evaluation.Interval turned = two.minus(one, Metric.NDCG, 10).interval().orElseThrow();
        assertThat(interval.low()).isCloseTo(-turned.high(), within(1e-12));
        assertThat(difference.pValue())
                .isEqualTo(two.minus(one, Metric.NDCG, 10).pValue());
        assertThat(one.minus(one, Metric.NDCG, 10).pValue()).hasValue(1);
        Evaluation compared = test.compare(new TableTrainer(1), new TableTrainer(2));
        assertThat(compared.comparison().orElseThrow().differences()).contains(difference);
        assertThat(compared.comparison()
                        .orElseThrow()
                        .against()
                        .score(Metric.NDCG, 10)
                        .value())
                .isEqualTo(two.value(Metric.NDCG, 10));
        assertThat(compared.model())
                .isEqualTo(test.evaluate(new TableTrainer(1)).model());

        TestSet other = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        assertThatThrownBy(() -> one.minus(other.measure(new TableTrainer(2)), Metric.NDCG, 10))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another test set");
        TestSet plain = EVALUATOR.withoutBootstrap().testSet(UsageEvents.of(EVENTS));
        assertThatThrownBy(() -> plain.compare(new TableTrainer(1), new TableTrainer(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("withoutBootstrap");
        Measurement unsampled = plain.measure(new TableTrainer(1));
        assertThatThrownBy(() -> unsampled.minus(unsampled, Metric.NDCG, 10)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aMeasurementHasTheScoresAndTheCoverageOfAnEvaluation() {
        TestSet test = EVALUATOR.testSet(UsageEvents.of(EVENTS));
        Evaluation evaluation = test.evaluate(new TableTrainer(4));
        Measurement measured = test.measure(new TableTrainer(4));

        assertThat(measured.scores(Metric.RECALL, 3, 10))
                .containsExactly(
                        evaluation.model().score(Metric.RECALL, 3),
                        evaluation.model().score(Metric.RECALL, 10));
        assertThat(measured.catalogCoverage(3)).isEqualTo(evaluation.value(Metric.CATALOG_COVERAGE, 3));
        assertThat(measured.unknownUsers()).isEqualTo(evaluation.model().unknownUsers());
        assertThatThrownBy(() -> measured.catalogCoverage(11)).hasMessageContaining("from 1 to 10");
        TestSet unknown = Evaluator.create().cutoffs(3).testSetOnly(UsageEvents.of(EVENTS));
        assertThatThrownBy(() -> unknown.measure(new TableRecommender()).popularityLift(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("training events");
    }

    @Test
    void theLiftByPopularityIsTheShareShownOverTheShareTaken() {
        // Item j has j + 1 users in training; 20 items, so two to a tenth.
        List<UsageEvent> train = new ArrayList<>();
        for (int item = 0; item < 20; item++) {
            for (int user = 0; user <= item; user++) {
                train.add(UsageEvent.of("t" + user, "i" + item));
            }
        }
        UsageEvents tested = UsageEvents.of(List.of(UsageEvent.of("u", "i0"), UsageEvent.of("v", "i1")));
        // Of four recommendations two are of the most popular tenth, one of the least popular one, and one of no
        // training item.
        TableRecommender table = new TableRecommender().list("u", "i19", "i0").list("v", "i18", "new");
        Measurement measured = Evaluator.create()
                .cutoffs(2)
                .testSet(UsageEvents.of(train), tested)
                .measure(table);

        double[] lift = measured.popularityLift(2);
        assertThat(lift).hasSize(10);
        assertThat(lift[0]).isCloseTo(0.25 / (3 / 210.0), within(1e-12));
        assertThat(lift[9]).isCloseTo(0.5 / (39 / 210.0), within(1e-12));
        assertThat(Arrays.copyOfRange(lift, 1, 9)).containsOnly(0);
        assertThat(measured.popularityLift(1)[9]).isCloseTo(1 / (39 / 210.0), within(1e-12));
        Measurement none = Evaluator.create()
                .cutoffs(2)
                .testSet(UsageEvents.of(train), tested)
                .measure(new TableRecommender().list("u").list("v"));
        assertThat(none.popularityLift(2)).containsOnly(0);
        assertThat(Evaluator.create()
                        .testSet(UsageEvents.of(train.subList(0, 10)), tested)
                        .measure(table)
                        .popularityLift(1))
                .isEmpty();
    }

    @Test
    @Tag("slow")
    void nothingDependsOnThreads() {
        Evaluator evaluator = Evaluator.split(Split.chronological(0.7))
                .testUserShare(0.6, 2)
                .query(Query.popular().includeSeen())
                .measureAuc();
        String expected = evaluator
                .threads(1)
                .testSet(UsageEvents.of(EVENTS))
                .compare(new TableTrainer(1), new TableTrainer(2))
                .toJson();

        assertThat(evaluator
                        .threads(5)
                        .testSet(UsageEvents.of(EVENTS))
                        .compare(new TableTrainer(1), new TableTrainer(2))
                        .toJson())
                .isEqualTo(expected);
    }

    @Test
    void aSplitHasNoEffectOnPartsThatAreGiven() {
        UsageEvents events = UsageEvents.of(EVENTS);
        assertThatThrownBy(() -> EVALUATOR.evaluate(new TableTrainer(1), events, events))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("stratified 0.7 : 0.3, seed 3")
                .hasMessageContaining("no effect");
    }

    @Test
    void eventsAreReadOnceHoweverManyModelsThereAre() {
        UsageEvents train = UsageEvents.of(EVENTS.stream().limit(1500));
        UsageEvents rest = UsageEvents.of(EVENTS.stream().skip(1500));
        TestSet test = Evaluator.create().testSet(train, rest);

        assertThat(test.measure(new TableTrainer(1)).values(Metric.NDCG, 5))
                .isEqualTo(test.measure(new TableTrainer(1)).values(Metric.NDCG, 5))
                .isNotEqualTo(test.measure(new TableTrainer(2)).values(Metric.NDCG, 5));
        assertThat(TestEvents.list(test.training().usage()))
                .containsExactlyInAnyOrderElementsOf(EVENTS.subList(0, 1500));
    }

    @Test
    void evaluationsSayHowMuchOfTheFutureTheModelKnows() {
        UsageEvents train = UsageEvents.of(List.of(event("u", "a", 5), event("v", "a", 9), UsageEvent.of("v", "b")));
        UsageEvents test = UsageEvents.of(
                List.of(event("u", "b", 8), event("u", "c", 9), UsageEvent.of("u", "d"), event("v", "c", 10)));
        Evaluation evaluation = Evaluator.create().evaluate(new TableRecommender(), train, test);

        assertThat(evaluation.counts().earlierTestEvents()).isEqualTo(1);
        assertThat(evaluation.notes())
                .singleElement()
                .satisfies(note -> assertThat(note)
                        .startsWith(
                                "1 of 4 test events happened before the newest training event, of 1970-01-01T00:00:09Z.")
                        .contains("from the future")
                        .endsWith("Test with events that are later than all of the training."));
        assertThat(Evaluator.split(Split.random(0.5, 3))
                        .testSet(UsageEvents.of(EVENTS))
                        .notes())
                .anyMatch(note -> note.contains("fixed-date learns nothing from the future, and latest-users only"));
        assertThat(evaluation.toString()).contains("Note: 1 of 4 test events");
        assertThat(evaluation.toJson()).contains("\"notes\"", "1 of 4 test events");
        assertThat(evaluation.toHtml()).contains("class=\"card warning\">1 of 4 test events");
    }

    /** Of a split that can hardly be bettered, what matters is how much of the training there was to learn from. */
    @Test
    void withLatestUsersEvaluationsSayHowMuchOfTheTrainingIsLater() {
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "d"),
                event("u", "a", 1),
                event("u", "b", 5),
                event("u", "c", 9),
                event("v", "a", 4),
                event("v", "b", 6));
        assertThat(Evaluator.split(Split.latestUsers(0.5, 0.5))
                        .testSet(UsageEvents.of(events))
                        .notes("validation"))
                .containsExactly("1 of 1 validation events happened before the newest training event, of"
                        + " 1970-01-01T00:00:09Z. With latest-users that is no more than what others did while these users"
                        + " were there. 2 of 4 training events are later than the first event of the validation users: the"
                        + " fewer, the less a model can know of the future.");
    }

    @Test
    @Tag("slow")
    void aSplitAtOneMomentKnowsNothingOfTheFuture() {
        for (Split split :
                List.of(Split.standard(), Split.atShare(0.5), Split.fixedDate(Instant.ofEpochSecond(1_600_020_000)))) {
            Evaluation evaluation = Evaluator.split(split).evaluate(new TableTrainer(1), UsageEvents.of(EVENTS));
            assertThat(evaluation.notes()).as("%s", split).isEmpty();
        }
        for (Split split : List.of(
                Split.chronological(0.7),
                Split.lastEventPerUser(),
                Split.randomEventPerUser(1),
                Split.random(0.7, 1),
                Split.stratified(0.7, 1))) {
            Evaluation evaluation = Evaluator.split(split).evaluate(new TableTrainer(1), UsageEvents.of(EVENTS));
            assertThat(evaluation.notes())
                    .as("%s", split)
                    .singleElement()
                    .asString()
                    .contains("from the future");
        }
        List<UsageEvent> untimed = EVENTS.stream()
                .map(event -> UsageEvent.of(event.user(), event.item()))
                .toList();
        assertThat(Evaluator.create()
                        .evaluate(new TableTrainer(1), UsageEvents.of(untimed))
                        .notes())
                .singleElement()
                .asString()
                .startsWith("No event has a time");
    }

    private static UsageEvent event(String user, String item, long second) {
        return UsageEvent.of(user, item).at(Instant.ofEpochSecond(second));
    }

    @Test
    void mostUsersBeingNewIsNoted() {
        UsageEvents train = UsageEvents.of(List.of(UsageEvent.of("u", "x"), UsageEvent.of("v", "x")));
        List<UsageEvent> half = List.of(UsageEvent.of("u", "a"), UsageEvent.of("n", "a"));
        List<UsageEvent> most = List.of(UsageEvent.of("u", "a"), UsageEvent.of("n", "a"), UsageEvent.of("m", "a"));

        assertThat(notes(train, half)).noneMatch(note -> note.contains("no training event"));
        assertThat(notes(train, most))
                .anyMatch(note -> note.startsWith("2 of 3 test users have no training event, ")
                        && note.endsWith("Test with users of the training events to see it."));
        assertThat(Evaluator.create().testSetOnly(UsageEvents.of(most)).notes()).isEmpty();
        assertThat(Evaluator.create().testSet(train, UsageEvents.of(most)).notes("validation"))
                .anyMatch(note -> note.startsWith("No event has a time")
                        && note.contains("from what happened after the validation is not known"))
                .anyMatch(note -> note.startsWith("2 of 3 validation users have no training event, "));
    }

    @Test
    void mostUsersBeingNewToASplitIsNotedWithSplitsThatHelp() {
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "a").at(Instant.parse("2026-01-01T00:00:00Z")),
                UsageEvent.of("v", "a").at(Instant.parse("2026-02-01T00:00:00Z")),
                UsageEvent.of("v", "b").at(Instant.parse("2026-02-02T00:00:00Z")),
                UsageEvent.of("w", "a").at(Instant.parse("2026-02-03T00:00:00Z")),
                UsageEvent.of("w", "b").at(Instant.parse("2026-02-04T00:00:00Z")));
        Split date = Split.fixedDate(Instant.parse("2026-01-15T00:00:00Z"));
        Split users = Split.heldOutUsers(0.9, 0.5, 3);

        assertThat(Evaluator.split(date)
                        .evaluate(new TableTrainer(1), UsageEvents.of(events))
                        .notes())
                .anyMatch(note -> note.startsWith("2 of 2 test users have no training event")
                        && note.contains("take the split latest-users (in Java Split.latestUsers)")
                        && !note.contains("--"));
        assertThat(Evaluator.split(users).testSet(UsageEvents.of(events)).notes())
                .noneMatch(note -> note.contains("no training event"));
    }

    private static List<String> notes(UsageEvents train, List<UsageEvent> test) {
        return Evaluator.create().testSet(train, UsageEvents.of(test)).notes();
    }
}
