package dev.recommender.internal.training;

import dev.recommender.Parameters;
import dev.recommender.internal.events.Sizes;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What an algorithm tells of a training to those who read its events, plan it and watch its memory. Immutable. */
public interface ModelTraining {
    /** The algorithm's name. */
    String algorithm();

    /** How events are read and what the model keeps. */
    RowOptions options();

    /** All parameters of the algorithm by name. */
    Parameters parameters();

    /** The same with other options. */
    ModelTraining with(RowOptions other);

    /** Options of the algorithm's own that can save memory. */
    List<Saving> savings();

    /** Whether what is learnt can be kept in a temporary file while it is computed. */
    boolean spillable();

    /**
     * The heap that each phase of the algorithm's own holds at its height in bytes, by the phase's name. The grouped events
     * and the ids are not included.
     *
     * @param spilled whether what is learnt is kept in a temporary file
     * @param room how much they may hold; what is faster and takes more is chosen only within that
     */
    Map<String, Long> bytes(Sizes sizes, long threads, boolean spilled, long room);

    /**
     * The phases that are not run, as what they lead to is kept from an earlier training.
     *
     * @param kept what {@link RowTraining#giveUpUseless} has left
     */
    default Set<String> sparedPhases(SharedSteps kept) {
        return Set.of();
    }

    /**
     * The heap of what is kept that {@link #modelBytes} counts as well, since the model itself holds it.
     *
     * @param kept as for {@link #sparedPhases}
     */
    default long sharedBytes(SharedSteps kept) {
        return 0;
    }

    /** The heap that what was learnt takes while the model is laid out, in bytes. */
    long modelBytes(Sizes sizes, long threads, boolean spilled);

    /**
     * How long the algorithm's own phases take on one thread in nanoseconds, by rule of thumb.
     *
     * @param additions how many pairs of items occur in units, each pair of each unit once
     * @param nanosPerAddition what it takes to count one of them
     */
    double nanos(Sizes sizes, double additions, double nanosPerAddition);

    /** What is estimated of a training, by name. */
    Map<String, Long> figures(Extent extent);

    /** What time and memory depend on, in sentences. */
    List<String> drivers(Extent extent);

    /** What the memory depends on, for a refusal: it follows the number of pairs of users and items. */
    String need(Sizes sizes);

    /**
     * How much there is to be done.
     *
     * @param largestUnit the most items of a unit
     * @param additions how many pairs of items occur in units, each pair of each unit once
     */
    record Extent(Sizes sizes, long largestUnit, double additions) {}

    /**
     * An option that can save memory.
     *
     * @param option its name
     * @param value what it would be
     * @param training the training with this value
     */
    record Saving(String option, int value, ModelTraining training) {}
}
