/**
 * The registry in versioned records: models, aliases, and the compare-and-set by which they change.
 */
@NullMarked
package dev.recommender.internal.registry;

import org.jspecify.annotations.NullMarked;
