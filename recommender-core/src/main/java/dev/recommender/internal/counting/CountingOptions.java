package dev.recommender.internal.counting;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What is counted.
 *
 * @param unitWeight what a unit counts by the number of its items; empty if each counts 1
 * @param supportThreshold how many units must hold a pair for it to count at all
 */
public record CountingOptions(Optional<IntToDoubleFunction> unitWeight, int supportThreshold) {
    boolean weighted() {
        return unitWeight.isPresent();
    }

    /** Whether plain counts are needed. */
    boolean counted() {
        return unitWeight.isEmpty() || supportThreshold > 1;
    }
}
