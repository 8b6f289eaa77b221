/**
 * Counts how often items occur together, row by row, within a memory budget.
 */
@NullMarked
package dev.recommender.internal.counting;

import org.jspecify.annotations.NullMarked;
