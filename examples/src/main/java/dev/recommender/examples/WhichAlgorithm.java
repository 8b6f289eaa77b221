package dev.recommender.examples;

import dev.recommender.TrainedModel;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Split;
import dev.recommender.ridge.RidgeTrainer;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Counting or regressions: which algorithm suits the data? */
public final class WhichAlgorithm {
    private WhichAlgorithm() {}

    /** Compares both on a generated shop in a temporary folder, and saves a model of the second. */
    public static void main(String[] arguments) throws IOException {
        Path shop = Files.createTempDirectory("shop");
        Shop.open().write(shop);

        UsageEvents usage = UsageCsv.read(shop.resolve("usage.csv"));
        Evaluation compared =
                Evaluator.split(Split.atShare(0.75)).testSet(usage).compare(RidgeTrainer.create(), SarTrainer.create());
        System.out.println(compared); // each metric's difference, with an interval and a p-value

        try (TrainedModel model = RidgeTrainer.create().train(usage).model()) {
            model.save(shop.resolve("ridge.model")); // opened, asked and served like any other
        }
    }
}
