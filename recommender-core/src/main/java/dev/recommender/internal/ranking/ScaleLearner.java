package dev.recommender.internal.ranking;

import dev.recommender.ScoreScale;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.WideNumber;
import dev.recommender.spi.ItemScorer;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Learns, at the end of a training, the numbers that a scale of scores needs; see {@link ScoreScale}. */
public final class ScaleLearner {
    private static final int SAMPLE = 1000;
    private static final double PERCENTILE = 0.99;

    /** From here on, affinities and their products with similarities are doubles in full precision. */
    private static final int LEAST_PLAIN = -300;

    private ScaleLearner() {}

    /**
     * A scale with its numbers.
     *
     * @param model a model that gives raw scores
     * @param scorer makes a scorer of the model, one for each thread
     * @param users the affinities to learn from; of at least one user, unless scores are raw
     */
    public static Scale learn(
            ScoreScale scale,
            ModelParts model,
            Supplier<ItemScorer> scorer,
            UserAffinities users,
            TrainingThreads work) {
        return switch (scale) {
            case RAW -> Scale.RAW;
            case RATING -> rating(users);
            case UNIT_INTERVAL -> Scale.unitInterval(factor(model, scorer, users, work));
        };
    }

    private static Scale rating(UserAffinities users) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int user = 0; user < users.count(); user++) {
            users.give(user, (item, mantissa, exponent) -> {
                double affinity = affinity(mantissa, exponent);
                range[0] = Math.min(range[0], affinity);
                range[1] = Math.max(range[1], affinity);
            });
        }
        return Scale.rating(range[0], range[1]);
    }

    private static double affinity(double mantissa, long exponent) {
        return exponent >= LEAST_PLAIN
                ? Math.scalb(mantissa, (int) exponent)
                : new WideNumber(mantissa, exponent).toDouble();
    }

    private static double factor(
            ModelParts model, Supplier<ItemScorer> scorer, UserAffinities users, TrainingThreads work) {
        int[] sample = new SplittableRandom(7)
                .ints(0, users.count())
                .limit(SAMPLE)
                .sorted()
                .distinct()
                .toArray();
        double[] best = new double[sample.length];
        work.run(sample.length, () -> new Scratch(model, scorer.get()), (number, scratch) -> {
            users.give(sample[number], (item, mantissa, exponent) -> {
                if (exponent >= LEAST_PLAIN) {
                    scratch.addSeed(item, affinity(mantissa, exponent));
                } else {
                    scratch.addSeed(item, mantissa, exponent);
                }
            });
            scratch.score();
            best[number] = scratch.best();
            scratch.clear();
        });
        double[] positive =
                Arrays.stream(best).filter(score -> score > 0).sorted().toArray();
        // Scores of the far future can be so small that their inverse is not finite.
        return positive.length == 0
                ? 1
                : Math.min(Double.MAX_VALUE, 1 / positive[(int) Math.ceil(PERCENTILE * positive.length) - 1]);
    }
}
