package dev.recommender.benchmarks.data;

import java.util.SplittableRandom;

/** Draws ranks with given shares in constant time (Vose: A Linear Algorithm for Generating Random Numbers, 1991). */
final class AliasTable {
    private final double[] keep;
    private final int[] alias;

    AliasTable(double[] shares) {
        int size = shares.length;
        keep = new double[size];
        alias = new int[size];
        int[] open = new int[size];
        int small = 0;
        int large = size;
        for (int rank = 0; rank < size; rank++) {
            keep[rank] = shares[rank] * size;
            if (keep[rank] < 1) {
                open[small++] = rank;
            } else {
                open[--large] = rank;
            }
        }
        while (small > 0 && large < size) {
            int poor = open[--small];
            int rich = open[large];
            alias[poor] = rich;
            keep[rich] -= 1 - keep[poor];
            if (keep[rich] < 1) {
                large++;
                open[small++] = rich;
            }
        }
        // What rounding left over takes all of its own draws.
        while (small > 0) {
            keep[open[--small]] = 1;
        }
        for (; large < size; large++) {
            keep[open[large]] = 1;
        }
    }

    int draw(SplittableRandom random) {
        int rank = random.nextInt(keep.length);
        return random.nextDouble() < keep[rank] ? rank : alias[rank];
    }
}
