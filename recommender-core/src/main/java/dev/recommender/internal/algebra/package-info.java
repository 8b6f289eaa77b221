/**
 * Dense linear algebra on plain arrays: sums of outer products, Cholesky's decomposition, eigenvectors. Every operation is
 * rounded as IEEE 754 has it, in an order that depends on the sizes alone, so results are the same on every machine.
 */
@NullMarked
package dev.recommender.internal.algebra;

import org.jspecify.annotations.NullMarked;
