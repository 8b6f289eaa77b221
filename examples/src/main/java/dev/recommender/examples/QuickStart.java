package dev.recommender.examples;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainingResult;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.sar.SarModel;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** From files to recommendations. */
public final class QuickStart {
    private QuickStart() {}

    /** Runs on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        Shop.open().write(folder);
        run(folder, System.out);
    }

    static void run(Path folder, PrintStream out) throws IOException {
        // Train: users who took the same things lend each other what they took since.
        SarTrainer trainer = SarTrainer.builder()
                .similarity(Similarity.JACCARD)
                .supportThreshold(6)
                .decayHalfLife(Duration.ofDays(30))
                .build();
        TrainingResult trained = trainer.train(
                UsageCsv.read(folder.resolve("usage.csv")),
                CatalogCsv.read(folder.resolve("catalog.csv")).load());
        out.println(trained.statistics());
        out.println(trained.report());

        // Ask: for a user, for what is happening right now, for an item.
        Recommender recommender = trained.model().recommender();
        Recommendations forUser = recommender.recommend(Query.user("c00042").count(5));
        Recommendations live = recommender.recommend(
                Query.user("c00042").and("p0012", EventType.PURCHASE).count(5).explain());
        Recommendations similar = recommender.similarItems("p0012", 5);
        for (Recommendation next : forUser) {
            out.println(next.item() + " " + next.score() + " " + next.source());
        }

        // Keep: one file, which any JVM opens.
        trained.model().save(folder.resolve("shop.model"));
        try (SarModel model = SarModel.open(folder.resolve("shop.model"))) {
            out.println(
                    model.recommender().recommend(Query.user("c00042").count(5)).equals(forUser));
        }

        // Explain: why this item?
        Recommendation best = live.get(0);
        out.println(best.item() + " because of "
                + best.because().stream().map(why -> why.seed()).toList());
        out.println(similar.size() + " similar items");
    }
}
