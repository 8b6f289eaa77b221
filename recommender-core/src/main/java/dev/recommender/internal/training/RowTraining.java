package dev.recommender.internal.training;

import dev.recommender.Parameters;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.List;
import java.util.Map;

/** What an algorithm of item-to-item rows adds to the training that all of them share. Immutable. */
public interface RowTraining {
    /** The algorithm's name. */
    String algorithm();

    /** The options that all algorithms of rows have. */
    RowOptions options();

    /** All parameters of the algorithm by name. */
    Parameters parameters();

    /** The same with other options. */
    RowTraining with(RowOptions other);

    /** Options of the algorithm's own that can save memory. */
    List<Saving> savings();

    /** Whether every value of a row is between 0 and 1. */
    boolean boundedByOne();

    /** The most values that the model's rows can have. */
    long cells(Sizes sizes);

    /** Whether rows can be kept in a temporary file while they are computed. */
    boolean spillable();

    /**
     * The heap that each phase of {@link #rows} holds at its height in bytes, by the phase's name. The grouped events and
     * the ids are not included.
     *
     * @param spilled whether rows are kept in a temporary file
     * @param room how much they may hold; what is faster and takes more is chosen only within that
     */
    Map<String, Long> bytes(Sizes sizes, long threads, boolean spilled, long room);

    /**
     * How long {@link #rows} takes on one thread in nanoseconds, by rule of thumb.
     *
     * @param additions how many pairs of items occur in units, each pair of each unit once
     * @param nanosPerAddition what it takes to count one of them
     */
    double nanos(Sizes sizes, double additions, double nanosPerAddition);

    /** Computes the rows, in phases of the algorithm's own. */
    TrainedRows rows(Interactions interactions, Budget budget, SharedSteps steps, TrainingThreads work);

    /**
     * An option that can save memory.
     *
     * @param option its name
     * @param value what it would be
     * @param training the training with this value
     */
    record Saving(String option, int value, RowTraining training) {}
}
