package dev.recommender.benchmarks;

import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.SyntheticEvents;

/** Which events the benchmarks of questions train on, by their number of items. */
public enum Items {
    /** 6,000 users with about 140 events each: nearly all pairs of items meet. */
    SMALL_3000(Shape.ML20M, 6_000, 3_000),
    /** 20,000 such users. */
    MOVIES_27000(Shape.ML20M, 20_000, 27_000),
    /** 30,000 users with about 27 events each: few pairs meet. */
    WIDE_40000(Shape.GOWALLA, 30_000, 40_000),
    /** 300,000 such users. */
    WIDE_1000000(Shape.GOWALLA, 300_000, 1_000_000),
    /** A handful, to try a benchmark itself. */
    TINY_300(Shape.ML20M, 200, 300);

    private final Shape shape;
    private final int users;
    private final int count;

    Items(Shape shape, int users, int count) {
        this.shape = shape;
        this.users = users;
        this.count = count;
    }

    SyntheticEvents events() {
        return Trained.events(shape, users, count);
    }
}
