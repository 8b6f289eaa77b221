/**
 * What trainers have in common for their users: {@link dev.recommender.training.TrainerBuilder} holds the options of all,
 * {@link dev.recommender.training.RowTrainerBuilder} those of rows of neighbours, and {@link
 * dev.recommender.training.RowAlgorithm} opens models of rows. Start with a trainer, such as {@code
 * dev.recommender.sar.SarTrainer}.
 */
@NullMarked
package dev.recommender.training;

import org.jspecify.annotations.NullMarked;
