package dev.recommender.benchmarks.sidebyside;

import dev.recommender.als.AlsTrainer;
import dev.recommender.benchmarks.data.EventFiles;
import dev.recommender.benchmarks.data.ShapeOptions;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Measurement;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * How accurate our vectors are beside those of Spark's ALS: as many numbers and iterations, the same events, the same test
 * users. Of each there is one model for every pair of α and λ, and the best by the test itself is compared, so the figures
 * are a little too high for both. Each event counts 1, and nothing decays.
 */
@Command(
        name = "spark-study",
        description =
                "Measures the accuracy of vectors beside those of Spark's ALS, on the newest part of each user's events.",
        mixinStandardHelpOptions = true)
public final class SparkStudyCommand implements Callable<Integer> {
    private static final int FIRST = 10;
    private static final int SECOND = 20;

    @Option(
            names = "--spark",
            paramLabel = "FOLDER",
            required = true,
            description =
                    "Spark's jars; " + Spark.REMEDY + " makes the folder recommender-benchmarks/spark/target/jars.")
    Path spark = Path.of("");

    @Option(names = "--usage", paramLabel = "FILE", required = true, description = "Usage as CSV.")
    Path usage = Path.of("");

    @Option(names = "--columns", paramLabel = "COLUMNS", description = "As the command line takes them.")
    Optional<String> columns = Optional.empty();

    @Option(names = "--skip-rows-without-user", description = "Leave out lines whose user is blank.")
    boolean skipRowsWithoutUser;

    @Option(names = "--ratio", paramLabel = "R", description = "The part to train on; default: ${DEFAULT-VALUE}.")
    double ratio = 0.75;

    @Option(names = "--factors", paramLabel = "N", description = "Numbers of a vector; default: ${DEFAULT-VALUE}.")
    int factors = 64;

    @Option(names = "--iterations", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int iterations = 10;

    @Option(names = "--threads", paramLabel = "N", description = "For each; default: all processors.")
    int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--settings", split = ",", description = "Pairs α:λ for our vectors; default: ${DEFAULT-VALUE}.")
    List<String> settings = List.of("2:0.01", "2:0.03", "2:0.1", "10:0.003", "10:0.01", "10:0.03");

    @Option(names = "--spark-settings", split = ",", description = "The same for Spark's; default: ${DEFAULT-VALUE}.")
    List<String> sparkSettings =
            List.of("1:0.1", "2:0.1", "2:0.3", "2:1", "10:0.1", "10:0.3", "10:1", "40:0.1", "40:1", "40:3");

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** A model, measured. */
    private record Measured(String setting, Measurement lists) {}

    @Override
    public Integer call() throws IOException {
        ShapeOptions.requireAtLeast("--factors", factors, 1);
        ShapeOptions.requireAtLeast("--iterations", iterations, 1);
        ShapeOptions.requireAtLeast("--threads", threads, 1);
        Path folder = Files.createTempDirectory("spark-study");
        try {
            Spark program = Spark.in(spark, Programs.resource("SparkAls.java", folder));
            UsageCsv events = UsageCsv.read(usage);
            events = columns.isPresent() ? events.columns(columns.get()) : events;
            events = skipRowsWithoutUser ? events.skipRowsWithoutUser() : events;
            TestSet test = Evaluator.split(Split.chronological(ratio))
                    .cutoffs(FIRST, SECOND)
                    .testSet(events);
            report(test, ours(test), theirs(program, folder, test));
        } finally {
            delete(folder);
        }
        return 0;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    private List<Measured> ours(TestSet test) {
        List<Measured> all = new ArrayList<>();
        for (String setting : settings) {
            String[] pair = setting.split(":");
            AlsTrainer trainer = AlsTrainer.builder()
                    .factors(factors)
                    .iterations(iterations)
                    .alpha(Double.parseDouble(pair[0]))
                    .regularization(Double.parseDouble(pair[1]))
                    .unweighted()
                    .withoutDecay()
                    .threads(threads)
                    .build();
            all.add(new Measured(setting, test.measure(trainer)));
        }
        return all;
    }

    private List<Measured> theirs(Spark program, Path folder, TestSet test) throws IOException {
        NumberedEvents events = NumberedEvents.of(test.training().usage());
        Path records = folder.resolve("events");
        EventFiles.writeRecords(events.pairs(), records);
        String output = folder.resolve("vectors").toString();
        Figures ignored = program.contestant(
                        Names.SPARK, records, factors, iterations, threads, 0, output, sparkSettings)
                .run();
        List<Measured> all = new ArrayList<>();
        for (int at = 0; at < sparkSettings.size(); at++) {
            all.add(new Measured(
                    sparkSettings.get(at), test.measure(SparkVectors.read(Path.of(output + "-" + at), events))));
        }
        return all;
    }

    private void report(TestSet test, List<Measured> ours, List<Measured> theirs) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "%d test users; %s; %d numbers, %d iterations%n",
                test.size(),
                test.split(),
                factors,
                iterations);
        out.printf("| vectors | α : λ | nDCG@%d | nDCG@%d | recall@%d |%n", FIRST, SECOND, SECOND);
        out.println("| --- | --- | --- | --- | --- |");
        ours.forEach(measured -> out.println(line("library", measured)));
        theirs.forEach(measured -> out.println(line("Spark", measured)));
        out.println();
        out.printf("| metric | library, best | library, first | Spark, best | best less best | first less best |%n");
        out.println("| --- | --- | --- | --- | --- | --- |");
        compare(out, Metric.NDCG, FIRST, ours, theirs);
        compare(out, Metric.NDCG, SECOND, ours, theirs);
        compare(out, Metric.RECALL, SECOND, ours, theirs);
        out.flush();
    }

    private static String line(String whose, Measured measured) {
        Measurement lists = measured.lists;
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.4f | %.4f | %.4f |",
                whose,
                measured.setting,
                lists.value(Metric.NDCG, FIRST),
                lists.value(Metric.NDCG, SECOND),
                lists.value(Metric.RECALL, SECOND));
    }

    private static void compare(
            PrintWriter out, Metric metric, int cutoff, List<Measured> ours, List<Measured> theirs) {
        Measured best = best(ours, metric, cutoff);
        Measured first = ours.get(0);
        Measured reference = best(theirs, metric, cutoff);
        out.printf(
                Locale.ROOT,
                "| %s@%d | %.4f (%s) | %.4f (%s) | %.4f (%s) | %s | %s |%n",
                metric.label(),
                cutoff,
                best.lists.value(metric, cutoff),
                best.setting,
                first.lists.value(metric, cutoff),
                first.setting,
                reference.lists.value(metric, cutoff),
                reference.setting,
                difference(best, reference, metric, cutoff),
                difference(first, reference, metric, cutoff));
    }

    private static Measured best(List<Measured> all, Metric metric, int cutoff) {
        Measured best = all.get(0);
        for (Measured each : all) {
            best = each.lists.value(metric, cutoff) > best.lists.value(metric, cutoff) ? each : best;
        }
        return best;
    }

    /** With its interval, and in percent of the reference. */
    private static String difference(Measured one, Measured reference, Metric metric, int cutoff) {
        Evaluation.Difference difference = one.lists.minus(reference.lists, metric, cutoff);
        Evaluation.Interval interval = difference.interval().orElseThrow();
        return String.format(
                Locale.ROOT,
                "%+.4f [%+.4f, %+.4f], %+.1f %%",
                difference.value(),
                interval.low(),
                interval.high(),
                100 * difference.value() / reference.lists.value(metric, cutoff));
    }
}
