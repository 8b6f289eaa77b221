package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import dev.recommender.Goldens;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.Inside;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The demo shop of the retired service: the service's own outputs, the outputs of the Python reference, and the
 * reference files of that reference's unit tests. The same divergences as in {@link GoldenTinyTest} apply.
 */
class GoldenDemoTest {
    private static final Instant NEWEST = Instant.ofEpochSecond(1_433_878_777);
    private static final String USER = "0003000098E85347";

    /** The usage file without its exactly repeated lines, as both references were given it. */
    private static final List<UsageEvent> WITHOUT_DUPLICATES = distinctLines();

    @ParameterizedTest
    @CsvSource({
        "cooc,cooccurrence",
        "cosine,cosine",
        "inclusion,inclusion-index",
        "jaccard,jaccard",
        "lift,lift",
        "mi,mutual-information",
        "lmi_elementwise,lexicographers-mutual-information"
    })
    void similaritiesAgreeWithThePythonReference(String file, String name) throws IOException {
        for (int threshold : new int[] {1, 3}) {
            NeighborModel model = train(Similarity.named(name), threshold);
            List<List<String>> rows = Golden.body("demo-usage/sim_" + file + "_thr" + threshold + ".csv");
            for (List<String> row : rows) {
                Golden.close(
                        model.similarity(row.get(1), row.get(0)).orElseThrow(), Double.parseDouble(row.get(2)), file);
            }
            assertThat(Inside.of(model).similarities().cells())
                    .as("pairs off the diagonal, both ways")
                    .isEqualTo(2
                            * rows.stream()
                                    .filter(row -> !row.get(0).equals(row.get(1)))
                                    .count());
        }
    }

    @ParameterizedTest
    @CsvSource({"cos,cosine", "incl,inclusion-index", "mi,mutual-information"})
    @Tag("slow")
    void similaritiesAgreeWithTheReferencesOwnTests(String file, String name) throws IOException {
        for (int threshold : new int[] {1, 3}) {
            NeighborModel model = train(Similarity.named(name), threshold);
            compare(model, "python-reference/sim_" + file + threshold + ".csv");
        }
    }

    /** The file was made by a matrix product where the definition multiplies element by element. */
    @Test
    void theReferencesLexicographersMutualInformationIsNotOurs() throws IOException {
        NeighborModel model = train(Similarity.LEXICOGRAPHERS_MUTUAL_INFORMATION, 1);
        double theirs =
                Golden.matrix("python-reference/sim_lex1.csv").get("DQF-00358").get("DQF-00358");
        assertThat(theirs).isLessThan(-500);
        assertThat(model.similarity("DQF-00358", "DQF-00358").orElseThrow()).isGreaterThan(0);
    }

    @ParameterizedTest
    @CsvSource({"count,cooccurrence", "jac,jaccard", "lift,lift"})
    void similaritiesAgreeWithTheService(String file, String name) throws IOException {
        for (int threshold : new int[] {1, 3}) {
            compare(train(Similarity.named(name), threshold), "service/sim_" + file + threshold + ".csv");
        }
    }

    @Test
    void affinitiesAgree() throws IOException {
        NeighborModel model = SarTrainer.create().train(withoutDuplicates()).model();
        NeighborModel later = SarTrainer.builder()
                .referenceTime(NEWEST.plus(Duration.ofDays(60)))
                .build()
                .train(withoutDuplicates())
                .model();
        for (List<String> row : Golden.body("demo-usage/affinity_decay30.csv")) {
            Golden.close(model.affinity(row.get(0), row.get(1)).orElseThrow(), Double.parseDouble(row.get(2)), "now");
            Golden.close(later.affinity(row.get(0), row.get(1)).orElseThrow(), Double.parseDouble(row.get(3)), "later");
        }
        Golden.matrix("python-reference/user_aff_2_months_later.csv")
                .forEach((user, row) -> row.forEach((item, expected) ->
                        Golden.close(later.affinity(user, item).orElseThrow(), expected, user + item)));
        Golden.matrix("service/user_aff.csv")
                .get("1")
                .forEach((item, expected) ->
                        Golden.close(model.affinity(USER, item).orElseThrow(), expected, item));
    }

    @ParameterizedTest
    @CsvSource({"cooc,cooccurrence", "cosine,cosine", "inclusion,inclusion-index", "jaccard,jaccard", "lift,lift"})
    @Tag("slow")
    void listsAgreeWithThePythonReference(String file, String name) throws IOException {
        for (int threshold : new int[] {1, 3}) {
            Recommender recommender = SarTrainer.builder()
                    .similarity(Similarity.named(name))
                    .supportThreshold(threshold)
                    .build()
                    .train(withoutDuplicates())
                    .model()
                    .recommender();
            for (boolean seen : new boolean[] {true, false}) {
                String list =
                        "demo-usage/top10_" + file + "_decay_thr" + threshold + (seen ? "_all" : "_unseen") + ".csv";
                Map<String, List<List<String>>> byUser = new LinkedHashMap<>();
                for (List<String> row : Golden.body(list)) {
                    if (Double.parseDouble(row.get(3)) > 0) {
                        byUser.computeIfAbsent(row.get(0), ignored -> new ArrayList<>())
                                .add(row);
                    }
                }
                assertThat(byUser).hasSizeGreaterThan(40);
                byUser.forEach((user, rows) -> {
                    Query query = Query.user(user).withoutBackfill();
                    Golden.sameList(
                            recommender.recommend(seen ? query.includeSeen() : query),
                            rows.stream().map(row -> row.get(2)).toList(),
                            rows.stream().map(row -> Double.valueOf(row.get(3))).toList(),
                            list + " " + user);
                });
            }
        }
    }

    @Test
    void popularItemsAgree() throws IOException {
        List<List<String>> rows = Golden.body("demo-usage/popular_items_top20.csv");
        List<ScoredId> ranked = train(Similarity.JACCARD, 1).popularItems(rows.size());
        for (int rank = 0; rank < rows.size(); rank++) {
            assertThat(ranked.get(rank).score())
                    .isEqualTo(Double.parseDouble(rows.get(rank).get(1)));
        }
        assertThat(ranked.get(0).id()).isEqualTo("DQF-00248");
    }

    @ParameterizedTest
    @CsvSource({"count,cooccurrence", "jac,jaccard", "lift,lift"})
    void theServicesListsAgree(String file, String name) throws IOException {
        Recommender recommender = trainDecayed(Similarity.named(name)).recommender();
        for (List<String> row : Golden.body("service/itempred_" + file + "3.csv")) {
            compare(recommender.recommend(Query.items(row.get(0)).withoutBackfill()), row.subList(1, row.size()));
        }
        for (List<String> row : Golden.body("service/userpred_" + file + "3_userid_only.csv")) {
            compare(recommender.recommend(Query.user(row.get(0))), row.subList(1, row.size()));
        }
        for (List<String> row : Golden.body("service/userpred_" + file + "3_userid_plus_events.csv")) {
            Query query = withEvents(Query.user(row.get(0)), "newevents.csv", row.get(0));
            compare(recommender.recommend(query), row.subList(1, row.size()));
        }
    }

    @Test
    void theServicesListsForTwoUsersAgree() throws IOException {
        Recommender recommender = trainDecayed(Similarity.COOCCURRENCE).recommender();
        for (List<String> row : Golden.body("service/userpred_2users_count3_userid_only.csv")) {
            compare(recommender.recommend(Query.user(row.get(0))), row.subList(1, row.size()));
        }
    }

    @Test
    void theServicesBackfillingAgrees() throws IOException {
        Recommender recommender = trainDecayed(Similarity.JACCARD).recommender();
        List<String> filled = Golden.body("service/userpred_jac3_backfill.csv").get(0);
        compare(recommender.recommend(Query.user(filled.get(0))), filled.subList(1, filled.size()));
        List<String> bare = Golden.body("service/userpred_jac3_nobackfill.csv").get(0);
        compare(recommender.recommend(Query.user(bare.get(0)).withoutBackfill()), bare.subList(1, bare.size()));
    }

    @Test
    void theServicesWeightedEventsAgree() throws IOException {
        Recommender recommender = trainDecayed(Similarity.COOCCURRENCE).recommender();
        Query nobody = Query.popular();
        Query user = Query.user(USER);
        compareFirst(recommender, withEvents(nobody, "newevents.csv", USER), "wt_count3_unweighted_events", 0);
        compareFirst(recommender, withEvents(nobody, "newevents_wt.csv", USER), "wt_count3_weighted_events", 0);
        compareFirst(recommender, user, "wt_count3_userid_only", 1);
        compareFirst(
                recommender, withEvents(user, "newevents.csv", USER), "wt_count3_userid_plus_unweighted_events", 1);
        compareFirst(
                recommender, withEvents(user, "newevents_wt.csv", USER), "wt_count3_userid_plus_weighted_events", 1);
    }

    private static void compareFirst(Recommender recommender, Query query, String file, int from) throws IOException {
        List<String> row = Golden.body("service/" + file + ".csv").get(0);
        compare(recommender.recommend(query), row.subList(from, row.size()));
    }

    /** Compares with a row of items, then scores, both cut where the service had no more. */
    private static void compare(List<Recommendation> actual, List<String> row) {
        int width = row.size() / 2;
        List<String> items = new ArrayList<>();
        List<Double> scores = new ArrayList<>();
        for (int rank = 0; rank < width; rank++) {
            double score = Golden.number(row.get(width + rank));
            if (!Double.isNaN(score)) {
                items.add(row.get(rank));
                scores.add(score);
            }
        }
        Golden.sameList(actual, items, scores, "service");
    }

    private static void compare(NeighborModel model, String file) throws IOException {
        Golden.matrix(file)
                .forEach((seed, row) -> row.forEach((target, expected) -> Golden.close(
                        model.similarity(seed, target).orElseThrow(),
                        Double.isFinite(expected) ? expected : 0,
                        file + seed + target)));
    }

    private static Query withEvents(Query start, String file, String user) throws IOException {
        Query query = start;
        for (List<String> row : Golden.body("service/" + file)) {
            if (row.get(0).equals(user)) {
                Instant time = LocalDateTime.parse(row.get(2).replace(' ', 'T')).toInstant(ZoneOffset.UTC);
                Seed seed = Seed.of(row.get(1)).type(EventType.CLICK).at(time);
                query = query.and(row.size() > 3 ? seed.weight(Double.parseDouble(row.get(3))) : seed);
            }
        }
        return query;
    }

    private static NeighborModel train(Similarity similarity, int threshold) {
        return SarTrainer.builder()
                .similarity(similarity)
                .supportThreshold(threshold)
                .withoutDecay()
                .build()
                .train(UsageCsv.read(Goldens.path("demo/usage.csv")))
                .model();
    }

    private static NeighborModel trainDecayed(Similarity similarity) {
        return SarTrainer.builder()
                .similarity(similarity)
                .supportThreshold(3)
                .build()
                .train(withoutDuplicates())
                .model();
    }

    private static UsageEvents withoutDuplicates() {
        return UsageEvents.of(WITHOUT_DUPLICATES);
    }

    private static List<UsageEvent> distinctLines() {
        try {
            return new TreeSet<>(Files.readAllLines(Goldens.path("demo/usage.csv")))
                    .stream()
                            .map(line -> line.split(","))
                            .map(fields -> UsageEvent.of(fields[0], fields[1])
                                    .at(LocalDateTime.parse(fields[2].replace('/', '-'))
                                            .toInstant(ZoneOffset.UTC)))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
