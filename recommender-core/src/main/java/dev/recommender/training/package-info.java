/**
 * What all trainers of rows of neighbours have in common for their users: {@link
 * dev.recommender.training.RowTrainerBuilder} holds their common options, {@link dev.recommender.training.RowAlgorithm}
 * opens their models. Start with a trainer, such as {@code dev.recommender.sar.SarTrainer}.
 */
@NullMarked
package dev.recommender.training;

import org.jspecify.annotations.NullMarked;
