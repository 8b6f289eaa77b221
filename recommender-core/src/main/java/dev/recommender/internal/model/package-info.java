/**
 * What every model holds, regardless of its algorithm: metadata, ids, counts, catalog and the users' histories.
 */
@NullMarked
package dev.recommender.internal.model;

import org.jspecify.annotations.NullMarked;
