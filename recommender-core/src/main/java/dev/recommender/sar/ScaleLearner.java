package dev.recommender.sar;

import dev.recommender.ScoreScale;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowScorer;
import dev.recommender.internal.ranking.Scratch;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.WideNumber;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Learns, at the end of a training, the numbers that a scale of scores needs; see {@link ScoreScale}. */
final class ScaleLearner {
    private static final int SAMPLE = 1000;
    private static final double PERCENTILE = 0.99;

    /** From here on, affinities and their products with similarities are doubles in full precision. */
    private static final int LEAST_PLAIN = -300;

    private ScaleLearner() {}

    static Scale learn(ScoreScale scale, NeighborParts parts, Interactions interactions, TrainingThreads work) {
        return switch (scale) {
            case RAW -> Scale.RAW;
            case RATING -> rating(interactions);
            case UNIT_INTERVAL -> Scale.unitInterval(factor(parts, interactions, work));
        };
    }

    private static Scale rating(Interactions interactions) {
        double smallest = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int user = 0; user < interactions.users(); user++) {
            for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                double affinity = affinity(interactions, user, at);
                smallest = Math.min(smallest, affinity);
                largest = Math.max(largest, affinity);
            }
        }
        return Scale.rating(smallest, largest);
    }

    private static double affinity(Interactions interactions, int user, int pair) {
        float number = interactions.pairAffinity[pair];
        long exponent = interactions.exponent(user, pair);
        return exponent >= LEAST_PLAIN
                ? Math.scalb((double) number, (int) exponent)
                : new WideNumber(number, exponent).toDouble();
    }

    private static double factor(NeighborParts parts, Interactions interactions, TrainingThreads work) {
        int[] users = new SplittableRandom(7)
                .ints(0, interactions.users())
                .limit(SAMPLE)
                .sorted()
                .distinct()
                .toArray();
        double[] best = new double[users.length];
        work.run(users.length, () -> new Scratch(parts.model(), new RowScorer(parts)), (number, scratch) -> {
            int user = users[number];
            for (int at = interactions.userStart[user]; at < interactions.userStart[user + 1]; at++) {
                long exponent = interactions.exponent(user, at);
                if (exponent >= LEAST_PLAIN) {
                    scratch.addSeed(interactions.pairItem[at], affinity(interactions, user, at));
                } else {
                    scratch.addSeed(interactions.pairItem[at], interactions.pairAffinity[at], exponent);
                }
            }
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
