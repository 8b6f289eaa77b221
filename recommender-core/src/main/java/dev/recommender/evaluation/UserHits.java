package dev.recommender.evaluation;

import java.util.Arrays;

/** One user's list, compared with the user's relevant items: all that ranking metrics need. */
final class UserHits {
    /** The ranks of relevant items, from 1, ascending. */
    private final int[] hits;
    /** What each hit gains. */
    private final double[] hitGains;
    /** What all relevant items gain, greatest first. */
    private final double[] idealGains;
    /** The length of the list. */
    private final int listed;

    private UserHits(int[] hits, double[] hitGains, double[] idealGains, int listed) {
        this.hits = hits;
        this.hitGains = hitGains;
        this.idealGains = idealGains;
        this.listed = listed;
    }

    /**
     * Compares a list with relevant items.
     *
     * @param list item numbers, best first
     * @param relevant item numbers, ascending
     * @param gains what each relevant item gains
     */
    static UserHits of(int[] list, int[] relevant, double[] gains) {
        int[] hits = new int[list.length];
        double[] hitGains = new double[list.length];
        int count = 0;
        for (int at = 0; at < list.length; at++) {
            int found = Arrays.binarySearch(relevant, list[at]);
            if (found >= 0) {
                hits[count] = at + 1;
                hitGains[count++] = gains[found];
            }
        }
        double[] ideal = gains.clone();
        Arrays.sort(ideal);
        for (int low = 0, high = ideal.length - 1; low < high; low++, high--) {
            double gain = ideal[low];
            ideal[low] = ideal[high];
            ideal[high] = gain;
        }
        return new UserHits(Arrays.copyOf(hits, count), Arrays.copyOf(hitGains, count), ideal, list.length);
    }

    /** How many items are relevant. */
    int relevant() {
        return idealGains.length;
    }

    /**
     * The user's value of a ranking metric; not a number if the user does not count.
     *
     * @throws IllegalArgumentException if the metric is not one of ranking
     */
    double value(Metric metric, int k, AveragedOver averagedOver) {
        if (relevant() == 0) {
            return Double.NaN;
        }
        boolean peer = averagedOver == AveragedOver.PEER;
        if (metric == Metric.NDCG) {
            double ndcg = ndcg(k);
            return Double.isNaN(ndcg) && !peer ? 0 : ndcg;
        }
        if (peer && (listed == 0 || metric == Metric.R_PRECISION && hitsWithin(Math.min(k, relevant())) == 0)) {
            return Double.NaN;
        }
        return switch (metric) {
            case HIT_RATE -> hitsWithin(k) > 0 ? 1 : 0;
            case PRECISION -> (double) hitsWithin(k) / k;
            case RECALL -> (double) hitsWithin(k) / relevant();
            case CAPPED_RECALL -> (double) hitsWithin(k) / Math.min(k, relevant());
            case MAP_AT_K -> precisionSum(k) / Math.min(k, relevant());
            case MAP -> precisionSum(k) / relevant();
            case MRR -> hitsWithin(k) > 0 ? 1.0 / hits[0] : 0;
            case R_PRECISION -> (double) hitsWithin(Math.min(k, relevant())) / relevant();
            default -> throw new IllegalArgumentException("not a ranking metric: " + metric);
        };
    }

    /**
     * The probability that a relevant item stands before another candidate; not a number if there is none.
     *
     * @param candidates how many items could be listed, the relevant ones included
     */
    double auc(int candidates) {
        double others = candidates - relevant();
        double unlisted = relevant() - hits.length;
        double othersListed = listed - hits.length;
        double before = 0;
        for (int hit = 0; hit < hits.length; hit++) {
            before += others - (hits[hit] - 1 - hit);
        }
        before += unlisted * (others - othersListed) / 2;
        return others <= 0 ? Double.NaN : before / (relevant() * others);
    }

    private int hitsWithin(int k) {
        int count = 0;
        while (count < hits.length && hits[count] <= k) {
            count++;
        }
        return count;
    }

    private double precisionSum(int k) {
        double sum = 0;
        for (int hit = 0; hit < hits.length && hits[hit] <= k; hit++) {
            sum += (hit + 1.0) / hits[hit];
        }
        return sum;
    }

    private double ndcg(int k) {
        double gained = 0;
        for (int hit = 0; hit < hits.length && hits[hit] <= k; hit++) {
            gained += hitGains[hit] / Math.log(1.0 + hits[hit]);
        }
        double ideal = 0;
        for (int at = 0; at < Math.min(k, idealGains.length); at++) {
            ideal += idealGains[at] / Math.log(2.0 + at);
        }
        return ideal == 0 ? Double.NaN : gained / ideal;
    }
}
