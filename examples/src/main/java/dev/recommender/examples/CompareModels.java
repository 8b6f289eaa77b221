package dev.recommender.examples;

import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Measurement;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which of two models is better, and is that more than chance? */
public final class CompareModels {
    private CompareModels() {}

    /** Compares on a generated shop in a temporary folder. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("shop");
        Shop.open().write(folder);
        UsageEvents usage = UsageCsv.read(folder.resolve("usage.csv"));

        TestSet test =
                Evaluator.split(Split.atShare(0.75)).cutoffs(10).testSet(usage).sample(500, 7);
        Measurement first = test.measure(SarTrainer.create());
        Measurement second =
                test.measure(SarTrainer.builder().similarity(Similarity.LIFT).build());
        double[] perUser = first.values(Metric.NDCG, 10); // in the order of test.users()
        Evaluation.Difference difference = first.minus(second, Metric.NDCG, 10);

        System.out.println(perUser.length + " test users, nDCG@10 " + first.value(Metric.NDCG, 10) + " against "
                + second.value(Metric.NDCG, 10));
        System.out.println("difference in " + difference.interval().orElseThrow() + ", p-value "
                + difference.pValue().orElseThrow());
    }
}
