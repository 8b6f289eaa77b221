package dev.recommender.internal.events;

import java.util.function.IntFunction;

/** The heap that one training may take: asked as soon as it is known what is needed. Shared between threads. */
public interface MemoryBudget {
    /**
     * Books what reading has added to the heap.
     *
     * @throws dev.recommender.InsufficientMemoryException if that is too much
     */
    void book(long moreEvents, long moreBytes);

    /**
     * Checks what is needed from here on, now that everything is counted.
     *
     * @param alternatives the sizes with other options, for advice
     * @throws dev.recommender.InsufficientMemoryException if that is too much
     */
    void require(Sizes sizes, Alternatives alternatives);

    /**
     * The sizes that a training would have with other options.
     *
     * @param largestUnit the items of the largest unit as it is
     * @param withThreshold with a support threshold
     * @param ofFewItems with units of {@link UnitTally#FEW_ITEMS} at most
     */
    record Alternatives(long largestUnit, IntFunction<Sizes> withThreshold, Sizes ofFewItems) {}
}
