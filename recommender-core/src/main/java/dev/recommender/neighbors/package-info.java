/**
 * Models of neighbours: for each item a row of other items with weights, and the users' histories. What trainers such as
 * {@code dev.recommender.sar.SarTrainer} make.
 */
@NullMarked
package dev.recommender.neighbors;

import org.jspecify.annotations.NullMarked;
