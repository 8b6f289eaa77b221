/**
 * Models from a store to where they answer: their files in the store, local copies, the cache of open models, and the routes
 * of aliases.
 */
@NullMarked
package dev.recommender.internal.serving;

import org.jspecify.annotations.NullMarked;
