/**
 * Models of vectors: each item and each user is a vector, and a score is the inner product of two. The model file, its
 * questions, and the export of vectors for whoever serves them elsewhere.
 */
@NullMarked
package dev.recommender.factors;

import org.jspecify.annotations.NullMarked;
