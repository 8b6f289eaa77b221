package dev.recommender;

import java.io.IOException;
import java.nio.file.Path;

/** An immutable model. Shared freely between threads. */
public interface TrainedModel extends AutoCloseable {
    /** A recommender that answers from this model. */
    Recommender recommender();

    /**
     * A recommender that answers from this model, but takes the history of a query's user from the application instead
     * of the model.
     */
    Recommender recommender(UserHistoryProvider histories);

    /** What the model was trained from and how. */
    ModelMetadata metadata();

    /**
     * Writes the model to a file. The file appears complete or not at all: an existing one is replaced in one step.
     *
     * @throws IOException if it cannot be written; then nothing is left behind
     */
    void save(Path file) throws IOException;

    /** Releases what the model holds. Later calls on it or its recommender throw {@link IllegalStateException}. */
    @Override
    void close();
}
