package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Metrics of all lists together: which items are recommended at all, how often, and how popular they are. */
final class CatalogUse {
    /** The bounds that Product Recommendations reported. */
    private static final double[] BOUNDS = {0, 90, 99, 100};

    private static final int DECILES = 10;

    private final long[] recommended;
    private final long total;

    private CatalogUse(long[] recommended) {
        this.recommended = recommended;
        this.total = Arrays.stream(recommended).sum();
    }

    /** Counts the first k of each list. */
    static CatalogUse of(int[][] lists, int k, int items) {
        long[] recommended = new long[items];
        for (int[] list : lists) {
            for (int rank = 0; rank < Math.min(k, list.length); rank++) {
                recommended[list[rank]]++;
            }
        }
        return new CatalogUse(recommended);
    }

    long total() {
        return total;
    }

    int distinct() {
        return (int) Arrays.stream(recommended).filter(count -> count > 0).count();
    }

    /** Distinct recommended items over all that could be: by default training items and other recommended ones. */
    double coverage(TestSet test, AveragedOver averagedOver) {
        long untrained = averagedOver == AveragedOver.PEER ? 0 : untrainedItems(test);
        return (double) distinct() / (test.trainItems() + untrained);
    }

    /** The entropy of recommended items in bits; not a number without recommendations. */
    double entropy() {
        double sum = 0;
        for (long count : recommended) {
            if (count > 0) {
                double share = (double) count / total;
                sum -= share * Math.log(share);
            }
        }
        return total == 0 ? Double.NaN : Math.abs(sum) / Math.log(2);
    }

    /** The mean self-information of recommended items in bits; not a number without any. */
    double novelty(TestSet test, AveragedOver averagedOver) {
        double sum = 0;
        long counted = 0;
        for (int item = 0; item < recommended.length; item++) {
            if (test.trained(item)) {
                sum -= recommended[item]
                        * Math.log((double) test.trainUsers(item)
                                / test.data().train.size());
                counted += recommended[item];
            }
        }
        return sum / Math.log(2) / (averagedOver == AveragedOver.PEER ? total : counted);
    }

    /**
     * How the recommendations divide over unpopular and popular items. The percentile of an item is the part of the
     * training items that is not more popular, in percent, including the item itself. Items without training events
     * have 0.
     */
    List<Evaluation.PopularityBucket> buckets(TestSet test) {
        long[] counts = new long[BOUNDS.length - 1];
        int[] byPopularity = test.byPopularity();
        long trained = 0;
        for (int at = 0; at < byPopularity.length; at++) {
            double percentile = 100.0 * (byPopularity.length - at) / byPopularity.length;
            int bucket = 0;
            while (bucket < counts.length - 1 && percentile >= BOUNDS[bucket + 1]) {
                bucket++;
            }
            counts[bucket] += recommended[byPopularity[at]];
            trained += recommended[byPopularity[at]];
        }
        counts[0] += total - trained;
        List<Evaluation.PopularityBucket> buckets = new ArrayList<>();
        for (int bucket = 0; bucket < counts.length; bucket++) {
            double share = total == 0 ? 0 : (double) counts[bucket] / total;
            buckets.add(new Evaluation.PopularityBucket(BOUNDS[bucket], BOUNDS[bucket + 1], share));
        }
        return List.copyOf(buckets);
    }

    /** What {@link Measurement#popularityLift} says. */
    double[] popularityLift(TestSet test) {
        int[] byPopularity = test.byPopularity();
        if (byPopularity.length < DECILES) {
            return new double[0];
        }
        long[] shown = new long[DECILES];
        long[] taken = new long[DECILES];
        for (int at = 0; at < byPopularity.length; at++) {
            int decile = DECILES - 1 - (int) ((long) DECILES * at / byPopularity.length);
            shown[decile] += recommended[byPopularity[at]];
            taken[decile] += test.trainUsers(byPopularity[at]);
        }
        double[] lift = new double[DECILES];
        Arrays.setAll(
                lift,
                decile -> total == 0
                        ? 0
                        : (double) shown[decile] / total * test.data().train.size() / taken[decile]);
        return lift;
    }

    private long untrainedItems(TestSet test) {
        long untrained = 0;
        for (int item = 0; item < recommended.length; item++) {
            untrained += recommended[item] > 0 && !test.trained(item) ? 1 : 0;
        }
        return untrained;
    }
}
