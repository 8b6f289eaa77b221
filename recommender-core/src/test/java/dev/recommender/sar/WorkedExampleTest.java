package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Seed;
import dev.recommender.internal.neighbors.HandMade;
import dev.recommender.neighbors.NeighborModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The example by which the retired service's documentation explains SAR: a co-occurrence matrix C and the affinities of
 * seven users. C belongs to no set of events: its entry of items 1 and 4 is one less than the users' items give. So the
 * models are built from the matrices.
 */
class WorkedExampleTest {
    private static final List<String> ITEMS = List.of("1", "2", "3", "4", "5");
    private static final List<String> USERS = List.of("U1", "U2", "U3", "U4", "U5", "U6", "U7");
    private static final double[][] C = {
        {5, 3, 4, 3, 2},
        {3, 4, 3, 2, 1},
        {4, 3, 4, 3, 1},
        {3, 2, 3, 4, 2},
        {2, 1, 1, 2, 3}
    };
    private static final double[][] AFFINITIES = {
        {5, 3, 2.5, 0, 0},
        {2, 2.5, 5, 2, 0},
        {2.5, 0, 0, 4, 4.5},
        {5, 0, 3, 4.5, 0},
        {4, 3, 2, 4, 3.5},
        {0, 0, 0, 0, 2},
        {0, 1, 0, 0, 0}
    };

    @Test
    void coOccurrenceGivesTheScoresOfTheDocumentation() {
        NeighborModel model = NeighborModel.of(HandMade.model(ITEMS, C, USERS, AFFINITIES));
        assertScores(model, "U1", 44, 34.5, 39, 28.5, 15.5);
        assertScores(model, "U2", 43.5, 35, 41.5, 34, 15.5);
        assertScores(model, "U3", 33.5, 20, 26.5, 32.5, 26.5);
        assertScores(model, "U4", 50.5, 33, 45.5, 42, 22);
        assertScores(model, "U5", 56, 41.5, 48.5, 47, 31.5);
        assertScores(model, "U6", 4, 2, 2, 4, 6);
        assertScores(model, "U7", 3, 4, 3, 2, 1);
        assertThat(unseen(model, Query.user("U1"))).containsExactly("4", "5");
    }

    @Test
    void aNewUserGetsScoresFromLiveEvents() {
        NeighborModel model = NeighborModel.of(HandMade.model(ITEMS, C, USERS, AFFINITIES));
        assertScores(model, Query.items("5"), 2, 1, 1, 2, 3);
        Query second = Query.items("5").and(Seed.of("2").weight(2));
        assertScores(model, second, 8, 9, 7, 6, 5);
        assertThat(unseen(model, second)).containsExactly("1", "3", "4");
    }

    @Test
    void jaccardAndLiftGiveTheComputedScores() {
        assertScores(model(Similarity.JACCARD), "U1", 8.5, 7, 8.3, 5, 2.583333);
        assertScores(model(Similarity.LIFT), "U1", 1.95, 1.96875, 2.1875, 1.59375, 1.125);
        assertThat(model(Similarity.LIFT).recommender().similarItems("4", 4).stream()
                        .map(Recommendation::item)
                        .toList())
                .containsSubsequence("5", "2");
    }

    private static NeighborModel model(Similarity similarity) {
        double[][] similarities = new double[5][5];
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                similarities[i][j] = similarity.of(C[i][j], C[i][i], C[j][j], 5);
            }
        }
        return NeighborModel.of(HandMade.model(ITEMS, similarities, USERS, AFFINITIES));
    }

    private static void assertScores(NeighborModel model, String user, double... expected) {
        assertScores(model, Query.user(user), expected);
    }

    private static void assertScores(NeighborModel model, Query query, double... expected) {
        Map<String, Double> scores = new LinkedHashMap<>();
        model.recommender().recommend(query.includeSeen()).forEach(found -> scores.put(found.item(), found.score()));
        for (int item = 0; item < expected.length; item++) {
            assertThat(scores.getOrDefault(ITEMS.get(item), Double.NaN))
                    .as(ITEMS.get(item))
                    .isCloseTo(expected[item], within(1e-6 * expected[item]));
        }
    }

    private static List<String> unseen(NeighborModel model, Query query) {
        return model.recommender().recommend(query.withoutBackfill()).stream()
                .map(Recommendation::item)
                .toList();
    }
}
