package dev.recommender.internal.training;

import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.ranking.TopItems;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Places cold items: items below the support threshold or without events. Predicts their similarities to warm items,
 * and to one another if asked to. A {@linkplain FeatureRegression linear model} that was trained on warm pairs makes
 * the predictions from matching features. Predictions are scaled, so the largest equals the smallest warm similarity
 * and a cold neighbour never outranks warm evidence. Each item keeps its best few cold neighbours, and a cold item its
 * best few warm ones.
 *
 * <p>Candidates are the items that share at least one term. They are found by lists of the items of each term. Items
 * with the same terms are compared once. Cost: for each distinct set of terms, the lengths of its terms' lists.
 */
final class ColdItems {
    private final int items;
    private final int warm;
    private final int neighbors;
    private final boolean coldToCold;
    private final boolean bounded;
    private final PairFeatures features;
    private final double[] weights;

    private ColdItems(RowOptions options, boolean bounded, int warm, PairFeatures features, double[] weights) {
        this.items = features.terms.length;
        this.warm = warm;
        this.neighbors = options.coldItems().orElse(0);
        this.coldToCold = options.coldToCold();
        this.bounded = bounded;
        this.features = features;
        this.weights = weights;
    }

    /**
     * The rows of predicted similarities, and the features' weights by name.
     *
     * @param rows a row per seed item
     * @param weights by feature name, without the intercept
     */
    record Placement(RowBlocks rows, Map<String, Double> weights) {
        static final Placement NONE = new Placement(RowBlocksBuilder.none(), Map.of());
    }

    /** Predicts; items 0 to warm − 1 are the warm ones. Places nothing if there is nothing to learn from. */
    static Placement place(
            RowOptions options,
            boolean bounded,
            int warm,
            Ids ids,
            ItemFeatures described,
            RowBlocks similarities,
            TrainingThreads work) {
        if (options.coldItems().isEmpty() || similarities.cells() == 0) {
            return Placement.NONE;
        }
        PairFeatures features = PairFeatures.of(described, ids);
        if (features.count() == 0 || warm == ids.count()) {
            return Placement.NONE;
        }
        double[] weights = FeatureRegression.learn(features, similarities, warm, bounded, work);
        Map<String, Double> named = new LinkedHashMap<>();
        for (int feature = 0; feature < features.count(); feature++) {
            named.put(features.names.get(feature), weights[feature + 1]);
        }
        RowBlocks rows =
                new ColdItems(options, bounded, warm, features, weights).rows(smallest(similarities, warm), work);
        return new Placement(rows, named);
    }

    private RowBlocks rows(float smallestWarm, TrainingThreads work) {
        int[] signatures = signatures();
        int[][] itemsOfSignature = itemsOf(signatures);
        int[][] warmOfTerm = itemsOfTerms(0, warm);
        int[][] coldOfTerm = itemsOfTerms(warm, items);
        Neighbors[] toWarm = new Neighbors[itemsOfSignature.length];
        Neighbors[] toCold = new Neighbors[itemsOfSignature.length];
        work.run(itemsOfSignature.length, Scratch::new, (signature, scratch) -> {
            int[] members = itemsOfSignature[signature];
            boolean hasWarm = members[0] < warm;
            boolean hasCold = members[members.length - 1] >= warm;
            // One neighbour more than is kept, since an item is not its own neighbour.
            toCold[signature] = hasWarm || coldToCold ? best(members[0], coldOfTerm, scratch) : Neighbors.NONE;
            toWarm[signature] = hasCold ? best(members[0], warmOfTerm, scratch) : Neighbors.NONE;
        });
        double largest = 0;
        for (int signature = 0; signature < toCold.length; signature++) {
            largest = Math.max(largest, Math.max(toCold[signature].largest(), toWarm[signature].largest()));
        }
        return write(signatures, toWarm, toCold, largest <= 0 ? 0 : smallestWarm / largest, smallestWarm);
    }

    private RowBlocks write(
            int[] signatures, Neighbors[] toWarm, Neighbors[] toCold, double scale, float smallestWarm) {
        int[] lengths = new int[items];
        List<SortedMap<Integer, Float>> rows = new ArrayList<>(items);
        for (int seed = 0; seed < items; seed++) {
            SortedMap<Integer, Float> row = new TreeMap<>();
            if (seed >= warm) {
                toWarm[signatures[seed]].addTo(row, seed, neighbors, scale, smallestWarm);
            }
            if (seed < warm || coldToCold) {
                toCold[signatures[seed]].addTo(row, seed, neighbors, scale, smallestWarm);
            }
            rows.add(row);
            lengths[seed] = row.size();
        }
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        for (int seed = 0; seed < items; seed++) {
            rows.get(seed).forEach(builder.cursor(seed)::add);
        }
        return builder.finish();
    }

    /** The best candidates for an item among those in the lists of its terms. */
    private Neighbors best(int item, int[][] itemsOfTerm, Scratch scratch) {
        int[] terms = features.terms[item];
        for (int from = 0; from < terms.length; ) {
            int feature = features.featureOfTerm[terms[from]];
            if (features.singleValued(feature)) {
                scratch.addFullMatches(itemsOfTerm[terms[from++]], weights[feature + 1]);
                continue;
            }
            int end = from;
            while (end < terms.length && features.featureOfTerm[terms[end]] == feature) {
                scratch.countCommon(itemsOfTerm[terms[end++]]);
            }
            scratch.addMatches(feature, end - from);
            from = end;
        }
        return scratch.best(neighbors + 1);
    }

    private int[] signatures() {
        Map<List<Integer>, Integer> numbers = new HashMap<>();
        int[] signatures = new int[items];
        for (int item = 0; item < items; item++) {
            List<Integer> key = Arrays.stream(features.terms[item]).boxed().toList();
            Integer known = numbers.putIfAbsent(key, numbers.size());
            signatures[item] = known == null ? numbers.size() - 1 : known;
        }
        return signatures;
    }

    private static int[][] itemsOf(int[] signatures) {
        int[] counts = new int[Arrays.stream(signatures).max().orElse(-1) + 1];
        for (int signature : signatures) {
            counts[signature]++;
        }
        int[][] itemsOf = new int[counts.length][];
        Arrays.setAll(itemsOf, signature -> new int[counts[signature]]);
        Arrays.fill(counts, 0);
        for (int item = 0; item < signatures.length; item++) {
            itemsOf[signatures[item]][counts[signatures[item]]++] = item;
        }
        return itemsOf;
    }

    private int[][] itemsOfTerms(int from, int to) {
        List<List<Integer>> lists = new ArrayList<>();
        for (int term = 0; term < features.featureOfTerm.length; term++) {
            lists.add(new ArrayList<>());
        }
        for (int item = from; item < to; item++) {
            for (int term : features.terms[item]) {
                lists.get(term).add(item);
            }
        }
        return lists.stream()
                .map(list -> list.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private static float smallest(RowBlocks similarities, int warm) {
        int[] columns = new int[warm];
        float[] values = new float[warm];
        float smallest = Float.MAX_VALUE;
        for (int seed = 0; seed < warm; seed++) {
            int length = similarities.read(seed, columns, values);
            for (int cell = 0; cell < length; cell++) {
                smallest = values[cell] > 0 ? Math.min(smallest, values[cell]) : smallest;
            }
        }
        return smallest;
    }

    /** Candidates, by item index, with their unscaled positive predictions, best first. */
    private static final class Neighbors {
        static final Neighbors NONE = new Neighbors(new int[0], new double[0]);

        private final int[] targets;
        private final double[] predictions;

        Neighbors(int[] targets, double[] predictions) {
            this.targets = targets;
            this.predictions = predictions;
        }

        double largest() {
            return predictions.length == 0 ? 0 : predictions[0];
        }

        void addTo(Map<Integer, Float> row, int seed, int limit, double scale, float most) {
            int added = 0;
            for (int at = 0; at < targets.length && added < limit; at++) {
                float value = Math.min(most, (float) (predictions[at] * scale));
                if (targets[at] != seed && value > 0) {
                    row.put(targets[at], value);
                    added++;
                }
            }
        }
    }

    /** The outcomes of one comparison; one per thread. */
    private final class Scratch {
        private final double[] outcomes = new double[items];
        private final boolean[] reached = new boolean[items];
        private final int[] touched = new int[items];
        private final int[] common = new int[items];
        private final int[] matching = new int[items];
        private final TopItems top = new TopItems();
        private int touchedCount;
        private int matchingCount;

        /** Of a feature that no item has several values of, two items share all or nothing. */
        void addFullMatches(int[] list, double weight) {
            for (int item : list) {
                reach(item);
                outcomes[item] += weight;
            }
        }

        private void reach(int item) {
            if (!reached[item]) {
                reached[item] = true;
                touched[touchedCount++] = item;
                outcomes[item] = weights[0];
            }
        }

        void countCommon(int[] list) {
            for (int item : list) {
                if (common[item]++ == 0) {
                    matching[matchingCount++] = item;
                }
            }
        }

        void addMatches(int feature, int ownValues) {
            for (int at = 0; at < matchingCount; at++) {
                int item = matching[at];
                int shared = common[item];
                common[item] = 0;
                reach(item);
                int all = ownValues + features.valuesOf(item, feature) - shared;
                outcomes[item] += weights[feature + 1] * shared / all;
            }
            matchingCount = 0;
        }

        Neighbors best(int count) {
            top.reset(count);
            for (int at = 0; at < touchedCount; at++) {
                int item = touched[at];
                reached[item] = false;
                if (bounded || outcomes[item] > 0) {
                    top.offer(item, outcomes[item]);
                }
            }
            touchedCount = 0;
            top.sort();
            int[] targets = new int[top.size()];
            double[] predictions = new double[top.size()];
            for (int rank = 0; rank < targets.length; rank++) {
                targets[rank] = top.item(rank);
                predictions[rank] = FeatureRegression.similarity(top.score(rank), bounded);
            }
            return new Neighbors(targets, predictions);
        }
    }
}
