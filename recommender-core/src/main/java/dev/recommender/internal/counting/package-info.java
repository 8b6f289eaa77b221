/**
 * Counts how often items occur together, or one after the other, row by row, within a memory budget.
 */
@NullMarked
package dev.recommender.internal.counting;

import org.jspecify.annotations.NullMarked;
