package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Strong generalisation: users whom the model was not trained on, asked for by a part of their events. */
class HeldOutUsersTest {
    static IntStream seeds() {
        return IntStream.range(0, 25);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void testUsersAreUnseenAndDividedByTime(int seed) {
        List<UsageEvent> events = TestEvents.random(30, 20, 40 + 10 * seed, seed);
        double share = 0.1 + seed % 5 * 0.15;
        double given = 0.2 + seed % 4 * 0.2;
        List<List<UsageEvent>> parts = Split.heldOutUsers(share, given, seed).parts(UsageEvents.of(events)).stream()
                .map(TestEvents::list)
                .toList();

        Set<String> tested = users(parts.get(1));
        assertThat(users(parts.get(0))).doesNotContainAnyElementsOf(tested);
        assertThat(users(parts.get(2))).isEqualTo(tested);
        long able = users(events).stream()
                .filter(user -> of(user, events).size() > 1)
                .count();
        assertThat(tested).hasSize((int) Math.max(1, Math.rint(share * able)));
        for (String user : tested) {
            List<UsageEvent> before = of(user, parts.get(2));
            List<UsageEvent> after = of(user, parts.get(1));
            int all = before.size() + after.size();
            assertThat(before).hasSize((int) Math.max(1, Math.min(all - 1, Math.rint(given * all))));
            Instant newest = before.stream()
                    .map(event -> event.time().orElse(Instant.MIN))
                    .max(Instant::compareTo)
                    .orElseThrow();
            assertThat(after)
                    .noneMatch(event -> event.time().orElse(Instant.MIN).isBefore(newest));
        }
    }

    @Test
    void eachIsAskedForByTheGivenEvents() {
        List<UsageEvent> events = List.of(
                UsageEvent.of("u", "b").at(Instant.ofEpochSecond(2)).type(EventType.PURCHASE),
                UsageEvent.of("u", "a").at(Instant.ofEpochSecond(3)).weight(2),
                UsageEvent.of("u", "d").at(Instant.ofEpochSecond(1)),
                UsageEvent.of("u", "c").at(Instant.ofEpochSecond(9)),
                UsageEvent.of("single", "c"),
                UsageEvent.of("lone", "d"));
        Recording recording = new Recording("c");
        TestSet test =
                Evaluator.split(Split.heldOutUsers(0.9, 0.75, 1)).cutoffs(1).testSet(UsageEvents.of(events));
        Evaluation evaluation = test.evaluate(recording);

        assertThat(recording.asked).singleElement().satisfies(query -> {
            assertThat(query.user()).isEmpty();
            assertThat(query.seeds())
                    .containsExactly(
                            Seed.of("d")
                                    .at(Instant.ofEpochSecond(1))
                                    .type(events.get(2).type()),
                            Seed.of("b").at(Instant.ofEpochSecond(2)).type(EventType.PURCHASE),
                            Seed.of("a")
                                    .at(Instant.ofEpochSecond(3))
                                    .type(events.get(1).type())
                                    .weight(2));
        });
        assertThat(evaluation.value(Metric.RECALL, 1)).isEqualTo(1);
        assertThat(evaluation.counts().givenEvents()).isEqualTo(3);
        assertThat(evaluation.counts().droppedEvents()).isZero();
        assertThat(TestEvents.list(test.training().usage()))
                .extracting(UsageEvent::user)
                .containsExactly("lone", "single");
        assertThat(evaluation.parameters().get("split"))
                .isEqualTo("users held out, 0.1 : 0.9, with the earlier 0.75 : 0.25 of their events given, seed 1");
        // Of the two training items, the user was given d.
        assertThat(evaluation.baseline().orElseThrow().score(Metric.RECALL, 1).value())
                .isEqualTo(1);
        assertThat(evaluation.model().unknownUsers()).isZero();
    }

    @Test
    void whoIsAskedForWithUnknownItemsAloneIsUnknown() {
        List<UsageEvent> events = new ArrayList<>(TestEvents.random(20, 8, 200, 3).stream()
                .map(event -> UsageEvent.of(event.user(), event.item()))
                .toList());
        for (int user = 0; user < 20; user++) {
            events.add(UsageEvent.of("u" + user, "private" + user));
        }
        Evaluation evaluation = Evaluator.split(Split.heldOutUsers(0.5, 0.1, 7))
                .query(Query.popular().includeSeen())
                .evaluate(SarTrainer.create(), UsageEvents.of(events));
        Evaluation known = Evaluator.split(Split.heldOutUsers(0.5, 0.8, 7))
                .query(Query.popular().includeSeen())
                .evaluate(SarTrainer.create(), UsageEvents.of(events));

        assertThat(evaluation.model().unknownUsers()).isBetween(1, 9);
        assertThat(known.model().unknownUsers()).isZero();
        assertThat(known.value(Metric.RECALL, 10)).isPositive();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theLatestUsersAreThoseWhoStartedLast(int seed) {
        List<UsageEvent> events = TestEvents.random(30, 20, 40 + 10 * seed, seed).stream()
                .map(event -> event.time().isPresent() ? event : event.at(Instant.EPOCH))
                .toList();
        double share = 0.1 + seed % 5 * 0.15;
        List<List<UsageEvent>> parts = Split.latestUsers(share, 1).parts(UsageEvents.of(events)).stream()
                .map(TestEvents::list)
                .toList();

        Set<String> tested = users(parts.get(1));
        List<String> able = users(events).stream()
                .filter(user -> of(user, events).size() > 1)
                .toList();
        assertThat(tested).hasSize((int) Math.max(1, Math.rint(share * able.size())));
        Instant earliest = tested.stream()
                .map(user -> first(user, events))
                .min(Instant::compareTo)
                .orElseThrow();
        assertThat(able)
                .filteredOn(user -> !tested.contains(user))
                .allSatisfy(user -> assertThat(first(user, events)).isBeforeOrEqualTo(earliest));
        for (String user : tested) {
            assertThat(of(user, parts.get(1)))
                    .as("all but the last event are given")
                    .hasSize(1);
            assertThat(of(user, parts.get(0))).isEmpty();
        }
        assertThat(Split.latestUsers(share, 1).toString())
                .startsWith("users held out, ")
                .endsWith("with all but the last of their events given, those who came last");
    }

    private static Instant first(String user, List<UsageEvent> events) {
        return of(user, events).stream()
                .map(event -> event.time().orElseThrow())
                .min(Instant::compareTo)
                .orElseThrow();
    }

    @Test
    void recencyIsOfGivenEvents() {
        List<UsageEvent> events = TestEvents.random(20, 8, 200, 3);
        Recording recording = new Recording("i1");
        Evaluation evaluation = Evaluator.split(Split.heldOutUsers(0.5, 0.5, 7))
                .query(Query.popular().recency(Recency.linear()))
                .testSet(UsageEvents.of(events))
                .evaluate(recording);

        assertThat(recording.asked)
                .isNotEmpty()
                .allSatisfy(query -> assertThat(query.recency()).contains(Recency.linear()));
        assertThat(evaluation.parameters()).containsEntry("recency of seeds", "linear");
        Evaluator byId =
                Evaluator.split(Split.chronological(0.5)).query(Query.popular().recency(Recency.linear()));
        assertThatThrownBy(() -> byId.testSet(UsageEvents.of(events)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("recency has no effect");
    }

    @Test
    void recencyIsRefusedWhereTheOrderOfSeedsIsDrawn() {
        List<UsageEvent> untimed = TestEvents.random(20, 8, 200, 3).stream()
                .map(event -> UsageEvent.of(event.user(), event.item()))
                .toList();
        for (String recency : List.of("reciprocal", "PT10M")) {
            Evaluator evaluator = Evaluator.split(Split.heldOutUsers(0.5, 0.5, 7))
                    .query(Query.popular().recency(Recency.parse(recency)));
            assertThatThrownBy(() -> evaluator.testSet(UsageEvents.of(untimed)))
                    .isInstanceOf(RecommenderException.class)
                    .hasMessageContaining("none that users are asked with has a time")
                    .hasMessageContaining("leave recency out");
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        Split split = Split.heldOutUsers(0.5, 0.5, 1);
        assertThatThrownBy(split::byItem).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Split.heldOutUsers(0, 0.5, 1))
                .hasMessageContaining("share")
                .hasMessageContaining("0.0");
        assertThatThrownBy(() -> Split.heldOutUsers(0.5, 1.5, 1))
                .hasMessageContaining("given")
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> Evaluator.split(split)
                        .measureRatings(3)
                        .testSet(UsageEvents.of(TestEvents.random(9, 9, 90, 1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds the test users out");
    }

    private static Set<String> users(List<UsageEvent> events) {
        return events.stream().map(UsageEvent::user).collect(Collectors.toSet());
    }

    private static List<UsageEvent> of(String user, List<UsageEvent> events) {
        return events.stream().filter(event -> event.user().equals(user)).toList();
    }

    /** Recommends one item, and remembers what was asked. */
    private static final class Recording implements Recommender {
        private final List<Query> asked = Collections.synchronizedList(new ArrayList<>());
        private final String item;

        Recording(String item) {
            this.item = item;
        }

        @Override
        public Recommendations recommend(Query query) {
            asked.add(query);
            return Recommendations.of(
                    List.of(new Recommendation(item, 1, Recommendation.Source.MODEL)), Optional.empty(), List.of());
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            throw new AssertionError("no ratings were asked for");
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            throw new AssertionError("the evaluator asks user by user");
        }
    }
}
