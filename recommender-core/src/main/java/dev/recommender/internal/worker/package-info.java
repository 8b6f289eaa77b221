/**
 * What a worker does: claims, attempts at a training and at finding its algorithm, heartbeats, deletions and sweeps. Knows
 * algorithms by their names alone, through {@code dev.recommender.spi} and {@code dev.recommender.models}.
 */
@NullMarked
package dev.recommender.internal.worker;

import org.jspecify.annotations.NullMarked;
