package dev.recommender.spi;

import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An algorithm that trains models. Found by {@link java.util.ServiceLoader}: its class has a public constructor without
 * arguments, and is named in {@code META-INF/services/dev.recommender.spi.Algorithm}, or provided by its module. Shared
 * freely between threads.
 */
public interface Algorithm {
    /** What the algorithm is called in requests, on the command line and in metadata: lower-case letters, digits, hyphens. */
    String name();

    /** What the algorithm does, in one sentence. */
    String summary();

    /** The parameters that it takes, in the order in which they are shown. */
    ParameterSpec parameters();

    /**
     * A trainer.
     *
     * @param parameters any of {@link #parameters}; parameters that are not given take their defaults
     * @param resources what a training may take, which has no influence on the model
     * @throws dev.recommender.InvalidParametersException naming every parameter that is unknown or out of range
     */
    ModelTrainer<?> trainer(Parameters parameters, TrainingResources resources);

    /**
     * The kind of model file that {@link #open} opens: four upper-case letters or digits, which the file's header
     * holds. Several algorithms may make files of one kind. Then each can open the files of the others.
     */
    String kind();

    /**
     * Opens a model file of this algorithm's {@link #kind}.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, of a newer format, or found damaged
     * @throws IOException if it cannot be read
     */
    TrainedModel open(Path file, Verification verification) throws IOException;
}
