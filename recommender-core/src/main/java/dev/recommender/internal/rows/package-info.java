/**
 * Ids and sparse rows as bytes, in the form that a model file has, on the heap or mapped.
 */
@NullMarked
package dev.recommender.internal.rows;

import org.jspecify.annotations.NullMarked;
