package dev.recommender.internal.factors;

import dev.recommender.spi.Cutoff;
import dev.recommender.spi.ScoreBoard;
import java.util.Arrays;

/**
 * The exact search for the items with the largest inner product, or cosine, with a vector. Tiles come in the order of
 * their norms. By the inequality of Cauchy and Schwarz, no score of a tile is above its largest norm × the norm of the
 * vector. When the heads are added up, a closer bound is known: the sum so far, and the norms of what is left.
 * What cannot be among the best is not read any further. Bounds are widened by more than the rounding of sums.
 *
 * <p>A score is added up four numbers at a time, in the order of the numbers, by whichever way it is reached: so it is the
 * same to the last bit. It is added up in single precision, with the searched vector scaled by a power of two to a norm of
 * about 1. So nothing that counts is below the normal range of floats, where rounding is no longer relative. Used by one
 * thread.
 *
 * <p>Sources: bounds by norms as in LEMP (Teflioudi, Gemulla and Mykytiuk, SIGMOD 2015); heads after a rotation as in
 * FEXIPRO (Li, Chan, Yiu and Mamoulis, SIGMOD 2017).
 */
final class VectorSearch {
    /** More than the rounding of one addition, relative to the norms. */
    private static final float ROUNDING = 0x1p-22f;

    /** Of 64 bits each: a tile has 256 items at most. */
    private static final int WORDS = 4;

    private final ItemVectors items;
    private final float[][] values;
    private final float[] sums;
    private final float[] other;
    private final int[] waiting;
    private final float[] bounds;
    private final float slack;

    /** For each tile that waits, a bit for each item that was reported. */
    private final long[] given;

    /** The searched vector, scaled. */
    private final float[] vector;

    /** Another one, of which a single score is wanted. */
    private final float[] asked;

    private int waitingCount;
    private int next;
    private float norm;
    private float tailNorm;
    private boolean cosine;
    private double unit = 1;

    VectorSearch(ItemVectors items) {
        this.items = items;
        this.values = new float[4][items.tileWidth];
        this.sums = new float[items.tileWidth];
        this.other = new float[items.size];
        this.waiting = new int[items.tiles()];
        this.bounds = new float[items.tiles()];
        this.given = new long[WORDS * items.tiles()];
        this.slack = items.size * ROUNDING;
        this.vector = new float[items.size];
        this.asked = new float[items.size];
        this.next = items.tiles();
    }

    /**
     * Starts a search for the largest inner products.
     *
     * @param exponent scores are inner products times two to the power of this
     */
    void start(float[] query, int exponent) {
        int power = scale(query, vector);
        begin(false, Math.scalb(1.0, power + exponent));
    }

    /** Starts a search for the largest cosines with a vector, which is not zero. */
    void startSimilar(float[] query) {
        int power = scale(query, vector);
        begin(true, Math.scalb(1.0, power) / Vectors.norm(query, 0));
    }

    private void begin(boolean byCosine, double unitOfScores) {
        cosine = byCosine;
        unit = unitOfScores;
        norm = (float) Vectors.norm(vector, 0);
        tailNorm = (float) Vectors.norm(vector, items.head);
        // Of a user of whom nothing is known all scores are 0: no tile needs to be read for that.
        next = norm == 0 ? items.tiles() : 0;
        waitingCount = 0;
    }

    /**
     * Divides a vector by a power of two, to a norm from 1 to 2 unless it is 0.
     *
     * @return the power
     */
    private static int scale(float[] query, float[] scaled) {
        double length = Vectors.norm(query, 0);
        int power = length == 0 ? 0 : Math.getExponent(length);
        double factor = Math.scalb(1.0, -power);
        for (int at = 0; at < scaled.length; at++) {
            scaled[at] = (float) (factor * query[at]);
        }
        return power;
    }

    /** Ends it. */
    void clear() {
        next = items.tiles();
        waitingCount = 0;
    }

    /** Scores all items. */
    void all(ScoreBoard board) {
        double[] scores = board.scores();
        for (int tile = 0; tile < items.tiles(); tile++) {
            addHead(tile);
            addTail(tile);
            for (int lane = 0; lane < items.count(tile); lane++) {
                scores[items.item(tile * items.tileWidth + lane)] = score(sums[lane]);
            }
        }
        board.reached(0, items.items);
        clear();
    }

    /**
     * Scores the items of one more tile that are admitted.
     *
     * @return false if none is left that is admitted
     */
    boolean more(ScoreBoard board, Cutoff cutoff) {
        while (next < items.tiles() && cutoff.admits(items.firstItem(next), unit * bound(next))) {
            int tile = next++;
            addHead(tile);
            float closer = closerBound(tile);
            if (!cutoff.admits(items.firstItem(tile), score(closer))) {
                wait(placeToWait(), tile, closer);
            } else if (finish(tile, placeToWait(), board, cutoff)) {
                return true;
            }
        }
        for (int at = 0; at < waitingCount; at++) {
            int tile = waiting[at];
            if (bounds[at] > Float.NEGATIVE_INFINITY && cutoff.admits(items.firstItem(tile), score(bounds[at]))) {
                addHead(tile);
                if (finish(tile, at, board, cutoff)) {
                    return true;
                }
            }
        }
        return false;
    }

    private float bound(int tile) {
        return (cosine ? 1 : items.norm(tile)) * norm * (1 + slack);
    }

    private int placeToWait() {
        Arrays.fill(given, WORDS * waitingCount, WORDS * (waitingCount + 1), 0);
        return waitingCount++;
    }

    private void wait(int at, int tile, float bound) {
        waiting[at] = tile;
        bounds[at] = bound;
    }

    /** Adds the rest to the heads' sums, and reports what is admitted; what is left waits with the best score of it. */
    private boolean finish(int tile, int place, ScoreBoard board, Cutoff cutoff) {
        addTail(tile);
        double[] scores = board.scores();
        int first = tile * items.tileWidth;
        float left = Float.NEGATIVE_INFINITY;
        boolean reported = false;
        for (int lane = 0; lane < items.count(tile); lane++) {
            int item = items.item(first + lane);
            double score = score(sums[lane]);
            if (cutoff.admits(item, score)) {
                // What was reported before may be among the best still; only what is new is a reason to go on.
                int word = WORDS * place + (lane >> 6);
                reported |= (given[word] & 1L << lane) == 0;
                given[word] |= 1L << lane;
                scores[item] = score;
                board.reached(item);
            } else {
                left = Math.max(left, sums[lane]);
            }
        }
        wait(place, tile, left);
        return reported;
    }

    private void addHead(int tile) {
        Arrays.fill(sums, 0);
        add(tile, 0, items.head);
    }

    private void addTail(int tile) {
        add(tile, items.head, items.size);
        if (cosine) {
            int first = tile * items.tileWidth;
            float[] norms = items.norms();
            for (int lane = 0; lane < items.tileWidth; lane++) {
                float divisor = norms[first + lane];
                sums[lane] = divisor == 0 ? 0 : sums[lane] / divisor;
            }
        }
    }

    private void add(int tile, int from, int to) {
        for (int number = from; number < to; number += 4) {
            for (int at = 0; at < 4; at++) {
                items.read(tile, number + at, values[at]);
            }
            add(
                    sums,
                    values[0],
                    values[1],
                    values[2],
                    values[3],
                    vector[number],
                    vector[number + 1],
                    vector[number + 2],
                    vector[number + 3]);
        }
    }

    private static void add(
            float[] sums,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float factorA,
            float factorB,
            float factorC,
            float factorD) {
        for (int lane = 0; lane < sums.length; lane++) {
            sums[lane] += (factorA * a[lane] + factorB * b[lane]) + (factorC * c[lane] + factorD * d[lane]);
        }
    }

    /** The largest that a score of the tile can be, by the heads' sums. */
    private float closerBound(int tile) {
        int first = tile * items.tileWidth;
        float[] norms = items.norms();
        float[] tails = items.tailNorms();
        float most = Float.NEGATIVE_INFINITY;
        for (int lane = 0; lane < items.count(tile); lane++) {
            float bound = sums[lane] + tails[first + lane] * tailNorm + norms[first + lane] * norm * slack;
            most = Math.max(most, cosine ? overNorm(bound, norms[first + lane]) : bound);
        }
        return most;
    }

    private static float overNorm(float value, float norm) {
        return norm == 0 ? 0 : value / norm;
    }

    /** What a sum stands for; larger sums for no smaller scores. */
    private double score(float sum) {
        double score = unit * sum;
        return cosine ? Math.max(-1, Math.min(1, score)) : score;
    }

    /** The score of one item, as a search for inner products would give it. A search under way goes on as if not asked. */
    double score(float[] query, int exponent, int item) {
        int power = scale(query, asked);
        items.read(item, other);
        float sum = 0;
        for (int number = 0; number < items.size; number += 4) {
            sum += (asked[number] * other[number] + asked[number + 1] * other[number + 1])
                    + (asked[number + 2] * other[number + 2] + asked[number + 3] * other[number + 3]);
        }
        return Math.scalb(1.0, power + exponent) * sum;
    }
}
