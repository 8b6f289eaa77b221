package dev.recommender.als;

import dev.recommender.TrainingException;
import dev.recommender.TrainingResult;
import dev.recommender.factors.FactorModel;
import dev.recommender.internal.algebra.Eigenvectors;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.factors.FactorParts;
import dev.recommender.internal.factors.FactorScorer;
import dev.recommender.internal.factors.HistoryVectors;
import dev.recommender.internal.factors.Sums;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.ranking.ScaleLearner;
import dev.recommender.internal.ranking.UserAffinities;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.GroupedEvents;
import dev.recommender.internal.training.PairFeatures;
import dev.recommender.internal.training.Phases;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One training of vectors, from the grouped events to its result. Used by one thread. */
final class AlsLearner {
    /** How the numbers that learning starts from are spread, times the root of how many there are. */
    private static final double SPREAD = 0.1;

    /** So many iterations in a row may predict what is held out no better. */
    private static final int PATIENCE = 2;

    /** Fewer items than this say little of when to stop. */
    private static final int FEW = 20;

    private static final int VECTORS_PER_TASK = 256;

    /** Scores that are all smaller say nothing, and the next iterations make them smaller still. */
    private static final double NEGLIGIBLE = 0x1p-40;

    private final AlsOptions options;
    private final TrainingThreads work;
    private int iterations;

    /** The iteration that the vectors are of. */
    private int taken;

    private int heldOutItems;

    private AlsLearner(AlsOptions options, TrainingThreads work) {
        this.options = options;
        this.work = work;
    }

    static TrainingResult<FactorModel> learn(AlsOptions options, GroupedEvents events, TrainingThreads work) {
        int learnt = events.warm();
        Interactions interactions = events.interactions();
        return new AlsLearner(weighed(options, interactions, learnt), work).learn(events);
    }

    private static AlsOptions weighed(AlsOptions options, Interactions interactions, int learnt) {
        return options.weighedByEvents()
                ? options.weighed((double) interactions.users() * learnt, Side.weight(interactions, learnt))
                : options;
    }

    private TrainingResult<FactorModel> learn(GroupedEvents events) {
        requireRatings(events);
        int learnt = events.warm();
        int items = events.items().count();
        float[][] vectors = work.phase(AlsTraining.FACTORS, () -> factors(events.interactions(), learnt, items));
        work.phase(AlsTraining.VECTORS, () -> turn(vectors, learnt));
        Map<String, Double> weights = work.phase(
                Phases.COLD_ITEMS,
                () -> options.placedByFeatures() && learnt < items
                        ? FeatureVectors.place(
                                PairFeatures.of(events.features(), events.items()), vectors, learnt, work)
                        : Map.<String, Double>of());
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("factors", (long) options.factors());
        counts.put("iterations", (long) taken);
        FactorParts parts = work.phase(Phases.MODEL, () -> {
            ModelParts model = events.model(counts, weights);
            FactorParts alone = FactorParts.of(
                    model, options.objective(), learnt, vectors, options.factors(), options.format(), work);
            FactorParts whole = alone.withUsers(HistoryVectors.of(alone, work));
            return whole.withScale(ScaleLearner.learn(
                    options.shared().scoreScale(),
                    model,
                    () -> new FactorScorer(whole),
                    UserAffinities.of(events.interactions()),
                    work));
        });
        return events.result(FactorModel.of(parts), counts, weights, notes(learnt, vectors));
    }

    /** The vectors of all items; those that are not learnt are zero. */
    private float[][] factors(Interactions interactions, int learnt, int items) {
        HeldOut heldOut = HeldOut.of(options, interactions, learnt);
        heldOutItems = heldOut.size();
        Side users = Side.ofUsers(interactions, learnt, heldOut);
        float[][] userVectors = new float[users.rows()][options.factors()];
        float[][] itemVectors = initial(learnt);
        Sweep ofUsers = new Sweep(options, users, userVectors, itemVectors, work);
        Sweep ofItems = new Sweep(options, users.turned(learnt), itemVectors, userVectors, work);
        work.expect(options.iterations() * (ofUsers.tasks() + ofItems.tasks() + heldOut.tasks()));
        float[][] best = new float[0][];
        double bestGain = Double.NEGATIVE_INFINITY;
        for (int worse = 0; iterations < options.iterations() && worse < PATIENCE; ) {
            ofUsers.run();
            ofItems.run();
            work.iteration(++iterations, ofItems.loss() + ofUsers.penalties());
            if (!options.objective().rated() && ofUsers.longest() * ofItems.longest() < NEGLIGIBLE) {
                clear(userVectors);
                clear(itemVectors);
                best = itemVectors;
                taken = iterations;
                break;
            }
            if (!heldOut.isEmpty()) {
                double gain = heldOut.gain(userVectors, itemVectors, work);
                worse = gain > bestGain ? 0 : worse + 1;
                if (gain > bestGain) {
                    bestGain = gain;
                    taken = iterations;
                    best = copy(itemVectors, best);
                }
            }
        }
        taken = heldOut.isEmpty() ? iterations : taken;
        return all(heldOut.isEmpty() ? itemVectors : best, items);
    }

    private void requireRatings(GroupedEvents events) {
        if (options.objective().rated() && !events.allWeighted()) {
            throw new TrainingException(
                    "some events have no weight, and with ratings that is the rating; name the column"
                            + " of ratings, leave such events out, or leave ratings out");
        }
    }

    private float[][] all(float[][] learnt, int items) {
        float[][] all = new float[items][];
        for (int item = 0; item < items; item++) {
            all[item] = item < learnt.length ? learnt[item] : new float[options.factors()];
        }
        return all;
    }

    private static float[][] copy(float[][] vectors, float[][] room) {
        float[][] copy = room.length == vectors.length ? room : new float[vectors.length][];
        for (int at = 0; at < vectors.length; at++) {
            if (copy[at] == null) {
                copy[at] = vectors[at].clone();
            } else {
                System.arraycopy(vectors[at], 0, copy[at], 0, copy[at].length);
            }
        }
        return copy;
    }

    private static void clear(float[][] vectors) {
        for (float[] vector : vectors) {
            Arrays.fill(vector, 0);
        }
    }

    private static boolean isZero(float[] vector) {
        for (float number : vector) {
            if (number != 0) {
                return false;
            }
        }
        return true;
    }

    /** Numbers drawn evenly from around zero, the same for each item of the same index. */
    private float[][] initial(int learnt) {
        int size = options.factors();
        double width = 2 * Math.sqrt(3) * SPREAD / Math.sqrt(size);
        float[][] vectors = new float[learnt][size];
        for (int item = 0; item < learnt; item++) {
            for (int at = 0; at < size; at++) {
                long random = RandomNumbers.of(options.seed(), (long) item * size + at);
                vectors[item][at] = (float) (width * (RandomNumbers.fraction(random) - 0.5));
            }
        }
        return vectors;
    }

    /**
     * Turns vectors to the axes of their sum of y y<sup>T</sup>, the longest first. No inner product changes by that, and a
     * search can tell most by the first numbers.
     */
    private boolean turn(float[][] vectors, int learnt) {
        int size = options.factors();
        double[][] axes = Eigenvectors.of(Sums.of(vectors, learnt, size, work), work::check);
        int tasks = (learnt + VECTORS_PER_TASK - 1) / VECTORS_PER_TASK;
        work.run(tasks, () -> new double[size], (task, turned) -> {
            for (int row = task * VECTORS_PER_TASK; row < Math.min(learnt, (task + 1) * VECTORS_PER_TASK); row++) {
                turn(vectors[row], axes, turned);
            }
        });
        return true;
    }

    private static void turn(float[] vector, double[][] axes, double[] turned) {
        for (int axis = 0; axis < turned.length; axis++) {
            double sum = 0;
            for (int at = 0; at < vector.length; at++) {
                sum += axes[axis][at] * vector[at];
            }
            turned[axis] = sum;
        }
        for (int at = 0; at < vector.length; at++) {
            vector[at] = (float) turned[at];
        }
    }

    private List<String> notes(int learnt, float[][] vectors) {
        List<String> notes = new ArrayList<>();
        if (learnt == 0) {
            notes.add(
                    "no item reaches the supportThreshold, so no vector was learnt, and everybody gets popular items");
        }
        if (learnt > 0 && Arrays.stream(vectors).limit(learnt).allMatch(AlsLearner::isZero)) {
            notes.add(
                    "all vectors became zero, so everybody gets popular items; a larger alpha, or a smaller unobservedWeight or"
                            + " regularization, would help");
        }
        if (options.heldOut() > 0 && heldOutItems < FEW) {
            notes.add("heldOut: "
                    + (heldOutItems == 0 ? "no item" : heldOutItems == 1 ? "one item" : heldOutItems + " items")
                    + " could be held out, "
                    + (heldOutItems == 0 ? "so all iterations were run" : "too few to say when to stop")
                    + "; hold out a larger part, or leave heldOut out");
        }
        if (taken < iterations) {
            notes.add((iterations < options.iterations() ? "learning stopped after " : "learning ended after ")
                    + iterations
                    + " of " + options.iterations()
                    + " iterations, the last of which predicted the items held out no better; the vectors are those of"
                    + " iteration " + taken);
        }
        return notes;
    }
}
