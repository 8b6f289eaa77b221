package dev.recommender.spi;

import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
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

    /** What is worth trying on new data, for {@code dev.recommender.tuning.Tuner}. By default the defaults alone. */
    default SearchSpace searchSpace() {
        return SearchSpace.ofDefaults();
    }

    /**
     * A series of trainings on one input. By default each training starts anew; an algorithm whose trainings have much in
     * common can do that part once.
     *
     * @param input what to train on, which can be read any number of times; its monitor is not called
     * @param resources what each training may take
     */
    default TrainingSeries series(TrainingInput input, TrainingResources resources) {
        return new TrainingSeries() {
            @Override
            public TrainingResult<?> train(Parameters parameters, TrainingMonitor monitor) {
                return trainer(parameters, resources).train(input.monitor(monitor));
            }

            @Override
            public void close() {}
        };
    }

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
