/**
 * Seeded synthetic events of any size. {@link dev.recommender.benchmarks.data.SyntheticEvents} draws them in one of two
 * shapes. They are held in columns, and written as CSV and as packed records.
 */
@NullMarked
package dev.recommender.benchmarks.data;

import org.jspecify.annotations.NullMarked;
