package dev.recommender.spi;

import dev.recommender.Parameters;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import java.util.List;

/**
 * Trainings of one algorithm on one input, one after the other, with different parameters. What two of them have in common
 * may be done once. Each model is the same, byte for byte, as one of the algorithm's trainer. Used by one thread at a time.
 *
 * <p>A training reports no phase for what it takes over: a tuning learns from that how long it would take by itself. To a tuning
 * each phase that an earlier training of the series has reported, and this one lacks, is taken over. So it adds the time of a
 * phase that only some parameters need to all trainings that follow one with it. Make such work a part of a phase that every
 * training has, unless it is short.
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

    /**
     * Says which trainings are likely to follow the next one, so that what it has in common with them can be done once. It
     * holds for the next training alone, and in place of what was said before. By default nothing is made of it.
     *
     * @param following the parameters of each; none of them need ever come, and wrong ones are refused only then
     */
    default void expect(List<Parameters> following) {}

    /** Releases what is kept. */
    @Override
    void close();
}
