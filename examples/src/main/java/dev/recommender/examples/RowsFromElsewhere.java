package dev.recommender.examples;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.NeighborModelBuilder;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.util.ArrayList;
import java.util.List;

/** A model of similarities that were computed elsewhere: the worked example of docs/algorithm.md. */
public final class RowsFromElsewhere {
    private static final int[][] COOCCURRENCES = {
        {5, 3, 4, 3, 2},
        {3, 4, 3, 2, 1},
        {4, 3, 4, 3, 1},
        {3, 2, 3, 4, 2},
        {2, 1, 1, 2, 3}
    };

    private RowsFromElsewhere() {}

    /** Recommends to a user with affinities 5, 3 and 2.5 to items 1, 2 and 3. */
    public static void main(String[] arguments) {
        try (NeighborModel model = model()) {
            Query query = Query.seeds(List.of(
                    Seed.of("item 1").weight(5),
                    Seed.of("item 2").weight(3),
                    Seed.of("item 3").weight(2.5)));
            for (Recommendation next : model.recommender().recommend(query)) {
                System.out.println(next.item() + " " + next.score());
            }
        }
    }

    private static NeighborModel model() {
        // The options that the rows were computed by; then all items, then the row of each seed.
        NeighborModelBuilder builder = SarTrainer.builder()
                .similarity(Similarity.COOCCURRENCE)
                .supportThreshold(1)
                .build()
                .modelBuilder();
        for (int seed = 0; seed < COOCCURRENCES.length; seed++) {
            builder.item(name(seed), COOCCURRENCES[seed][seed], COOCCURRENCES[seed][seed]);
        }
        for (int seed = 0; seed < COOCCURRENCES.length; seed++) {
            builder.similarities(name(seed), row(seed));
        }
        return builder.counts(20, 20, 7, 7).build();
    }

    private static List<ScoredId> row(int seed) {
        List<ScoredId> row = new ArrayList<>();
        for (int target = 0; target < COOCCURRENCES.length; target++) {
            if (target != seed) {
                row.add(new ScoredId(name(target), COOCCURRENCES[seed][target]));
            }
        }
        return row;
    }

    private static String name(int index) {
        return "item " + (index + 1);
    }
}
