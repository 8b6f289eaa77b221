package dev.recommender.benchmarks;

import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures which defaults suit the vectors of {@code als}, without a look at what models are tested with. Three splits test with the
 * last quarter of all events, that of each user's, and the latest quarter of the users: events in any of these are left out first.
 * The rest is split again, by user and by latest users. For each weight of all pairs and each regularization, nDCG at 10 on both
 * is printed.
 *
 * <p>With several files, ends with a table of means: a figure counts as its share of the best figure of its column, so that
 * every file and split counts alike. The first of the table is the choice.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.VectorDefaultsStudy USAGE USAGE_COLUMNS|- ...
 * </pre>
 */
public final class VectorDefaultsStudy {
    private static final int CUTOFF = 10;
    private static final double RATIO = 0.75;
    private static final double GIVEN = 0.8;
    private static final double[] WEIGHTS = {2.5, 5, 10, 20, 40, 80, 160};
    private static final double[] REGULARIZATIONS = {0.003, 0.01, 0.03};

    private VectorDefaultsStudy() {}

    /** Runs the study on files, each named with its columns. */
    public static void main(String[] arguments) throws IOException {
        run(arguments, WEIGHTS, REGULARIZATIONS, System.out);
    }

    static void run(String[] arguments, double[] weights, double[] regularizations, PrintStream out)
            throws IOException {
        if (arguments.length == 0 || arguments.length % 2 != 0) {
            throw new IllegalArgumentException("name files, each followed by its columns or -");
        }
        List<Setting> settings = Arrays.stream(regularizations)
                .boxed()
                .flatMap(regularization ->
                        Arrays.stream(weights).mapToObj(weight -> new Setting(weight, regularization)))
                .toList();
        List<double[]> columns = new ArrayList<>();
        for (int at = 0; at < arguments.length; at += 2) {
            UsageEvents rest = untested(StudyInput.usage(arguments[at], arguments[at + 1]));
            for (Split split : List.of(Split.chronological(RATIO), Split.latestUsers(1 - RATIO, GIVEN))) {
                TestSet validation = Evaluator.split(split).cutoffs(CUTOFF).testSet(TrainingInput.of(rest));
                out.printf(Locale.ROOT, "%s, %s, %d users%n", arguments[at], split, validation.size());
                double[] column = new double[settings.size()];
                for (int setting = 0; setting < column.length; setting++) {
                    column[setting] = settings.get(setting).ndcg(validation);
                    out.printf(Locale.ROOT, "    %s: nDCG %.4f%n", settings.get(setting), column[setting]);
                }
                columns.add(column);
            }
        }
        out.println("mean share of the best:");
        IntStream.range(0, settings.size())
                .boxed()
                .sorted(Comparator.comparingDouble(setting -> -meanShare(columns, setting)))
                .forEach(setting ->
                        out.printf(Locale.ROOT, "    %s: %.4f%n", settings.get(setting), meanShare(columns, setting)));
    }

    /** What is in no test part of the three splits. */
    static UsageEvents untested(UsageEvents usage) throws IOException {
        List<UsageEvent> rest = listed(Split.atShare(RATIO).parts(usage).get(0));
        for (Split split : List.of(Split.chronological(RATIO), Split.latestUsers(1 - RATIO, GIVEN))) {
            Map<UsageEvent, Integer> training = new HashMap<>();
            for (UsageEvent event : listed(split.parts(usage).get(0))) {
                training.merge(event, 1, Integer::sum);
            }
            rest.removeIf(event -> training.merge(event, -1, Integer::sum) < 0);
        }
        return UsageEvents.of(rest);
    }

    /** The events, without weights and types. */
    private static List<UsageEvent> listed(UsageEvents usage) throws IOException {
        List<UsageEvent> events = new ArrayList<>();
        usage.forEach((user, item, time, type, weight) ->
                events.add(UsageEvent.of(user.toString(), item.toString()).at(Instant.ofEpochMilli(time))));
        return events;
    }

    /** The mean of a setting's shares of the best figure of each column; where all figures are 0, each is as good as the best. */
    static double meanShare(List<double[]> columns, int setting) {
        return columns.stream()
                .mapToDouble(column ->
                        share(column[setting], Arrays.stream(column).max().orElse(0)))
                .average()
                .orElse(0);
    }

    private static double share(double figure, double best) {
        return best == 0 ? 1 : figure / best;
    }

    private record Setting(double weight, double regularization) {
        double ndcg(TestSet validation) {
            Parameters parameters = Parameters.parse(String.format(
                    Locale.ROOT,
                    "{\"unweighted\":true,\"halfLife\":null,\"unobservedWeight\":%s,\"regularization\":%s}",
                    weight,
                    regularization));
            try (TrainedModel model = StudyInput.trainer("als", parameters)
                    .train(validation.training())
                    .model()) {
                return validation.measure(model.recommender()).value(Metric.NDCG, CUTOFF);
            }
        }

        @Override
        public String toString() {
            return "unobservedWeight " + weight + ", regularization " + regularization;
        }
    }
}
