package dev.recommender.benchmarks;

import dev.recommender.Recency;
import dev.recommender.Recommender;
import dev.recommender.UsageEvents;
import dev.recommender.csv.UsageCsv;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Measurement;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.Counting;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Predicts the next event of users, or sessions, whom no model was trained on, from their events before. Compares symmetric
 * with sequential counting, and seeds that count alike with recent ones that count more, on the same test users.
 */
@Command(
        name = "sessions-study",
        description =
                "Measures sequential counting and recent seeds on the last events of the latest users or sessions.",
        mixinStandardHelpOptions = true)
final class SessionsStudyCommand implements Callable<Integer> {
    private static final int CUTOFF = 20;

    @Option(names = "--usage", paramLabel = "FILE", required = true, description = "Usage as CSV.")
    Path usage = Path.of("");

    @Option(names = "--columns", paramLabel = "COLUMNS", description = "As the command line takes them.")
    @Nullable
    String columns;

    @Option(names = "--skip-rows-without-user", description = "Leave out lines whose user is blank.")
    boolean skipRowsWithoutUser;

    @Option(names = "--share", paramLabel = "R", description = "The users to test with; default: ${DEFAULT-VALUE}.")
    double share = 0.25;

    @Option(
            names = "--given",
            paramLabel = "R",
            description = "The part of their events to ask with; default: ${DEFAULT-VALUE}, all but the last.")
    double given = 1;

    @Option(names = "--support-threshold", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int supportThreshold = 2;

    @Option(names = "--max-distance", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int maxDistance = 10;

    @Option(names = "--max-test-users", paramLabel = "N", description = "Default: ${DEFAULT-VALUE}.")
    int maxTestUsers = 5_000;

    @Option(names = "--unit", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    CooccurrenceUnit unit = CooccurrenceUnit.USER;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        UsageCsv events = UsageCsv.read(usage);
        events = columns == null ? events : events.columns(columns);
        events = skipRowsWithoutUser ? events.skipRowsWithoutUser() : events;
        TestSet test = testSet(events);
        out.println(test.size() + " test users");
        out.println("| counting | seeds | hit rate@20 | MRR@20 | nDCG@20 | more than the first line |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        Measurement popularity = test.popularity();
        Optional<Measurement> first = Optional.empty();
        for (SarTrainer trainer : trainers()) {
            try (NeighborModel model = trainer.train(test.training()).model()) {
                for (Optional<Recency> recency : recencies()) {
                    Recommender plain = model.recommender();
                    Measurement measured =
                            test.measure(recency.<Recommender>map(of -> new WeighingRecommender(plain, of))
                                    .orElse(plain));
                    first = first.isPresent() ? first : Optional.of(measured);
                    String counting = trainer.parameters().value("counting").orElse("") + ", "
                            + trainer.parameters().value("similarity").orElse("");
                    out.println(line(counting, recency.map(Recency::toString).orElse("alike"), measured, first.get()));
                    out.flush();
                }
            }
        }
        out.println(line("popularity", "", popularity, first.orElse(popularity)));
        return 0;
    }

    private TestSet testSet(UsageEvents events) {
        return Evaluator.split(Split.latestUsers(share, given))
                .cutoffs(CUTOFF)
                .maxTestUsers(maxTestUsers, 42)
                .testSet(events);
    }

    private List<SarTrainer> trainers() {
        return List.of(
                trainer(Similarity.JACCARD, Counting.SYMMETRIC),
                trainer(Similarity.COOCCURRENCE, Counting.SYMMETRIC),
                trainer(Similarity.COSINE, Counting.SYMMETRIC),
                trainer(Similarity.COOCCURRENCE, Counting.SEQUENTIAL),
                trainer(Similarity.damped(0, 1, 0), Counting.SEQUENTIAL),
                trainer(Similarity.COSINE, Counting.SEQUENTIAL));
    }

    private SarTrainer trainer(Similarity similarity, Counting counting) {
        SarTrainer.Builder builder = SarTrainer.builder()
                .similarity(similarity)
                .counting(counting)
                .cooccurrenceUnit(unit)
                .supportThreshold(supportThreshold)
                .withoutDecay()
                .unweighted()
                .withoutHistories();
        return (counting == Counting.SEQUENTIAL ? builder.maxDistance(maxDistance) : builder).build();
    }

    private static List<Optional<Recency>> recencies() {
        return List.of(
                Optional.empty(),
                Optional.of(Recency.linear()),
                Optional.of(Recency.logarithmic()),
                Optional.of(Recency.reciprocal()));
    }

    private static String line(String counting, String seeds, Measurement measured, Measurement first) {
        Evaluation.Difference difference = measured.minus(first, Metric.NDCG, CUTOFF);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %.4f | %s |",
                counting,
                seeds,
                measured.value(Metric.HIT_RATE, CUTOFF),
                measured.value(Metric.MRR, CUTOFF),
                measured.value(Metric.NDCG, CUTOFF),
                measured == first
                        ? ""
                        : difference
                                .interval()
                                .map(interval -> String.format(
                                        Locale.ROOT,
                                        "%+.4f [%+.4f, %+.4f]",
                                        difference.value(),
                                        interval.low(),
                                        interval.high()))
                                .orElse(""));
    }
}
