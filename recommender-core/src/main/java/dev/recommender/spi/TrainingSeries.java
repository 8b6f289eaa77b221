package dev.recommender.spi;

import dev.recommender.Parameters;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;

/**
 * Trainings of one algorithm on one input, one after the other, with different parameters. What two of them have in common
 * may be done once. Each model is the same, byte for byte, as one of the algorithm's trainer. Used by one thread at a time.
 */
public interface TrainingSeries extends AutoCloseable {
    /**
     * Trains a model.
     *
     * @param parameters any of the algorithm's parameters
     * @param monitor watches this training
     * @throws dev.recommender.InvalidParametersException naming every parameter that is unknown or out of range
     * @throws RuntimeException as {@link dev.recommender.ModelTrainer#train} does; the next training is not affected
     */
    TrainingResult<?> train(Parameters parameters, TrainingMonitor monitor);

    /** Releases what is kept. */
    @Override
    void close();
}
