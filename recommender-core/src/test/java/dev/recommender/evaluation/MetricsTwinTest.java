package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.internal.rows.Incidence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the metrics with the plainest code that their definitions allow, and with each other, on random lists. */
class MetricsTwinTest {
    private static final double SAME = 1e-12;

    static IntStream firstSeeds() {
        return IntStream.range(0, 20);
    }

    static IntStream moreSeeds() {
        return IntStream.range(20, 200);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void rankingMetricsFollowTheirDefinitions(int seed) {
        Case random = new Case(seed);
        for (int k = 1; k <= 12; k++) {
            List<Integer> first = random.list.subList(0, Math.min(k, random.list.size()));
            int relevant = random.relevant.size();
            double hits = first.stream().filter(random.relevant::containsKey).count();
            double precisions = 0;
            double gained = 0;
            double reciprocal = 0;
            double early = 0;
            for (int rank = 1; rank <= first.size(); rank++) {
                if (random.relevant.containsKey(first.get(rank - 1))) {
                    List<Integer> until = first.subList(0, rank);
                    precisions += (double) until.stream()
                                    .filter(random.relevant::containsKey)
                                    .count()
                            / rank;
                    gained += random.relevant.getOrDefault(first.get(rank - 1), 0.0) * Math.log(2) / Math.log(rank + 1);
                    reciprocal = Math.max(reciprocal, 1.0 / rank);
                    early += rank <= relevant ? 1 : 0;
                }
            }
            List<Double> gains = new ArrayList<>(random.relevant.values());
            gains.sort(Collections.reverseOrder());
            double ideal = 0;
            for (int rank = 1; rank <= Math.min(k, relevant); rank++) {
                ideal += gains.get(rank - 1) * Math.log(2) / Math.log(rank + 1);
            }
            assertThat(random.value(Metric.HIT_RATE, k)).isEqualTo(hits > 0 ? 1 : 0);
            assertThat(random.value(Metric.PRECISION, k)).isCloseTo(hits / k, within(SAME));
            assertThat(random.value(Metric.RECALL, k)).isCloseTo(hits / relevant, within(SAME));
            assertThat(random.value(Metric.CAPPED_RECALL, k))
                    .isCloseTo(hits / Math.min(k, relevant), within(SAME))
                    .isGreaterThanOrEqualTo(random.value(Metric.RECALL, k));
            assertThat(random.value(Metric.MAP, k)).isCloseTo(precisions / relevant, within(SAME));
            assertThat(random.value(Metric.MAP_AT_K, k)).isCloseTo(precisions / Math.min(k, relevant), within(SAME));
            assertThat(random.value(Metric.NDCG, k)).isCloseTo(gained / ideal, within(SAME));
            assertThat(random.value(Metric.MRR, k)).isCloseTo(reciprocal, within(SAME));
            assertThat(random.value(Metric.R_PRECISION, k)).isCloseTo(early / relevant, within(SAME));
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void rankingMetricsFollowTheirDefinitionsOnMoreLists(int seed) {
        rankingMetricsFollowTheirDefinitions(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void rankingMetricsKeepTheirPlaces(int seed) {
        Case random = new Case(seed);
        for (int k = 1; k <= 12; k++) {
            for (Metric metric : Metric.values()) {
                if (metric.kind() == Metric.Kind.RANKING) {
                    assertThat(random.value(metric, k)).as("%s@%d", metric, k).isBetween(0.0, 1 + SAME);
                }
            }
            assertThat(random.value(Metric.HIT_RATE, k))
                    .isGreaterThanOrEqualTo(random.value(Metric.PRECISION, k))
                    .isGreaterThanOrEqualTo(random.value(Metric.RECALL, k))
                    .isGreaterThanOrEqualTo(random.value(Metric.MRR, k));
            for (Metric growing : List.of(Metric.HIT_RATE, Metric.RECALL, Metric.MAP, Metric.MRR, Metric.R_PRECISION)) {
                assertThat(random.value(growing, k + 1)).isGreaterThanOrEqualTo(random.value(growing, k));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void rankingMetricsKeepTheirPlacesOnMoreLists(int seed) {
        rankingMetricsKeepTheirPlaces(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void aucIsTheShareOfPairsInTheRightOrder(int seed) {
        Case random = new Case(seed);
        double right = 0;
        int pairs = 0;
        for (int good : random.relevant.keySet()) {
            for (int other = 0; other < Case.ITEMS; other++) {
                if (!random.relevant.containsKey(other)) {
                    right += (1 + Math.signum(random.place(other) - random.place(good))) / 2.0;
                    pairs++;
                }
            }
        }

        assertThat(random.judged().auc(Case.ITEMS)).isCloseTo(right / pairs, within(SAME));
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void aucIsTheShareOfPairsInTheRightOrderOnMoreLists(int seed) {
        aucIsTheShareOfPairsInTheRightOrder(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void ratingAucIsTheShareOfPairsInTheRightOrder(int seed) {
        Random random = new Random(seed);
        int size = 2 + random.nextInt(20);
        boolean[] liked = new boolean[size];
        double[] scores = new double[size];
        for (int at = 0; at < size; at++) {
            liked[at] = at == 0 || at > 1 && random.nextBoolean();
            scores[at] = random.nextInt(6);
        }
        double right = 0;
        int pairs = 0;
        for (int good = 0; good < size; good++) {
            for (int bad = 0; bad < size; bad++) {
                if (liked[good] && !liked[bad]) {
                    right += (1 + Math.signum(scores[good] - scores[bad])) / 2.0;
                    pairs++;
                }
            }
        }

        assertThat(Ratings.auc(liked, scores)).isCloseTo(right / pairs, within(SAME));
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void ratingAucIsTheShareOfPairsInTheRightOrderOnMoreLists(int seed) {
        ratingAucIsTheShareOfPairsInTheRightOrder(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void listQualityFollowsItsDefinitions(int seed) {
        Random random = new Random(seed);
        int users = 6;
        int items = 8;
        List<Set<Integer>> histories = new ArrayList<>();
        Incidence.Builder builder = new Incidence.Builder(users, items);
        int[][] lists = new int[users][];
        for (int user = 0; user < users; user++) {
            Set<Integer> history = new HashSet<>();
            for (int item = 0; item < items; item++) {
                if (user > 0 && random.nextInt(3) == 0) {
                    history.add(item);
                    builder.add(user, item);
                }
            }
            histories.add(history);
            List<Integer> list =
                    new ArrayList<>(IntStream.range(0, items).boxed().toList());
            Collections.shuffle(list, random);
            lists[user] = list.stream()
                    .mapToInt(item -> item)
                    .limit(random.nextInt(6))
                    .toArray();
        }
        Incidence train = builder.build();
        ListQuality quality = ListQuality.of(lists, IntStream.range(0, users).toArray(), train, train.transposed(), 2);

        for (int user = 0; user < users; user++) {
            double[] ones = new double[lists[user].length];
            Arrays.fill(ones, 1);
            for (int k = 1; k <= 6; k++) {
                assertThat(quality.diversity(user, k)).isEqualTo(diversity(lists[user], k, histories), within(SAME));
                assertThat(quality.serendipity(user, k, ones))
                        .isEqualTo(unexpectedness(lists[user], k, user, histories), within(SAME));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void listQualityFollowsItsDefinitionsOnMoreLists(int seed) {
        listQualityFollowsItsDefinitions(seed);
    }

    private static double diversity(int[] list, int k, List<Set<Integer>> histories) {
        double sum = 0;
        int pairs = 0;
        for (int left = 0; left < Math.min(k, list.length); left++) {
            for (int right = left + 1; right < Math.min(k, list.length); right++) {
                sum += cosine(list[left], list[right], histories);
                pairs++;
            }
        }
        return 1 - sum / pairs;
    }

    private static double unexpectedness(int[] list, int k, int user, List<Set<Integer>> histories) {
        double sum = 0;
        int size = Math.min(k, list.length);
        for (int rank = 0; rank < size; rank++) {
            double similar = 0;
            for (int item : histories.get(user)) {
                similar += cosine(list[rank], item, histories);
            }
            sum += 1 - similar / histories.get(user).size();
        }
        return sum / size;
    }

    private static double cosine(int left, int right, List<Set<Integer>> histories) {
        double both = histories.stream()
                .filter(history -> history.contains(left) && history.contains(right))
                .count();
        double ofLeft =
                histories.stream().filter(history -> history.contains(left)).count();
        double ofRight =
                histories.stream().filter(history -> history.contains(right)).count();
        return both == 0 ? 0 : both / Math.sqrt(ofLeft * ofRight);
    }

    /** A random list and random relevant items with gains. */
    private static final class Case {
        static final int ITEMS = 15;

        final List<Integer> list = new ArrayList<>();
        final Map<Integer, Double> relevant = new TreeMap<>();

        Case(int seed) {
            Random random = new Random(seed);
            List<Integer> items =
                    new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
            Collections.shuffle(items, random);
            list.addAll(items.subList(0, random.nextInt(ITEMS + 1)));
            Collections.shuffle(items, random);
            items.subList(0, 1 + random.nextInt(6)).forEach(item -> relevant.put(item, 1.0 + random.nextInt(5)));
        }

        UserHits judged() {
            return UserHits.of(
                    list.stream().mapToInt(item -> item).toArray(),
                    relevant.keySet().stream().mapToInt(item -> item).toArray(),
                    relevant.values().stream().mapToDouble(gain -> gain).toArray());
        }

        double value(Metric metric, int k) {
            return judged().value(metric, k, AveragedOver.ALL_TEST_USERS);
        }

        /** The place in the list; the last one for items that are not in it. */
        int place(int item) {
            int place = list.indexOf(item);
            return place < 0 ? ITEMS : place;
        }
    }
}
