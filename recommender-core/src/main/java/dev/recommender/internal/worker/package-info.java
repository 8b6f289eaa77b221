/**
 * What a worker does: claims, attempts at a training, heartbeats, deletions and sweeps.
 */
@NullMarked
package dev.recommender.internal.worker;

import org.jspecify.annotations.NullMarked;
