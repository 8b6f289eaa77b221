package dev.recommender.examples;

import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Split;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How good are the recommendations? */
public final class Measure {
    private Measure() {}

    /** Measures on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        Shop.open().write(folder);
        Evaluation evaluation = Evaluator.split(Split.atShare(0.75))
                .cutoffs(5, 10)
                .evaluate(SarTrainer.create(), UsageCsv.read(folder.resolve("usage.csv")));
        System.out.println(evaluation);
    }
}
