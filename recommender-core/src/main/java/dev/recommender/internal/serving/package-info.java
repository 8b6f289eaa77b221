/**
 * Models from a store to where they answer: files, local copies, the cache of open models, and the routes of aliases.
 */
@NullMarked
package dev.recommender.internal.serving;

import org.jspecify.annotations.NullMarked;
