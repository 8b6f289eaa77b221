package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Popularity as of the moment of each user's test. */
class PopularItemsTest {
    static IntStream firstSeeds() {
        return IntStream.range(0, 10);
    }

    static IntStream moreSeeds() {
        return IntStream.range(10, 60);
    }

    @Test
    void popularityIsThatOfTheUsersMoment() {
        // Until 10, two took b and one took a; later a wins.
        List<UsageEvent> train = List.of(
                event("u1", "b", 1),
                event("u2", "b", 2),
                event("u2", "b", 3),
                event("u3", "a", 4),
                event("u4", "a", 20),
                event("u5", "a", 21),
                event("early", "c", 30),
                event("late", "c", 5));
        List<UsageEvent> test = List.of(
                event("early", "b", 10), event("early", "a", 40), event("late", "b", 22), event("first", "a", 1));
        Evaluation evaluation = Evaluator.create()
                .cutoffs(1)
                .evaluate(new TableRecommender(), UsageEvents.of(train), UsageEvents.of(test));
        Evaluation.Outcome popularity = evaluation.baseline().orElseThrow();

        // "early" gets b, which is right; "late" gets a, which is wrong; "first" gets nothing, because nothing was
        // before.
        assertThat(popularity.score(Metric.HIT_RATE, 1).value()).isEqualTo(1 / 3.0);
        assertThat(popularity.usersWithoutRecommendations()).isEqualTo(1);
        assertThat(popularity.recommendations()).isEqualTo(2);
        assertThat(popularity.distinctItems()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void listsAreThoseOfCountingAgainForEachUser(int seed) {
        List<UsageEvent> events = TestEvents.random(25, 12, 150 + seed, seed);
        Split split = List.of(
                        Split.lastEventPerUser(),
                        Split.chronological(0.6),
                        Split.random(0.7, seed),
                        Split.heldOutUsers(0.4, 0.5, seed),
                        Split.atShare(0.7))
                .get(seed % 5);
        Query query = seed % 2 == 0 ? Query.popular() : Query.popular().includeSeen();
        Evaluator evaluator = Evaluator.split(split).cutoffs(4).query(query);
        TestSet test = evaluator.threads(1 + seed % 3).testSet(UsageEvents.of(events));

        int[][] lists = test.popularity().lists().items;

        List<UsageEvents> parts = split.parts(UsageEvents.of(events));
        List<UsageEvent> train = TestEvents.list(parts.get(0));
        List<UsageEvent> seen = new ArrayList<>(train);
        if (parts.size() > 2) {
            seen.addAll(TestEvents.list(parts.get(2)));
        }
        String[] ids = test.data().events.itemIds();
        for (int number = 0; number < test.size(); number++) {
            String user = test.users().get(number);
            List<String> list =
                    IntStream.of(lists[number]).mapToObj(item -> ids[item]).toList();
            assertThat(list).as(user).isEqualTo(popular(user, train, seen, TestEvents.list(parts.get(1)), query));
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void listsAreThoseOfCountingAgainForMoreUsers(int seed) {
        listsAreThoseOfCountingAgainForEachUser(seed);
    }

    private static List<String> popular(
            String user, List<UsageEvent> train, List<UsageEvent> seen, List<UsageEvent> test, Query query) {
        Instant moment = test.stream()
                .filter(event -> event.user().equals(user))
                .flatMap(event -> event.time().stream())
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
        Map<String, Set<String>> takers = new TreeMap<>();
        train.stream()
                .filter(event -> event.time().orElse(Instant.MIN).isBefore(moment))
                .forEach(event -> takers.computeIfAbsent(event.item(), item -> new HashSet<>())
                        .add(event.user()));
        Set<String> had = new HashSet<>();
        seen.stream().filter(event -> event.user().equals(user)).forEach(event -> had.add(event.item()));
        return takers.entrySet().stream()
                .sorted(Comparator.comparing(entry -> -entry.getValue().size()))
                .map(Map.Entry::getKey)
                .filter(item -> query.includesSeen() || !had.contains(item))
                .limit(4)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void theOrderIsThatOfSorting(int seed) {
        Random random = new Random(seed);
        int size = 1 + random.nextInt(40);
        PopularityOrder order = new PopularityOrder(size);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int round = 0; round < 10; round++) {
            for (int event = random.nextInt(20); event >= 0; event--) {
                int number = random.nextInt(1 + random.nextInt(size));
                order.increment(number);
                counts.merge(number, 1, Integer::sum);
            }
            List<Integer> expected = counts.keySet().stream()
                    .sorted(Comparator.<Integer>comparingInt(number -> -counts.getOrDefault(number, 0))
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
            int wanted = random.nextInt(size + 2);
            List<Integer> actual = new ArrayList<>();
            for (int rank = 0; rank < wanted && order.has(rank); rank++) {
                actual.add(order.at(rank));
            }
            assertThat(actual).isEqualTo(expected.subList(0, Math.min(wanted, expected.size())));
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void theOrderIsThatOfSortingMoreLists(int seed) {
        theOrderIsThatOfSorting(seed);
    }

    @Test
    void popularityCanBeLeftOut() {
        UsageEvents train = UsageEvents.of(List.of(event("u", "a", 1), event("v", "b", 1)));
        UsageEvents test = UsageEvents.of(List.of(event("u", "b", 2)));
        Evaluation without = Evaluator.create().withoutPopularity().evaluate(new TableRecommender(), train, test);

        assertThat(without.baseline()).isEmpty();
        assertThat(without.gains()).isEmpty();
        assertThat(Evaluator.create()
                        .evaluate(new TableTrainer(1), TrainingInput.of(UsageEvents.of(TestEvents.random(9, 9, 90, 1))))
                        .baseline())
                .isPresent();
    }

    private static UsageEvent event(String user, String item, long second) {
        return UsageEvent.of(user, item).at(Instant.ofEpochSecond(second));
    }
}
