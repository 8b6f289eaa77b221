package dev.recommender.examples;

import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Metric;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import dev.recommender.tuning.TuningJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Which algorithm and which parameters suit the data? */
public final class TuneAShop {
    private TuneAShop() {}

    /** Tunes on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        Shop.open().write(folder);

        TrainingInput input = TrainingInput.of(UsageCsv.read(folder.resolve("usage.csv")))
                .catalog(CatalogCsv.read(folder.resolve("catalog.csv")).load());
        Tuning tuning = Tuner.builder()
                .metric(Metric.NDCG, 10)
                .budget(Duration.ofMinutes(1))
                .journal(folder.resolve("tuning.jsonl")) // what is there is not tried again
                .build()
                .tune(input);
        System.out.println(tuning); // all trials, and what the best one reaches on events that no trial saw

        Files.writeString(folder.resolve("best.json"), TuningJson.best(tuning));
        try (TrainedModel model = tuning.trainer().train(input).model()) { // on everything
            model.save(folder.resolve("shop.model"));
        }
    }
}
