/**
 * The parts of a model of neighbours as its file has them, and the scoring loop over its rows.
 */
@NullMarked
package dev.recommender.internal.neighbors;

import org.jspecify.annotations.NullMarked;
