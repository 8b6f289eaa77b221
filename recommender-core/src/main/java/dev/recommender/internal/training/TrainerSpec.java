package dev.recommender.internal.training;

import dev.recommender.spi.ParameterSpec;

/**
 * All parameters of a trainer of the library. It is also the key to {@link dev.recommender.training.TrainerBuilder}: whoever
 * cannot make one, as this package is not exported, cannot extend that class.
 *
 * @param all the trainer's own parameters and those that all trainers have
 */
public record TrainerSpec(ParameterSpec all) {}
