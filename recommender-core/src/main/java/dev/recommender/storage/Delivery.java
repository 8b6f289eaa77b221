package dev.recommender.storage;

import java.io.IOException;
import java.time.Duration;

/**
 * A message in the hands of one receiver of a {@link WorkQueue}. It lasts until it is completed or abandoned, or until its
 * visibility runs out. Then the message can be delivered again. Safe for use by several threads.
 *
 * <p>{@link #extend}, {@link #complete} and {@link #abandon} return false, and change nothing, when the delivery is over:
 * its receiver must not count on having the message to itself any longer. After an {@link java.io.IOException} from one of
 * them its outcome is unknown.
 */
public interface Delivery {
    /** What identifies the message among all of its queue, the same in every delivery. */
    String id();

    /** The body as it was sent. */
    String body();

    /** Which delivery of this message this is: 1 for the first, one more after each that ended without completion. */
    int attempt();

    /**
     * Lets the delivery last longer.
     *
     * @param visibility how long from now: at least one second, at most {@link WorkQueue#MAX_DELAY}
     * @return whether the delivery goes on
     * @throws IllegalArgumentException if the visibility is not such
     */
    boolean extend(Duration visibility) throws IOException;

    /**
     * Removes the message: its work is done.
     *
     * @return whether this delivery did it
     */
    boolean complete() throws IOException;

    /**
     * Gives the message back.
     *
     * @param delay how long until it can be delivered again, from zero to {@link WorkQueue#MAX_DELAY}
     * @return whether this delivery did it
     * @throws IllegalArgumentException if the delay is not such
     */
    boolean abandon(Duration delay) throws IOException;
}
