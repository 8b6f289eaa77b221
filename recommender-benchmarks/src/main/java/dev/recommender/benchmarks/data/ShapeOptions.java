package dev.recommender.benchmarks.data;

import picocli.CommandLine.Option;

/** Which events a command draws. */
public final class ShapeOptions {
    @Option(names = "--shape", description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
    public Shape shape = Shape.ML20M;

    @Option(
            names = "--tastes",
            paramLabel = "N",
            description = "How many groups of items there are, of which each user likes one to three;"
                    + " with 0 all draw by popularity alone; default: ${DEFAULT-VALUE}.")
    public int tastes = 0;

    @Option(names = "--users", paramLabel = "N", description = "How many users; default: ${DEFAULT-VALUE}.")
    public int users = 138_000;

    @Option(names = "--items", paramLabel = "N", description = "How many items; default: ${DEFAULT-VALUE}.")
    public int items = 26_700;

    @Option(names = "--events", paramLabel = "N", description = "About how many events; default: ${DEFAULT-VALUE}.")
    public int events = 20_000_000;

    @Option(names = "--seed", paramLabel = "S", description = "What they are drawn from; default: ${DEFAULT-VALUE}.")
    public long seed = 5;

    /**
     * Draws the events.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public SyntheticEvents draw() {
        requireValid();
        return SyntheticEvents.generate(shape, tastes, users, items, events, seed);
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming an option that is out of its range
     */
    public void requireValid() {
        requireAtLeast("--users", users, 1);
        requireAtLeast("--items", items, 1);
        requireAtLeast("--events", events, 1);
        requireAtLeast("--tastes", tastes, 0);
    }

    /**
     * Checks the number of an option.
     *
     * @throws IllegalArgumentException naming the option, what is allowed, and the number
     */
    public static void requireAtLeast(String option, int number, int least) {
        if (number < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ": " + number);
        }
    }

    /** About so many events of the same kind, with users in proportion. */
    public ShapeOptions ofSize(int count) {
        ShapeOptions others = new ShapeOptions();
        others.shape = shape;
        others.tastes = tastes;
        others.users = (int) ((long) users * count / events);
        others.items = items;
        others.events = count;
        others.seed = seed;
        return others;
    }
}
