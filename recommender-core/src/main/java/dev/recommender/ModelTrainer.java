package dev.recommender;

/** Makes models of usage events. Shared freely between threads; each call trains a model of its own. */
public interface ModelTrainer {
    /**
     * Trains a model. The result depends on the input alone: not on the order of events, on how they are split into
     * sources, or on the number of threads.
     *
     * @throws ParsingException if the source rejects more than it tolerates
     * @throws TrainingException if no model can be made, for example because there are no events
     * @throws TrainingCancelledException if the calling thread is interrupted or the monitor cancels
     * @throws java.io.UncheckedIOException if the source cannot be read
     */
    TrainingResult train(TrainingInput input);

    /** Trains a model of usage events alone; see {@link #train(TrainingInput)}. */
    default TrainingResult train(UsageEvents usage) {
        return train(TrainingInput.of(usage));
    }

    /** Trains a model of usage events and a catalog; see {@link #train(TrainingInput)}. */
    default TrainingResult train(UsageEvents usage, Catalog catalog) {
        return train(TrainingInput.of(usage).catalog(catalog));
    }
}
