package dev.recommender.internal.algebra;

import java.util.Arrays;

/**
 * Sums of weighted outer products, Σ w y y<sup>T</sup>, and of weighted vectors, Σ r y. Four vectors are added at a time;
 * the Java compiler makes vector instructions of these loops. Single precision is enough for a thousand vectors: the sums
 * of so many are added up in double precision. Used by one thread.
 */
public final class OuterProducts {
    private static final int BATCH = 4;
    private static final int PART = 1024;

    private final int size;
    private final float[][] part;
    private final float[] partRight;
    private final float[] none;
    private double[][] whole = new double[0][0];
    private double[] wholeRight = new double[0];
    private int inPart;
    private boolean parted;
    private int from;
    private int to;

    /** Sums of vectors with so many numbers. */
    public OuterProducts(int size) {
        this.size = size;
        this.part = new float[size][size];
        this.partRight = new float[size];
        this.none = new float[size];
    }

    /** The heap that the sums of vectors with so many numbers take, in bytes. */
    public static long bytes(long size) {
        return size * size * (Float.BYTES + Double.BYTES) + 2 * size * (Float.BYTES + Double.BYTES);
    }

    /** Starts over, for a range of the vectors' numbers. */
    public void clear(int first, int end) {
        from = first;
        to = end;
        clearPart();
        if (parted) {
            for (int row = from; row < to; row++) {
                Arrays.fill(whole[row], from, to, 0);
            }
            Arrays.fill(wholeRight, from, to, 0);
        }
        parted = false;
    }

    private void clearPart() {
        inPart = 0;
        for (int row = from; row < to; row++) {
            Arrays.fill(part[row], row, to, 0);
        }
        Arrays.fill(partRight, from, to, 0);
    }

    /**
     * Adds vectors.
     *
     * @param weights w of each
     * @param rights r of each
     * @param count how many of them
     */
    public void add(float[][] vectors, float[] weights, float[] rights, int count) {
        int at = 0;
        for (; at + BATCH <= count; at += BATCH) {
            if (inPart >= PART) {
                endPart();
            }
            addOuter(
                    vectors[at],
                    vectors[at + 1],
                    vectors[at + 2],
                    vectors[at + 3],
                    weights[at],
                    weights[at + 1],
                    weights[at + 2],
                    weights[at + 3]);
            addRight(
                    vectors[at],
                    vectors[at + 1],
                    vectors[at + 2],
                    vectors[at + 3],
                    rights[at],
                    rights[at + 1],
                    rights[at + 2],
                    rights[at + 3]);
            inPart += BATCH;
        }
        for (; at < count; at++) {
            addOuter(vectors[at], none, none, none, weights[at], 0, 0, 0);
            addRight(vectors[at], none, none, none, rights[at], 0, 0, 0);
            inPart++;
        }
    }

    private void addOuter(float[] a, float[] b, float[] c, float[] d, float wA, float wB, float wC, float wD) {
        for (int row = from; row < to; row++) {
            addTo(part[row], a, b, c, d, wA * a[row], wB * b[row], wC * c[row], wD * d[row], row, to);
        }
    }

    private void addRight(float[] a, float[] b, float[] c, float[] d, float rA, float rB, float rC, float rD) {
        addTo(partRight, a, b, c, d, rA, rB, rC, rD, from, to);
    }

    /** A method of its own, since the compiler then makes the best of it. */
    private static void addTo(
            float[] sums,
            float[] a,
            float[] b,
            float[] c,
            float[] d,
            float factorA,
            float factorB,
            float factorC,
            float factorD,
            int first,
            int end) {
        for (int at = first; at < end; at++) {
            sums[at] += (factorA * a[at] + factorB * b[at]) + (factorC * c[at] + factorD * d[at]);
        }
    }

    private void endPart() {
        if (whole.length == 0) {
            whole = new double[size][size];
            wholeRight = new double[size];
        }
        for (int row = from; row < to; row++) {
            for (int at = row; at < to; at++) {
                whole[row][at] += part[row][at];
            }
            wholeRight[row] += partRight[row];
        }
        parted = true;
        clearPart();
    }

    /**
     * Writes Σ w y y<sup>T</sup> + u G + p I, as the upper triangle of a system of equations.
     *
     * @param rows row i − from gets the columns from i on, at their places less {@code from}
     */
    public void writeTo(float[][] rows, float u, float[][] g, float p) {
        for (int row = from; row < to; row++) {
            float[] target = rows[row - from];
            if (parted) {
                for (int at = row; at < to; at++) {
                    target[at - from] = (float) (whole[row][at] + part[row][at]);
                }
            } else {
                System.arraycopy(part[row], row, target, row - from, to - row);
            }
            if (u != 0) {
                float[] other = g[row];
                for (int at = row; at < to; at++) {
                    target[at - from] += u * other[at];
                }
            }
            target[row - from] += p;
        }
    }

    /** The number of Σ r y at a place. */
    public double right(int place) {
        return parted ? wholeRight[place] + partRight[place] : partRight[place];
    }

    /** Adds Σ w y y<sup>T</sup> to the upper triangle of a matrix. */
    public void addTo(double[][] sums) {
        for (int row = from; row < to; row++) {
            for (int at = row; at < to; at++) {
                sums[row][at] += parted ? whole[row][at] + part[row][at] : part[row][at];
            }
        }
    }
}
