package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.sar.Expect.Scored;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the retired service's own family of implementations answers on its demo data. */
class GoldenServiceTest {
    private static final String FOLDER = "golden/service/";
    private static final String USER = "0003000098E85347";
    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyy/MM/dd'T'HH:mm:ss");
    private static final DateTimeFormatter EVENT_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final Map<String, Similarity> NAMES =
            Map.of("count", Similarity.COOCCURRENCE, "jac", Similarity.JACCARD, "lift", Similarity.LIFT);

    @ParameterizedTest
    @CsvSource({"count, 1", "count, 3", "jac, 1", "jac, 3", "lift, 1", "lift, 3"})
    void similarities_are_those_of_the_service(String name, int threshold) {
        Map<String, Map<String, Double>> reference =
                Table.read(FOLDER + "sim_" + name + threshold + ".csv").matrix();
        assertThat(reference).hasSize(101);
        Expect.similarities(train(name, threshold), reference);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user_aff", "wt_aff"})
    void affinities_are_those_of_the_service(String file) {
        Map<String, Map<String, Double>> reference =
                Table.read(FOLDER + file + ".csv").matrix();
        Expect.affinities(
                train("jac", 3), Map.of(USER, reference.values().iterator().next()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "jac", "lift"})
    void items_are_followed_by_those_of_the_service(String name) {
        SarModel model = train(name, 3);
        Table table = Table.read(FOLDER + "itempred_" + name + "3.csv");
        assertThat(table.rows()).hasSizeGreaterThan(4);
        for (List<String> row : table.rows()) {
            String item = table.text(row, "item");
            Expect.answer(item, model.recommender(), Query.items(item).withoutBackfill(), expected(table, row));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "jac", "lift"})
    void a_history_is_followed_by_the_items_of_the_service(String name) {
        assertAnswer("userpred_" + name + "3_userid_only", train(name, 3), Query.user(USER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "jac", "lift"})
    void live_events_add_to_the_history_as_in_the_service(String name) {
        Query query = withEvents(Query.user(USER), USER, "newevents");
        assertAnswer("userpred_" + name + "3_userid_plus_events", train(name, 3), query);
    }

    @Test
    void two_users_get_the_items_of_the_service() {
        SarModel model = train("count", 3);
        String other = Table.records(FOLDER + "user2.txt").get(0).get(0);
        Table only = Table.read(FOLDER + "userpred_2users_count3_userid_only.csv");
        Table both = Table.read(FOLDER + "userpred_2users_count3_userid_plus_events.csv");
        for (int at = 0; at < 2; at++) {
            String user = only.text(only.rows().get(at), "user");
            assertThat(user).isEqualTo(at == 0 ? USER : other);
            Expect.answer(
                    user,
                    model.recommender(),
                    Query.user(user),
                    expected(only, only.rows().get(at)));
        }
        assertThat(both.rows()).hasSize(2);
        // The events of the file are the first user's; the second one's score doubles by its own events again.
        Expect.answer(
                USER,
                model.recommender(),
                withEvents(Query.user(USER), USER, "newevents"),
                expected(both, both.rows().get(0)));
        Query again = Query.user(other);
        for (UsageEvent event : events()) {
            if (event.user().equals(other)) {
                again = again.and(Seed.of(event.item()).at(event.time().orElseThrow()));
            }
        }
        Expect.answer(
                other, model.recommender(), again, expected(both, both.rows().get(1)));
    }

    @Test
    void popular_items_fill_the_list_in_the_order_of_the_service() {
        Query query =
                Query.user(Table.records(FOLDER + "user_backfill.txt").get(0).get(0));
        SarModel model = train("jac", 3);
        Table table = Table.read(FOLDER + "userpred_jac3_backfill.csv");
        List<Recommendation> actual = model.recommender().recommend(query);
        List<Scored> expected = expected(table, table.rows().get(0));
        Expect.ranking("backfill", actual, expected, false);
        assertThat(actual.stream().map(Recommendation::item))
                .isEqualTo(expected.stream().map(Scored::item).toList());
        assertThat(actual.stream().filter(found -> found.source() == Source.POPULARITY))
                .hasSize(5);

        assertAnswer("userpred_jac3_nobackfill", model, query.withoutBackfill());
    }

    @Test
    void weighted_live_events_count_as_in_the_service() {
        SarModel model = train("count", 3);
        Query none = Query.popular();
        assertAnswer("wt_count3_userid_only", model, Query.user(USER));
        assertAnswer("wt_count3_unweighted_events", model, withEvents(none, USER, "newevents"));
        assertAnswer("wt_count3_weighted_events", model, withEvents(none, USER, "newevents_wt"));
        assertAnswer("wt_count3_userid_plus_unweighted_events", model, withEvents(Query.user(USER), USER, "newevents"));
        assertAnswer(
                "wt_count3_userid_plus_weighted_events", model, withEvents(Query.user(USER), USER, "newevents_wt"));
    }

    private static void assertAnswer(String file, SarModel model, Query query) {
        Table table = Table.read(FOLDER + file + ".csv");
        assertThat(table.rows()).hasSize(1);
        Expect.ranking(
                file,
                model.recommender().recommend(query),
                expected(table, table.rows().get(0)),
                true);
    }

    private static List<Scored> expected(Table table, List<String> row) {
        List<Scored> expected = new ArrayList<>();
        for (int rank = 1; rank <= 10; rank++) {
            if (!table.text(row, "rec" + rank).equals("NA")) {
                expected.add(new Scored(table.text(row, "rec" + rank), table.number(row, "score" + rank)));
            }
        }
        return expected;
    }

    private static Query withEvents(Query query, String user, String file) {
        Table table = Table.read(FOLDER + file + ".csv");
        Query longer = query;
        for (List<String> row : table.rows()) {
            assertThat(table.text(row, "user")).isEqualTo(user);
            Seed seed = Seed.of(table.text(row, "item")).at(instant(table.text(row, "time"), EVENT_TIME));
            boolean weighted = table.columns().contains("weight");
            longer = longer.and(weighted ? seed.weight(table.number(row, "weight")) : seed);
        }
        return longer;
    }

    private static SarModel train(String name, int threshold) {
        return Models.train(
                SarTrainer.builder()
                        .similarity(NAMES.getOrDefault(name, Similarity.JACCARD))
                        .supportThreshold(threshold),
                events());
    }

    private static List<UsageEvent> events() {
        return Table.records("data/demo/usage.csv").stream()
                .map(row -> UsageEvent.of(row.get(0), row.get(1)).at(instant(row.get(2), FILE_TIME)))
                .toList();
    }

    private static Instant instant(String text, DateTimeFormatter format) {
        return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
    }
}
