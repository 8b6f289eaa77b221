/**
 * Ridge rows: for each item a regression on the items that occur with it, over a sparse pattern of candidates. The result
 * has the form of SAR's rows and is served by the same {@link dev.recommender.neighbors.NeighborModel}. Start with
 * {@link dev.recommender.ridge.RidgeTrainer}. Data flows one way:
 *
 * <pre>
 * Interactions → Cooccurrence → CountedRows → Pattern, CountTriangle → Solver (a column per target) → Columns → rows
 * </pre>
 */
@NullMarked
package dev.recommender.ridge;

import org.jspecify.annotations.NullMarked;
