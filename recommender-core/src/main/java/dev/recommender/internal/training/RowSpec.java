package dev.recommender.internal.training;

import dev.recommender.spi.ParameterSpec;

/**
 * All parameters of a trainer. Its type is the key to {@link dev.recommender.training.TrainerBuilder}: who does not know this
 * package cannot extend that class, whose parameters are the library's.
 *
 * @param all the trainer's own parameters and those that all trainers have
 */
public record RowSpec(ParameterSpec all) {}
