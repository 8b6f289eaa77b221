package dev.recommender.benchmarks.sidebyside;

/** What the contestants are called. */
final class Names {
    static final String CSV = "library, CSV to saved model";
    static final String MANY = "library, recommendAll";
    static final String OPENING = "library, opening";
    static final String DECAYED = "weights that decay";
    static final String DAMPED = "weights that decay, large histories damped";
    static final String RIDGE = "ridge rows";
    static final String RIDGE_WIDE = "ridge rows, wide";
    static final String MILLION = "library, a million items";
    static final String MILLION_OPENED = "library, a million items, opened";
    static final String SPARK = "Spark MLlib ALS";
    static final String BESIDE_SPARK = "library, vectors";
    static final String SCIPY = "scipy";
    static final String BESIDE_SCIPY = "library, beside scipy";

    private Names() {}

    /** The library beside RankSys on one of the shapes. */
    static String besideRankSys(String shape) {
        return "library, " + shape;
    }

    static String rankSys(String shape) {
        return "RankSys, " + shape;
    }

    static String memory(int neighbors) {
        return "library, " + Programs.neighbors(neighbors);
    }

    static String yardstick(int neighbors) {
        return "C, " + Programs.neighbors(neighbors);
    }

    /** The same contestant on another build of the library. */
    static String other(String name) {
        return "other build, " + name;
    }
}
