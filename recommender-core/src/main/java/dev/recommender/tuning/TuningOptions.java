package dev.recommender.tuning;

import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.spi.TrainingResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The options of a {@link Tuner}. Changed only while it is built. */
final class TuningOptions {
    private static final double RATIO = 0.8;
    private static final int RESAMPLES = 1000;

    Metric metric = Metric.NDCG;
    int cutoff = 10;
    int[] alsoAt = {};
    Split testSplit = Split.standard(RATIO);
    Split validationSplit = Split.standard(RATIO);
    Query query = Query.popular();
    /** The least positive number, so that any positive weight is enough. */
    double relevantFrom = Double.MIN_VALUE;

    Duration budget = Duration.ofMinutes(15);
    int maxTrials = Integer.MAX_VALUE;
    long seed = 42;
    TrainingResources resources = TrainingResources.ofThisMachine();
    List<String> algorithms = List.of("sar", "ridge", "als");
    List<Candidate> candidates = List.of();
    Parameters fixed = Parameters.empty();
    Optional<Path> journal = Optional.empty();
    TuningMonitor monitor = TuningMonitor.none();
    /** How many users the samples have that come before all users, ascending. */
    int[] samples = {500, 2_000, 8_000};
    /** What the budget is compared with. */
    Stop.Clock clock = System::nanoTime;
    /** The largest heap, in bytes. */
    long heap = Runtime.getRuntime().maxMemory();

    TuningOptions copy() {
        TuningOptions copy = new TuningOptions();
        copy.metric = metric;
        copy.cutoff = cutoff;
        copy.alsoAt = alsoAt;
        copy.testSplit = testSplit;
        copy.validationSplit = validationSplit;
        copy.query = query;
        copy.relevantFrom = relevantFrom;
        copy.budget = budget;
        copy.maxTrials = maxTrials;
        copy.seed = seed;
        copy.resources = resources;
        copy.algorithms = algorithms;
        copy.candidates = candidates;
        copy.fixed = fixed;
        copy.journal = journal;
        copy.monitor = monitor;
        copy.samples = samples;
        copy.clock = clock;
        copy.heap = heap;
        return copy;
    }

    /** How much heap a training may take beside what is held, in bytes: an eighth of all is for everything else. */
    long beside(long held) {
        return Math.max(1, Math.min(resources.memoryBudget(), heap - heap / 8 - held));
    }

    /** Only users who are held out are asked for by seeds. */
    void requireRecencyHasEffect() {
        for (Split split : List.of(testSplit, validationSplit)) {
            if (query.recency().isPresent() && !split.holdsUsersOut()) {
                throw new IllegalStateException("recency has no effect with the split \"" + split
                        + "\", which asks for users by their id; split by latestUsers or heldOutUsers, which ask by seeds, or"
                        + " leave recency out");
            }
        }
    }

    /** All cut-offs, ascending. */
    int[] cutoffs() {
        return IntStream.concat(IntStream.of(cutoff), IntStream.of(alsoAt))
                .sorted()
                .distinct()
                .toArray();
    }

    /** Measures by a split as these options say. */
    Evaluator evaluator(Split split) {
        return Evaluator.split(split)
                .cutoffs(cutoffs())
                .query(query)
                .relevantFrom(relevantFrom)
                .bootstrap(RESAMPLES, seed)
                .threads(resources.threads());
    }
}
