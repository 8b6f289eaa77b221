package dev.recommender.benchmarks;

import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Measurement;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Measures what the options of weights do to the accuracy and the size of models: nDCG at 10 with each option less nDCG
 * without it, by the paired bootstrap, on the last fifth of the events, or of each user's events.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.RowWeightsStudy \
 *     USAGE USAGE_COLUMNS|- SPLIT|PER_USER
 * </pre>
 */
public final class RowWeightsStudy {
    private static final int CUTOFF = 10;

    /** What is measured with and without the options: an algorithm, and its parameters. */
    private static final List<Base> BASES = List.of(
            new Base("sar", "\"similarity\":\"jaccard\",\"supportThreshold\":1"),
            new Base("sar", "\"similarity\":\"damped(1,0.7,0.3)\",\"supportThreshold\":1,\"maxNeighbors\":200"),
            new Base("ridge", ""),
            new Base("ridge", "\"maxNeighbors\":50"));

    private static final List<String> OPTIONS = List.of(
            "\"rowPrecision\":\"byte\"",
            "\"weightPower\":0.8",
            "\"weightPower\":1.25",
            "\"normalizeRows\":true",
            "\"neighborPopularity\":0.15",
            "\"neighborPopularity\":0.3");

    private RowWeightsStudy() {}

    /** Runs the study on one file. */
    public static void main(String[] arguments) throws IOException {
        Split split = arguments[2].equals("PER_USER") ? Split.chronological(0.8) : Split.atShare(0.8);
        TestSet test = Evaluator.split(split)
                .cutoffs(CUTOFF)
                .testSet(TrainingInput.of(StudyInput.usage(arguments[0], arguments[1])));
        System.out.printf(Locale.ROOT, "%d test users%n", test.size());
        for (Base base : BASES) {
            Measured plain = Measured.of(base, "", test);
            System.out.printf(
                    Locale.ROOT,
                    "%s %s: nDCG %.4f, %,d bytes%n",
                    base.algorithm,
                    base.parameters,
                    plain.lists.value(Metric.NDCG, CUTOFF),
                    plain.bytes);
            for (String option : OPTIONS) {
                if (base.limited() || !option.startsWith("\"neighborPopularity")) {
                    System.out.println("    " + option + ": "
                            + Measured.of(base, option, test).beside(plain));
                }
            }
        }
    }

    private record Base(String algorithm, String parameters) {
        boolean limited() {
            return parameters.contains("maxNeighbors");
        }

        Parameters with(String option) {
            String both = parameters + (parameters.isEmpty() || option.isEmpty() ? "" : ",") + option;
            return Parameters.parse("{\"halfLife\":null" + (both.isEmpty() ? "" : ",") + both + "}");
        }
    }

    private record Measured(Measurement lists, long bytes) {
        static Measured of(Base base, String option, TestSet test) throws IOException {
            Path file = Files.createTempFile("study", ".model");
            try (TrainedModel model = StudyInput.trainer(base.algorithm, base.with(option))
                    .train(test.training())
                    .model()) {
                model.save(file);
                return new Measured(test.measure(model.recommender()), Files.size(file));
            } finally {
                Files.delete(file);
            }
        }

        String beside(Measured plain) {
            Evaluation.Difference difference = lists.minus(plain.lists, Metric.NDCG, CUTOFF);
            Evaluation.Interval interval = difference.interval().orElseThrow();
            return String.format(
                    Locale.ROOT,
                    "%+.4f (%+.4f to %+.4f), file %.2f times as large",
                    difference.value(),
                    interval.low(),
                    interval.high(),
                    (double) bytes / plain.bytes);
        }
    }
}
