package dev.recommender;

/** Makes models of usage events. Shared freely between threads; each call trains a model of its own. */
public interface ModelTrainer {
    /**
     * Trains a model. The result depends on the events alone: not on their order, on how they are split into sources,
     * or on the number of threads.
     *
     * @throws ParsingException if the source rejects more than it tolerates
     * @throws TrainingException if no model can be made, for example because there are no events
     * @throws java.io.UncheckedIOException if the source cannot be read
     */
    TrainingResult train(UsageEvents usage);
}
