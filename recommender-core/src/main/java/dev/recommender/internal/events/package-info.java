/**
 * Usage events in columns, and what they become: the affinities of users, and the items of co-occurrence units.
 */
@NullMarked
package dev.recommender.internal.events;

import org.jspecify.annotations.NullMarked;
