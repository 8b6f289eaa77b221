/**
 * Models of vectors: how a vector is solved from what it goes with, where the vectors lie in a model, and the exact search
 * for the items of the largest inner product.
 */
@NullMarked
package dev.recommender.internal.factors;

import org.jspecify.annotations.NullMarked;
