package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Repeated and new items apart. */
class RepeatsTest {
    static IntStream seeds() {
        return IntStream.range(0, 40);
    }

    @Test
    void theSameListsAreJudgedByEither() {
        UsageEvents train = pairs("u a", "u b", "v a", "w c");
        UsageEvents test = pairs("u a", "u c", "u d", "v b", "w c");
        TableRecommender table =
                new TableRecommender().list("u", "a", "c").list("v", "a", "b").list("w", "a", "b");
        Evaluation evaluation = Evaluator.create()
                .query(Query.popular().includeSeen())
                .cutoffs(2)
                .evaluate(table, train, test);

        // Repeated: u a, hit at 1; w c, missed. New: u c and u d, one hit at 2; v b, hit at 2.
        assertThat(value(evaluation.model().repeated(), Metric.RECALL)).isEqualTo(0.5);
        assertThat(value(evaluation.model().repeated(), Metric.MRR)).isEqualTo(0.5);
        assertThat(value(evaluation.model().newToUser(), Metric.RECALL)).isEqualTo(0.75);
        assertThat(value(evaluation.model().newToUser(), Metric.MRR)).isEqualTo(0.5);
        assertThat(evaluation.counts().repeats()).contains(new Evaluation.Repeats(2, 2, 2, 3));
        assertThat(evaluation.model().repeated())
                .allMatch(score -> score.interval().isPresent());
        assertThat(evaluation.toString())
                .contains("Items that the user had before, by 2 test users\n")
                .contains("Items that are new to the user, by 2 test users\n")
                .contains("relevant pairs that repeat what the user had: 2\n");
        assertThat(evaluation.toJson()).contains("\"repeatedItems\"", "\"newItems\"", "\"repeatedPairs\" : 2");
        assertThat(evaluation.toHtml()).contains("Repeated and new items apart", "3 items of 2 test users");
    }

    @Test
    void thereAreNoRepeatsWhereSeenItemsAreLeftOut() {
        Evaluation evaluation = Evaluator.create().evaluate(new TableRecommender(), pairs("u a", "v b"), pairs("u b"));

        assertThat(evaluation.counts().repeats()).isEmpty();
        assertThat(evaluation.model().repeated()).isEmpty();
        assertThat(evaluation.model().newToUser()).isEmpty();
        assertThat(evaluation.toHtml()).doesNotContain("Repeated and new");
        assertThat(evaluation.toJson()).doesNotContain("repeated");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void hitsOfEitherAddUp(int seed) {
        List<UsageEvent> train = TestEvents.random(20, 12, 120, seed);
        List<UsageEvent> tested = TestEvents.random(20, 12, 60, seed + 1000);
        TableRecommender table = new TableRecommender();
        for (int user = 0; user < 20; user++) {
            table.list("u" + user, "i" + (user + seed) % 5, "i" + (5 + user % 3), "i" + (8 + seed % 4));
        }
        TestSet test = Evaluator.create()
                .query(Query.popular().includeSeen())
                .cutoffs(3)
                .testSet(UsageEvents.of(train), UsageEvents.of(tested));
        Measurement measured = test.measure(table);
        double[] all = measured.values(Metric.PRECISION, 3);
        double[] repeated = measured.values(Metric.RECALL, 3, Relevant.REPEATED);
        double[] fresh = measured.values(Metric.RECALL, 3, Relevant.NEW);

        Set<String> before =
                train.stream().map(event -> event.user() + event.item()).collect(Collectors.toSet());
        for (int number = 0; number < test.size(); number++) {
            String user = test.users().get(number);
            Set<String> list = new HashSet<>(table.scores().get(user).keySet());
            double[] hits = new double[2];
            double[] relevant = new double[2];
            for (String item : tested.stream()
                    .filter(event -> event.user().equals(user))
                    .map(UsageEvent::item)
                    .collect(Collectors.toSet())) {
                int kind = before.contains(user + item) ? 0 : 1;
                relevant[kind]++;
                hits[kind] += list.contains(item) ? 1 : 0;
            }
            assertThat(all[number]).isEqualTo((hits[0] + hits[1]) / 3);
            assertThat(repeated[number]).isEqualTo(Double.valueOf(hits[0] / relevant[0]));
            assertThat(fresh[number]).isEqualTo(Double.valueOf(hits[1] / relevant[1]));
        }
    }

    private static double value(List<Evaluation.Score> scores, Metric metric) {
        return scores.stream()
                .filter(score -> score.metric() == metric)
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static UsageEvents pairs(String... pairs) {
        return UsageEvents.of(List.of(pairs).stream()
                .map(pair -> UsageEvent.of(pair.split(" ")[0], pair.split(" ")[1]))
                .toList());
    }
}
