package dev.recommender;

/**
 * Trains models from usage events. Immutable and shared freely between threads.
 *
 * @param <M> the kind of model that it makes
 */
public interface ModelTrainer<M extends TrainedModel> {
    /**
     * Trains a model. The model depends on the input and the options alone. The order of events, their split into
     * sources and the number of threads have no influence on it.
     *
     * @throws ParsingException if the source rejects more than it tolerates
     * @throws InsufficientMemoryException if the training needs more memory than it may take; before the work is done
     * @throws TrainingException if no model can be made of the input; it carries what was read until then
     * @throws TrainingCancelledException if the calling thread is interrupted or the monitor cancels
     * @throws java.io.UncheckedIOException if the source cannot be read
     */
    TrainingResult<M> train(TrainingInput input);

    /** Trains a model from usage events alone; see {@link #train(TrainingInput)}. */
    default TrainingResult<M> train(UsageEvents usage) {
        return train(TrainingInput.of(usage));
    }

    /** Trains a model from usage events and a catalog; see {@link #train(TrainingInput)}. */
    default TrainingResult<M> train(UsageEvents usage, Catalog catalog) {
        return train(TrainingInput.of(usage).catalog(catalog));
    }

    /**
     * Estimates what a training of this input would take, from one pass through the events. The input is read as
     * {@link #train} would read it, and must be readable again.
     *
     * @throws ParsingException if the source rejects more than it tolerates
     * @throws TrainingException if there are no events
     * @throws TrainingCancelledException if the calling thread is interrupted or the monitor cancels
     * @throws java.io.UncheckedIOException if the source cannot be read
     */
    TrainingPlan plan(TrainingInput input);

    /** Estimates what a training of usage events alone would take; see {@link #plan(TrainingInput)}. */
    default TrainingPlan plan(UsageEvents usage) {
        return plan(TrainingInput.of(usage));
    }
}
