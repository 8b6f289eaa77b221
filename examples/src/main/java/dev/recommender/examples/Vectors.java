package dev.recommender.examples;

import dev.recommender.EventType;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.als.AlsTrainer;
import dev.recommender.csv.UsageCsv;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.VectorFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Vectors of items and users: learnt, asked, and written for others. */
public final class Vectors {
    private Vectors() {}

    /** Trains on a generated shop in a temporary folder, and asks. */
    public static void main(String[] arguments) throws IOException {
        Path shop = Files.createTempDirectory("shop");
        Shop.open(1_000, 200, 30_000, 1).write(shop);
        AlsTrainer trainer = AlsTrainer.builder()
                .factors(64)
                .iterations(16)
                .regularization(0.01)
                .build();
        try (FactorModel model =
                trainer.train(UsageCsv.read(shop.resolve("usage.csv"))).model()) {
            // What the user has just done counts at once: the vector is solved from history and live events.
            Query query = Query.user("c00042")
                    .and("p0012", EventType.PURCHASE)
                    .count(5)
                    .explain();
            for (Recommendation next : model.recommender().recommend(query)) {
                System.out.println(next.item() + " " + next.score() + " because of " + next.because());
            }
            System.out.println(model.recommender().similarItems("p0012", 5));
            System.out.println(model.similarUsers("c00042", 3));

            float[] item = model.itemVector("p0012").orElseThrow();
            float[] user = model.userVector("c00042").orElseThrow();
            System.out.println(item.length + " numbers each, of the user " + Arrays.toString(user));
            model.exportItems(shop.resolve("items.csv"), VectorFormat.CSV);
            model.exportUsers(shop.resolve("users.bin"), VectorFormat.BINARY);
        }
    }
}
