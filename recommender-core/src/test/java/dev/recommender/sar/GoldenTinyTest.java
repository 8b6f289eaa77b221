package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.sar.Expect.Scored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten users and eight items, for which the Python reference has written down everything it computes. */
class GoldenTinyTest {
    private static final String FOLDER = "golden/tiny/";
    private static final Instant NEWEST = Instant.ofEpochSecond(1_600_000_000);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void co_occurrence_counts_the_users_of_both_items_down_to_the_threshold(int threshold) {
        SarModel model = undecayed("cooc", threshold);
        Expect.similarities(model, matrix("cooccurrence_thr" + threshold));
    }

    @ParameterizedTest
    @CsvSource({
        "cosine, 1",
        "cosine, 2",
        "inclusion, 1",
        "inclusion, 2",
        "jaccard, 1",
        "jaccard, 2",
        "lift, 1",
        "lift, 2",
        "mi, 1",
        "mi, 2"
    })
    void similarities_are_those_of_the_reference_with_zero_for_its_infinities_and_zero_over_zero(
            String name, int threshold) {
        Expect.similarities(undecayed(name, threshold), matrix("similarity_" + name + "_thr" + threshold));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void lexicographers_mutual_information_is_elementwise_and_not_the_matrix_product_of_the_peer(int threshold) {
        SarModel model = undecayed("lmi", threshold);
        Expect.similarities(model, matrix("similarity_lmi_elementwise_thr" + threshold));

        Map<String, Map<String, Double>> product = matrix("similarity_lmi_peer_matmul_thr" + threshold);
        double peer = cell(product, "a", "a");
        assertThat(Expect.close(model.similarity("a", "a").orElseThrow(), peer)).isFalse();
    }

    @Test
    void affinities_sum_the_weights_of_events() {
        Expect.affinities(undecayed("jaccard", 1), matrix("affinity_raw"));
    }

    @ParameterizedTest
    @CsvSource({
        "affinity_decay30_nowmax, 30, 0",
        "affinity_decay30_now30dlater, 30, 30",
        "affinity_decay30_now_in_past, 30, -20",
        "affinity_decay7_nowmax, 7, 0"
    })
    void affinities_halve_with_each_half_life_before_the_reference_time(String file, int halfLife, int daysLater) {
        SarTrainer.Builder options = options("jaccard", 1)
                .decayHalfLife(Duration.ofDays(halfLife))
                .referenceTime(NEWEST.plus(Duration.ofDays(daysLater)));
        Expect.affinities(Models.train(options, events("events")), matrix(file));
    }

    @Test
    void the_newest_event_is_the_reference_time_if_none_is_given() {
        SarModel model = decayed("jaccard");
        assertThat(model.metadata().referenceTime()).contains(NEWEST);
        Expect.affinities(model, matrix("affinity_decay30_nowmax"));
    }

    @Test
    void repeated_pairs_add_up_in_affinities() {
        Expect.affinities(Models.train(options("cooc", 1), events("events_dups")), matrix("dups_affinity_raw"));
        SarModel decayed = Models.train(options("cooc", 1).decayHalfLife(Duration.ofDays(30)), events("events_dups"));
        Expect.affinities(decayed, matrix("dups_affinity_decay"));
    }

    @Test
    void repeated_pairs_count_once_in_co_occurrence_unlike_the_undecayed_counts_of_the_peer() {
        SarModel model = Models.train(options("cooc", 1), events("events_dups"));
        Expect.similarities(model, matrix("dups_cooccurrence_decay"));

        Map<String, Map<String, Double>> inflated = matrix("dups_cooccurrence_raw");
        assertThat(differences(model, inflated))
                .containsExactlyInAnyOrder("aa", "ab", "ac", "ba", "ca", "fg", "gf", "gg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cooc", "cosine", "inclusion", "jaccard", "lift", "mi"})
    void scores_are_those_of_the_reference(String name) {
        assertScores(undecayed(name, 1), matrix("scores_" + name), 0);
        assertScores(decayed(name), matrix("scores_" + name + "_decay"), 0);
    }

    @ParameterizedTest
    @CsvSource({"mi, similarity_mi_thr1", "lmi, similarity_lmi_elementwise_thr1"})
    void items_without_co_occurrence_add_nothing_where_the_peer_adds_infinities(String name, String similarities) {
        assertScores(undecayed(name, 1), product(matrix("affinity_raw"), matrix(similarities)), 1);
        assertScores(decayed(name), product(matrix("affinity_decay30_nowmax"), matrix(similarities)), 1);
    }

    @ParameterizedTest
    @CsvSource({
        "cooc, unseen",
        "cooc, all",
        "cosine, unseen",
        "cosine, all",
        "inclusion, unseen",
        "inclusion, all",
        "jaccard, unseen",
        "jaccard, all",
        "lift, unseen",
        "lift, all"
    })
    void lists_are_those_of_the_reference_as_far_as_scores_are_positive(String name, String seen) {
        assertLists(undecayed(name, 1).recommender(), seen, Table.read(FOLDER + "top5_" + name + "_" + seen + ".csv"));
        assertLists(decayed(name).recommender(), seen, Table.read(FOLDER + "top5_" + name + "_decay_" + seen + ".csv"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unseen", "all"})
    void lists_by_mutual_information_hold_what_the_reference_recommends_with_a_positive_score(String seen) {
        Recommender recommender = undecayed("mi", 1).recommender();
        Table table = Table.read(FOLDER + "top5_mi_" + seen + ".csv");
        lists(table).forEach((user, expected) -> {
            List<Recommendation> all =
                    recommender.recommend(query(Query.user(user), seen).count(8));
            Set<String> positive = Set.copyOf(
                    Expect.positive(expected).stream().map(Scored::item).toList());
            List<Recommendation> common = all.stream()
                    .filter(found -> positive.contains(found.item()))
                    .toList();
            Expect.ranking(user, common, Expect.positive(expected), false);
        });
    }

    @Test
    void seeds_give_the_item_based_lists() {
        Recommender recommender = undecayed("jaccard", 1).recommender();
        assertItemBased("seed_a", recommender.recommend(itemBased(Query.items("a"))));
        assertItemBased("seed_a_d", recommender.recommend(itemBased(Query.items("a", "d"))));
        assertItemBased("rated", recommender.recommend(itemBased(seeds("a", 5, "d", 0.5))));
    }

    @Test
    void seeds_of_two_users_give_a_list_for_each() {
        Recommender recommender = undecayed("jaccard", 1).recommender();
        Map<String, List<Scored>> lists = new LinkedHashMap<>();
        Table table = Table.read(FOLDER + "item_based_jaccard_users.csv");
        for (List<String> row : table.rows()) {
            lists.computeIfAbsent(table.text(row, "userID"), user -> new ArrayList<>())
                    .add(new Scored(table.text(row, "itemID"), table.number(row, "prediction")));
        }
        Map<String, Query> queries = Map.of("100", seeds("a", 5, "d", 0.5), "7", seeds("f", 2, "b", 1));
        assertThat(lists).hasSize(2);
        lists.forEach((user, expected) -> Expect.ranking(
                user,
                recommender.recommend(itemBased(Objects.requireNonNull(queries.get(user)))),
                Expect.positive(expected),
                false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void popular_items_are_ordered_by_their_users(int threshold) {
        SarModel model = undecayed("jaccard", threshold);
        List<Recommendation> popular = model.recommender().recommend(Query.popular());
        Table table = Table.read(FOLDER + "popular_items_thr" + threshold + ".csv");
        assertThat(popular).hasSize(table.rows().size());
        // The peer forgets the users of an item below the threshold; here they still order the items.
        for (int rank = 0; rank < popular.size(); rank++) {
            double users = table.number(table.rows().get(rank), "prediction");
            int frequency = model.frequency(popular.get(rank).item()).orElseThrow();
            assertThat(frequency < threshold ? 0 : frequency).isEqualTo((int) users);
        }
        assertThat(popular.stream().map(Recommendation::item)).containsExactly("a", "b", "d", "c", "e", "f", "g", "h");
    }

    private static void assertScores(SarModel model, Map<String, Map<String, Double>> reference, double magnitude) {
        reference.forEach((user, row) -> {
            Recommendations all = model.recommender()
                    .recommend(Query.user(user).count(100).includeSeen().withoutBackfill());
            Map<String, Double> scores = new LinkedHashMap<>();
            all.forEach(found -> scores.put(found.item(), found.score()));
            row.forEach((item, expected) -> {
                String what = user + " and " + item;
                if (expected > 1e-12) {
                    assertThat(scores).as(what).containsKey(item);
                    assertThat(Expect.close(scores.getOrDefault(item, 0.0), expected, Math.max(expected, magnitude)))
                            .as(what)
                            .isTrue();
                } else if (expected > Double.NEGATIVE_INFINITY) {
                    assertThat(scores).as(what).doesNotContainKey(item);
                }
                // The peer's −∞ stands for a single item that does not co-occur; see the test of those.
            });
        });
    }

    private static void assertLists(Recommender recommender, String seen, Table table) {
        Map<String, List<Scored>> lists = lists(table);
        assertThat(lists).isNotEmpty();
        lists.forEach((user, expected) -> {
            Expect.answer(user, recommender, query(Query.user(user), seen), Expect.positive(expected));
        });
    }

    private static void assertItemBased(String file, List<Recommendation> actual) {
        Table table = Table.read(FOLDER + "item_based_jaccard_" + file + ".csv");
        List<Scored> expected = table.rows().stream()
                .map(row -> new Scored(table.text(row, "itemID"), table.number(row, "prediction")))
                .toList();
        Expect.ranking(file, actual, Expect.positive(expected), false);
    }

    private static Query query(Query query, String seen) {
        Query five = query.count(5).withoutBackfill();
        return seen.equals("all") ? five.includeSeen() : five;
    }

    private static Query itemBased(Query query) {
        return query.count(5).withoutBackfill();
    }

    private static Query seeds(String first, double firstWeight, String second, double secondWeight) {
        return Query.seeds(
                List.of(Seed.of(first).weight(firstWeight), Seed.of(second).weight(secondWeight)));
    }

    private static Map<String, List<Scored>> lists(Table table) {
        Map<String, List<Scored>> lists = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            lists.computeIfAbsent(table.text(row, "userID"), user -> new ArrayList<>())
                    .add(new Scored(table.text(row, "itemID"), table.number(row, "score")));
        }
        return lists;
    }

    private static List<String> differences(SarModel model, Map<String, Map<String, Double>> reference) {
        List<String> differences = new ArrayList<>();
        reference.forEach((seed, row) -> row.forEach((target, value) -> {
            if (!Expect.close(model.similarity(seed, target).orElseThrow(), value)) {
                differences.add(seed + target);
            }
        }));
        return differences;
    }

    private static Map<String, Map<String, Double>> product(
            Map<String, Map<String, Double>> affinities, Map<String, Map<String, Double>> similarities) {
        Map<String, Map<String, Double>> scores = new LinkedHashMap<>();
        affinities.forEach((user, taken) -> {
            Map<String, Double> row = new LinkedHashMap<>();
            taken.forEach((seed, affinity) -> similarities
                    .getOrDefault(seed, Map.of())
                    .forEach((target, similarity) ->
                            row.merge(target, affinity * Expect.finiteOrZero(similarity), Double::sum)));
            scores.put(user, row);
        });
        return scores;
    }

    private static double cell(Map<String, Map<String, Double>> matrix, String row, String column) {
        return matrix.getOrDefault(row, Map.of()).getOrDefault(column, Double.NaN);
    }

    private static SarModel undecayed(String similarity, int threshold) {
        return Models.train(options(similarity, threshold), events("events"));
    }

    private static SarModel decayed(String similarity) {
        return Models.train(options(similarity, 1).decayHalfLife(Duration.ofDays(30)), events("events"));
    }

    private static SarTrainer.Builder options(String similarity, int threshold) {
        return SarTrainer.builder()
                .similarity(Models.similarity(similarity))
                .supportThreshold(threshold)
                .withoutDecay();
    }

    private static Map<String, Map<String, Double>> matrix(String file) {
        return Table.read(FOLDER + file + ".csv").matrix();
    }

    /** Ratings as explicit weights. */
    private static List<UsageEvent> events(String file) {
        Table table = Table.read(FOLDER + file + ".csv");
        return table.rows().stream()
                .map(row -> UsageEvent.of(table.text(row, "userID"), table.text(row, "itemID"))
                        .weight(table.number(row, "rating"))
                        .at(Instant.ofEpochSecond((long) table.number(row, "timestamp"))))
                .toList();
    }
}
