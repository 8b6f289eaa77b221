/**
 * Seeded synthetic events, as large as asked for: drawn by {@link dev.recommender.benchmarks.data.SyntheticEvents} in one
 * of two shapes, held in columns, written as CSV and as packed records.
 */
@NullMarked
package dev.recommender.benchmarks.data;

import org.jspecify.annotations.NullMarked;
