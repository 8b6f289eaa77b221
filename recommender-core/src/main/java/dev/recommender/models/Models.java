package dev.recommender.models;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelMetadata;
import dev.recommender.ModelTrainer;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Models and trainers of all algorithms that are installed: those that {@link ServiceLoader} finds with the class loader of
 * the calling thread, or else with that of this library.
 *
 * <pre>{@code
 * try (TrainedModel model = Models.open(Path.of("shop.model"))) {
 *     Recommendations next = model.recommender().recommend(Query.user("u42"));
 * }
 * }</pre>
 */
public final class Models {
    private Models() {}

    /**
     * Opens a model file of any kind after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws ModelFormatException if the file is not a model, damaged, of a newer format, or of a kind that no installed
     *     algorithm opens
     * @throws IOException if it cannot be read
     */
    public static TrainedModel open(Path file) throws IOException {
        return open(file, Verification.ON_OPEN);
    }

    /**
     * Opens a model file of any kind.
     *
     * @param verification when to check the file's content
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws ModelFormatException if the file is not a model, found damaged, of a newer format, or of a kind that no
     *     installed algorithm opens
     * @throws IOException if it cannot be read
     */
    public static TrainedModel open(Path file, Verification verification) throws IOException {
        String kind = ModelFileReader.kindOf(file);
        List<Algorithm> installed = algorithms();
        for (Algorithm algorithm : installed) {
            if (algorithm.kind().equals(kind)) {
                return algorithm.open(file, verification);
            }
        }
        throw new ModelFormatException.OtherKind(
                file.toString(),
                kind,
                String.join(
                        ", ", installed.stream().map(Algorithm::kind).distinct().toList()));
    }

    /**
     * The trainer that trains such a model again: with the same events and catalog it makes the same file, byte for byte. If
     * the model was trained on events of items that the catalog lacks ({@link ModelMetadata#keepUnknownItems}), its input has
     * to {@linkplain dev.recommender.TrainingInput#keepUnknownItems keep} them again.
     *
     * @throws InvalidParametersException if the model was not trained by an installed algorithm, or with parameters that
     *     have no name, such as a similarity of the caller's
     */
    public static ModelTrainer<?> trainer(ModelMetadata metadata, TrainingResources resources) {
        String name = metadata.algorithm()
                .orElseThrow(() -> new InvalidParametersException(
                        List.of("algorithm: the model was put together from elsewhere, and not trained")));
        return algorithm(name).trainer(metadata.parameters(), resources);
    }

    /** As {@link #trainer(ModelMetadata, TrainingResources)}, with the resources of this machine. */
    public static ModelTrainer<?> trainer(ModelMetadata metadata) {
        return trainer(metadata, TrainingResources.ofThisMachine());
    }

    /**
     * The installed algorithm of this name.
     *
     * @throws InvalidParametersException if there is none
     */
    public static Algorithm algorithm(String name) {
        List<Algorithm> installed = algorithms();
        return installed.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidParametersException(List.of("algorithm must be one of "
                        + installed.stream().map(Algorithm::name).toList() + ", which are installed: " + name)));
    }

    /**
     * The installed algorithms, by name.
     *
     * @throws java.util.ServiceConfigurationError if one of them cannot be loaded
     * @throws IllegalStateException if two have the same name
     */
    public static List<Algorithm> algorithms() {
        Map<String, Algorithm> found = new HashMap<>();
        ClassLoader callers = Thread.currentThread().getContextClassLoader();
        add(ServiceLoader.load(Algorithm.class, Models.class.getClassLoader()), found);
        if (callers != null) {
            add(ServiceLoader.load(Algorithm.class, callers), found);
        }
        List<Algorithm> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(Algorithm::name));
        return sorted;
    }

    private static void add(ServiceLoader<Algorithm> loader, Map<String, Algorithm> found) {
        for (Algorithm algorithm : loader) {
            Algorithm other = found.putIfAbsent(algorithm.name(), algorithm);
            if (other != null && other.getClass() != algorithm.getClass()) {
                throw new IllegalStateException("two algorithms are named " + algorithm.name() + ": "
                        + other.getClass().getName() + " and "
                        + algorithm.getClass().getName());
            }
        }
    }
}
