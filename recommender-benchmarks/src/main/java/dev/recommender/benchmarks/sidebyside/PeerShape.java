package dev.recommender.benchmarks.sidebyside;

import dev.recommender.benchmarks.data.Shape;
import dev.recommender.benchmarks.data.ShapeOptions;
import java.util.Locale;

/** The events on which the library and RankSys are compared: as many as users of small and of wide catalogs have. */
enum PeerShape {
    /** A wide catalog and short histories: 792,925 events of 29,858 users and 40,981 items. */
    WIDE(Shape.GOWALLA, 29_858, 40_981, 810_000, 6),
    /** A small catalog, all of whose items meet: 363,480 events of 5,949 users and 2,810 items. */
    SMALL(Shape.ML20M, 5_949, 2_810, 400_000, 30);

    /** How many neighbours both keep. */
    static final int NEIGHBORS = 100;

    private final Shape shape;
    private final int users;
    private final int items;
    private final int events;
    /** How many trainings come after the first, so that code is compiled in most of them. */
    final int again;

    PeerShape(Shape shape, int users, int items, int events, int again) {
        this.shape = shape;
        this.users = users;
        this.items = items;
        this.events = events;
        this.again = again;
    }

    ShapeOptions options(long seed) {
        ShapeOptions options = new ShapeOptions();
        options.shape = shape;
        options.users = users;
        options.items = items;
        options.events = events;
        options.seed = seed;
        return options;
    }

    /** How tables call it. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
