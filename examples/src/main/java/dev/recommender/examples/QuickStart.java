package dev.recommender.examples;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingResult;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.models.Models;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From files to recommendations. */
public final class QuickStart {
    private QuickStart() {}

    /** Runs on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path shop = Files.createTempDirectory("shop");
        Shop.open().write(shop);

        // Train: items that the same users took are similar.
        SarTrainer trainer = SarTrainer.builder()
                .similarity(Similarity.JACCARD)
                .supportThreshold(6)
                .decayHalfLife(Duration.ofDays(30))
                .build();
        TrainingResult<NeighborModel> trained = trainer.train(
                UsageCsv.read(shop.resolve("usage.csv")),
                CatalogCsv.read(shop.resolve("catalog.csv")).load());
        System.out.println(trained.statistics());
        System.out.println(trained.report()); // rejected lines: how many, where, why, what to do
        trained.model().save(shop.resolve("shop.model"));

        // Open, in any JVM, and ask: for a user, for an item, for a user who has just bought something.
        try (TrainedModel model = Models.open(shop.resolve("shop.model"))) {
            Recommender recommender = model.recommender();
            Recommendations forUser = recommender.recommend(Query.user("c00042").count(5));
            Recommendations similar = recommender.similarItems("p0012", 5);
            Recommendations live = recommender.recommend(
                    Query.user("c00042").and("p0012", EventType.PURCHASE).explain());

            System.out.println(forUser);
            System.out.println(similar);
            for (Recommendation next : live) {
                System.out.println(next.item() + " " + next.score() + " because of " + next.because());
            }
        }
    }
}
