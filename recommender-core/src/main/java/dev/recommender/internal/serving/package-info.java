/**
 * The way of models from a store to answers: their files in the store, local copies, the cache of open models, and the
 * routes of aliases.
 */
@NullMarked
package dev.recommender.internal.serving;

import org.jspecify.annotations.NullMarked;
