package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The outputs of the Python reference on a hand-made set of 10 users and 8 items. What we do otherwise, and why:
 *
 * <ul>
 *   <li>0/0 is 0 where the reference has NaN. Pairs that never occur together have mutual information 0 where it has
 *       −∞. So scores are compared where those of the reference are finite;
 *   <li>the lexicographers' mutual information is the product element by element. The reference multiplies matrices in
 *       its scores, so only its documented similarities are compared;
 *   <li>the reference fills lists up with items that score 0; we recommend positive scores only;
 *   <li>a repeated pair counts once in the co-occurrence even without decay; the reference squares it.
 * </ul>
 */
class GoldenTinyTest {
    private static final Instant NEWEST = Instant.ofEpochSecond(1_600_000_000);

    @ParameterizedTest
    @CsvSource({
        "cosine,cosine,1",
        "cosine,cosine,2",
        "inclusion,inclusion-index,1",
        "inclusion,inclusion-index,2",
        "jaccard,jaccard,1",
        "jaccard,jaccard,2",
        "lift,lift,1",
        "lift,lift,2",
        "mi,mutual-information,1",
        "mi,mutual-information,2",
        "lmi_elementwise,lexicographers-mutual-information,1",
        "lmi_elementwise,lexicographers-mutual-information,2"
    })
    void similaritiesAgree(String file, String name, int threshold) throws IOException {
        NeighborModel model = train("events.csv", Similarity.named(name), threshold, false);
        compare(model, "tiny/similarity_" + file + "_thr" + threshold + ".csv");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void cooccurrencesAgree(int threshold) throws IOException {
        NeighborModel model = train("events.csv", Similarity.COOCCURRENCE, threshold, false);
        compare(model, "tiny/cooccurrence_thr" + threshold + ".csv");
    }

    @Test
    void affinitiesAgreeForEveryDecay() throws IOException {
        SarTrainer.Builder decaying = SarTrainer.builder().supportThreshold(1);
        affinities(SarTrainer.builder().supportThreshold(1).withoutDecay(), "events.csv", "affinity_raw");
        affinities(decaying, "events.csv", "affinity_decay30_nowmax");
        affinities(SarTrainer.builder().decayHalfLife(Duration.ofDays(7)), "events.csv", "affinity_decay7_nowmax");
        affinities(
                SarTrainer.builder().referenceTime(NEWEST.plus(Duration.ofDays(30))),
                "events.csv",
                "affinity_decay30_now30dlater");
        affinities(
                SarTrainer.builder().referenceTime(NEWEST.minus(Duration.ofDays(20))),
                "events.csv",
                "affinity_decay30_now_in_past");
        affinities(SarTrainer.builder(), "events_dups.csv", "dups_affinity_decay");
        affinities(SarTrainer.builder().withoutDecay(), "events_dups.csv", "dups_affinity_raw");
    }

    @Test
    void repeatedPairsCountOnceInTheCooccurrence() throws IOException {
        NeighborModel model = train("events_dups.csv", Similarity.COOCCURRENCE, 1, false);
        compare(model, "tiny/dups_cooccurrence_decay.csv");
        assertThat(Golden.matrix("tiny/dups_cooccurrence_raw.csv").get("a").get("a"))
                .as("the reference without decay")
                .isEqualTo(13);
    }

    @ParameterizedTest
    @CsvSource({
        "cooc,cooccurrence",
        "cosine,cosine",
        "inclusion,inclusion-index",
        "jaccard,jaccard",
        "lift,lift",
        "mi,mutual-information"
    })
    void scoresAgree(String file, String name) throws IOException {
        for (boolean decay : new boolean[] {false, true}) {
            Recommender recommender =
                    train("events.csv", Similarity.named(name), 1, decay).recommender();
            String scores = "tiny/scores_" + file + (decay ? "_decay" : "") + ".csv";
            Golden.matrix(scores)
                    .forEach((user, row) -> row.forEach((item, score) -> {
                        if (Double.isFinite(score)) {
                            // Under mutual information terms of both signs cancel; the tolerance is that of the terms.
                            double size = file.equals("mi") ? Math.max(1, Math.abs(score)) : score;
                            assertThat(recommender.predict(user, item).orElseThrow())
                                    .as(scores + user + item)
                                    .isCloseTo(score, within(Golden.TOLERANCE * size));
                        }
                    }));
        }
    }

    @ParameterizedTest
    @CsvSource({"cosine,cosine", "inclusion,inclusion-index", "jaccard,jaccard", "lift,lift"})
    void scoresOnTheRatingScaleAgree(String file, String name) throws IOException {
        for (boolean decay : new boolean[] {false, true}) {
            SarTrainer.Builder builder = SarTrainer.builder()
                    .supportThreshold(1)
                    .similarity(Similarity.named(name))
                    .scoreScale(ScoreScale.RATING);
            SarTrainer trainer = (decay ? builder : builder.withoutDecay()).build();
            Recommender recommender =
                    trainer.train(Golden.events("tiny/events.csv")).model().recommender();
            String scores = "tiny/scores_" + file + (decay ? "_decay" : "") + "_norm.csv";
            Golden.matrix(scores)
                    .forEach((user, row) -> row.forEach((item, score) ->
                            Golden.close(recommender.predict(user, item).orElseThrow(), score, scores + user + item)));
            for (Recommendation next :
                    recommender.recommend(Query.user("u1").includeSeen().withoutBackfill())) {
                Golden.close(
                        next.score(), Golden.matrix(scores).get("u1").getOrDefault(next.item(), Double.NaN), scores);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"cooc,cooccurrence", "cosine,cosine", "inclusion,inclusion-index", "jaccard,jaccard", "lift,lift"})
    void listsAgree(String file, String name) throws IOException {
        for (boolean decay : new boolean[] {false, true}) {
            Recommender recommender =
                    train("events.csv", Similarity.named(name), 1, decay).recommender();
            for (boolean seen : new boolean[] {false, true}) {
                String list = "tiny/top5_" + file + (decay ? "_decay" : "") + (seen ? "_all" : "_unseen") + ".csv";
                compareLists(recommender, list, seen);
            }
        }
    }

    @Test
    void similarItemsAgree() throws IOException {
        Recommender recommender =
                train("events.csv", Similarity.JACCARD, 1, false).recommender();
        compareGroups(recommender, "seed_a", Map.of("0", List.of(Seed.of("a"))));
        compareGroups(recommender, "seed_a_d", Map.of("0", List.of(Seed.of("a"), Seed.of("d"))));
        compareGroups(
                recommender,
                "rated",
                Map.of("0", List.of(Seed.of("a").weight(5), Seed.of("d").weight(0.5))));
        compareGroups(
                recommender,
                "users",
                Map.of(
                        "100", List.of(Seed.of("a").weight(5), Seed.of("d").weight(0.5)),
                        "7", List.of(Seed.of("f").weight(2), Seed.of("b").weight(1))));
    }

    @Test
    void popularItemsAndActiveUsersAgree() throws IOException {
        NeighborModel model = train("events.csv", Similarity.JACCARD, 1, false);
        for (List<String> row : Golden.body("tiny/popular_items_thr1.csv")) {
            assertThat(model.frequency(row.get(0)).orElseThrow()).isEqualTo((int) Double.parseDouble(row.get(1)));
        }
        List<List<String>> users = Golden.body("tiny/popular_users.csv");
        assertThat(model.activeUsers(users.size()).stream().map(ScoredId::score))
                .containsExactlyElementsOf(
                        users.stream().map(row -> Double.valueOf(row.get(1))).toList());
        assertThat(model.activeUsers(1).get(0).id()).isEqualTo(users.get(0).get(0));
    }

    @Test
    void similarUsersAgree() throws IOException {
        NeighborModel model = train("events.csv", Similarity.JACCARD, 1, false);
        Map<String, Map<String, Double>> expected = new LinkedHashMap<>();
        for (List<String> row : Golden.body("tiny/similar_users_raw.csv")) {
            double score = Double.parseDouble(row.get(3));
            if (score > 0) {
                expected.computeIfAbsent(row.get(0), ignored -> new LinkedHashMap<>())
                        .put(row.get(2), score);
            }
        }
        assertThat(expected).isNotEmpty();
        expected.forEach((user, others) -> {
            List<ScoredId> ranked = model.similarUsers(user, 20);
            assertThat(ranked).hasSameSizeAs(others.keySet());
            ranked.forEach(
                    other -> Golden.close(other.score(), others.getOrDefault(other.id(), Double.NaN), user + other));
            assertThat(ranked.get(0).score())
                    .isEqualTo(others.values().iterator().next(), within(1e-6));
        });
    }

    private static NeighborModel train(String file, Similarity similarity, int threshold, boolean decay)
            throws IOException {
        SarTrainer.Builder builder = SarTrainer.builder().similarity(similarity).supportThreshold(threshold);
        UsageEvents events = Golden.events("tiny/" + file);
        return (decay ? builder : builder.withoutDecay()).build().train(events).model();
    }

    private static void compare(NeighborModel model, String file) throws IOException {
        Golden.matrix(file)
                .forEach((seed, row) -> row.forEach((target, expected) -> Golden.close(
                        model.similarity(seed, target).orElseThrow(),
                        Double.isFinite(expected) ? expected : 0,
                        file + " " + seed + target)));
    }

    private static void affinities(SarTrainer.Builder builder, String events, String file) throws IOException {
        NeighborModel model =
                builder.build().train(Golden.events("tiny/" + events)).model();
        Golden.matrix("tiny/" + file + ".csv")
                .forEach((user, row) -> row.forEach((item, expected) ->
                        Golden.close(model.affinity(user, item).orElseThrow(), expected, file + user + item)));
    }

    private static void compareLists(Recommender recommender, String file, boolean seen) throws IOException {
        Map<String, List<String>> items = new LinkedHashMap<>();
        Map<String, List<Double>> scores = new LinkedHashMap<>();
        for (List<String> row : Golden.body(file)) {
            if (Double.parseDouble(row.get(3)) > 0) {
                items.computeIfAbsent(row.get(0), ignored -> new ArrayList<>()).add(row.get(2));
                scores.computeIfAbsent(row.get(0), ignored -> new ArrayList<>()).add(Double.valueOf(row.get(3)));
            }
        }
        assertThat(items).isNotEmpty();
        items.forEach((user, expected) -> {
            Query query = Query.user(user).count(5).withoutBackfill();
            Golden.sameList(
                    recommender.recommend(seen ? query.includeSeen() : query),
                    expected,
                    scores.getOrDefault(user, List.of()),
                    file + " " + user);
        });
    }

    private static void compareGroups(Recommender recommender, String file, Map<String, List<Seed>> groups)
            throws IOException {
        List<List<String>> rows = Golden.body("tiny/item_based_jaccard_" + file + ".csv");
        groups.forEach((group, seeds) -> {
            List<List<String>> expected = rows.stream()
                    .filter(row -> row.get(0).equals(group) && Double.parseDouble(row.get(2)) > 0)
                    .toList();
            assertThat(expected).isNotEmpty();
            Golden.sameList(
                    recommender.recommend(Query.seeds(seeds).count(5).withoutBackfill()),
                    expected.stream().map(row -> row.get(1)).toList(),
                    expected.stream().map(row -> Double.valueOf(row.get(2))).toList(),
                    file + " " + group);
        });
    }
}
