package dev.recommender.benchmarks.data;

import picocli.CommandLine.Option;

/** Which events a command draws. */
public final class ShapeOptions {
    @Option(names = "--shape", description = "${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} by default.")
    public Shape shape = Shape.ML20M;

    @Option(names = "--users", paramLabel = "N", description = "How many users; ${DEFAULT-VALUE} by default.")
    public int users = 138_000;

    @Option(names = "--items", paramLabel = "N", description = "How many items; ${DEFAULT-VALUE} by default.")
    public int items = 26_700;

    @Option(names = "--events", paramLabel = "N", description = "About how many events; ${DEFAULT-VALUE} by default.")
    public int events = 20_000_000;

    @Option(names = "--seed", paramLabel = "S", description = "What they are drawn from; ${DEFAULT-VALUE} by default.")
    public long seed = 5;
}
