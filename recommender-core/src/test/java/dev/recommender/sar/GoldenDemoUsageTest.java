package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.UsageEvent;
import dev.recommender.sar.Expect.Scored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A shop's events, 2,343 users and 101 items, with what the Python reference computes from them. */
class GoldenDemoUsageTest {
    private static final String FOLDER = "golden/demo-usage/";
    private static final Instant NEWEST = Instant.ofEpochSecond(1_433_878_777);

    @ParameterizedTest
    @CsvSource({
        "cooc, cooc, 1", "cooc, cooc, 3", "cosine, cosine, 1", "cosine, cosine, 3", "inclusion, inclusion, 1",
        "inclusion, inclusion, 3", "jaccard, jaccard, 1", "jaccard, jaccard, 3", "lift, lift, 1", "lift, lift, 3",
        "mi, mi, 1", "mi, mi, 3", "lmi, lmi_elementwise, 1", "lmi, lmi_elementwise, 3"
    })
    void similarities_are_those_of_the_reference_and_there_are_no_others(String name, String file, int threshold) {
        SarModel model = train(name, threshold, "events_latest");
        Table table = Table.read(FOLDER + "sim_" + file + "_thr" + threshold + ".csv");
        Map<String, Map<String, Double>> reference = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            put(reference, table.text(row, "i1"), table.text(row, "i2"), table.number(row, "value"));
            put(reference, table.text(row, "i2"), table.text(row, "i1"), table.number(row, "value"));
        }
        Expect.similarities(model, reference);
        List<String> items = new ArrayList<>();
        model.items().forEachRemaining(items::add);
        assertThat(items).hasSize(101);
        for (String seed : items) {
            for (String target : items) {
                if (!reference.getOrDefault(seed, Map.of()).containsKey(target)) {
                    assertThat(model.similarity(seed, target)).hasValue(0);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"affinity, 0", "affinity_60days_later, 60"})
    void affinities_are_those_of_the_reference(String column, int daysLater) {
        SarModel model = Models.train(
                options("jaccard", 1)
                        .decayHalfLife(Duration.ofDays(30))
                        .referenceTime(NEWEST.plus(Duration.ofDays(daysLater))),
                events("events_nodups"));
        Table table = Table.read(FOLDER + "affinity_decay30.csv");
        Map<String, Map<String, Double>> reference = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            put(reference, table.text(row, "userID"), table.text(row, "itemID"), table.number(row, column));
        }
        assertThat(reference).hasSize(50);
        Expect.affinities(model, reference);
    }

    static Stream<Arguments> lists() {
        return Stream.of("cooc", "cosine", "inclusion", "jaccard", "lift")
                .flatMap(name -> Stream.of(1, 3)
                        .flatMap(threshold ->
                                Stream.of("unseen", "all").map(seen -> Arguments.of(name, threshold, seen))));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void lists_are_those_of_the_reference_as_far_as_scores_are_positive(String name, int threshold, String seen) {
        Recommender recommender = decayed(name, threshold).recommender();
        Table table = Table.read(FOLDER + "top10_" + name + "_decay_thr" + threshold + "_" + seen + ".csv");
        references(table).forEach((user, expected) -> {
            Expect.answer(user, recommender, query(user, seen).count(10), Expect.positive(expected));
        });
    }

    @ParameterizedTest
    @CsvSource({"1, unseen", "1, all", "3, unseen", "3, all"})
    void lists_by_mutual_information_hold_what_the_reference_recommends_with_a_positive_score(
            int threshold, String seen) {
        Recommender recommender = decayed("mi", threshold).recommender();
        Table table = Table.read(FOLDER + "top10_mi_decay_thr" + threshold + "_" + seen + ".csv");
        references(table).forEach((user, expected) -> {
            List<Scored> positive = Expect.positive(expected);
            Set<String> wanted = Set.copyOf(positive.stream().map(Scored::item).toList());
            List<Recommendation> all = recommender.recommend(query(user, seen).count(101));
            // The peer leaves out items with −∞, those that do not co-occur with each of the user's items.
            List<Recommendation> common =
                    all.stream().filter(found -> wanted.contains(found.item())).toList();
            Expect.ranking(user, common, positive, false);
            Set<String> negative = Set.copyOf(expected.stream()
                    .filter(scored -> scored.score() < 0)
                    .map(Scored::item)
                    .toList());
            assertThat(all).noneMatch(found -> negative.contains(found.item()));
        });
    }

    @Test
    void popular_items_are_those_of_the_reference() {
        SarModel model = train("jaccard", 1, "events_latest");
        Table table = Table.read(FOLDER + "popular_items_top20.csv");
        List<Recommendation> popular =
                model.recommender().recommend(Query.popular().count(20));
        assertThat(popular).hasSize(20);
        for (int rank = 0; rank < 20; rank++) {
            assertThat(model.frequency(popular.get(rank).item()))
                    .hasValue((int) table.number(table.rows().get(rank), "prediction"));
        }
        // Of two equally popular items the smaller id comes first, where the peer has them in any order.
        assertThat(popular.stream().map(Recommendation::item).sorted())
                .isEqualTo(table.rows().stream()
                        .map(row -> table.text(row, "itemID"))
                        .sorted()
                        .toList());
        assertThat(popular.get(12).item()).isEqualTo("DHF-01055");
        assertThat(popular.get(13).item()).isEqualTo("DHF-01512");
    }

    private static Query query(String user, String seen) {
        Query query = Query.user(user).withoutBackfill();
        return seen.equals("all") ? query.includeSeen() : query;
    }

    private static Map<String, List<Scored>> references(Table table) {
        Map<String, List<Scored>> lists = new LinkedHashMap<>();
        for (List<String> row : table.rows()) {
            lists.computeIfAbsent(table.text(row, "userID"), user -> new ArrayList<>())
                    .add(new Scored(table.text(row, "itemID"), table.number(row, "score")));
        }
        assertThat(lists).hasSizeGreaterThan(30);
        return lists;
    }

    private static void put(Map<String, Map<String, Double>> matrix, String row, String column, double value) {
        matrix.computeIfAbsent(row, name -> new LinkedHashMap<>()).put(column, value);
    }

    private static SarModel decayed(String name, int threshold) {
        return Models.train(options(name, threshold).decayHalfLife(Duration.ofDays(30)), events("events_nodups"));
    }

    private static SarModel train(String name, int threshold, String file) {
        return Models.train(options(name, threshold), events(file));
    }

    private static SarTrainer.Builder options(String name, int threshold) {
        return SarTrainer.builder()
                .similarity(Models.similarity(name))
                .supportThreshold(threshold)
                .withoutDecay();
    }

    private static List<UsageEvent> events(String file) {
        Table table = Table.read(FOLDER + file + ".csv");
        return table.rows().stream()
                .map(row -> UsageEvent.of(table.text(row, "userID"), table.text(row, "itemID"))
                        .at(Instant.ofEpochSecond((long) table.number(row, "timestamp"))))
                .toList();
    }
}
