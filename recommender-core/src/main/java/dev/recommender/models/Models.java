package dev.recommender.models;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelMetadata;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.TrainedModel;
import dev.recommender.Verification;
import dev.recommender.Violation;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.util.NearNames;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Models and trainers of all installed algorithms. {@link ServiceLoader} finds them with the class loader of the
 * calling thread, or else with the class loader of this library.
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
     * The kind of a model file, as its header says; whether the rest is whole is not looked at.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws ModelFormatException if the file is not a model, its header is damaged, or it is of a newer format
     * @throws IOException if it cannot be read
     */
    public static String kindOf(Path file) throws IOException {
        return ModelFileReader.kindOf(file);
    }

    /**
     * Opens a model file of any kind after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
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
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws ModelFormatException if the file is not a model, found damaged, of a newer format, or of a kind that no
     *     installed algorithm opens; then those that cannot be loaded are its suppressed exceptions
     * @throws IOException if it cannot be read
     */
    public static TrainedModel open(Path file, Verification verification) throws IOException {
        String kind = kindOf(file);
        InstalledAlgorithms installed = InstalledAlgorithms.find();
        for (Algorithm algorithm : installed.sound()) {
            if (algorithm.kind().equals(kind)) {
                return algorithm.open(file, verification);
            }
        }
        ModelFormatException unopened = new ModelFormatException.OtherKind(
                file.toString(),
                kind,
                installed.sound().stream()
                        .map(Algorithm::kind)
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(", ")));
        installed.broken().forEach(unopened::addSuppressed);
        throw unopened;
    }

    /**
     * The trainer that trains such a model again. Of the same events and catalog it makes the same file, byte for byte. If
     * the model was trained on events of items that the catalog lacks ({@link ModelMetadata#keepUnknownItems}), its input
     * has to {@linkplain dev.recommender.TrainingInput#keepUnknownItems keep} them again.
     *
     * @throws InvalidParametersException if the model was not trained by an installed algorithm, or if its parameters
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
     * Parameters of an algorithm for people, as {@link dev.recommender.spi.ParameterSpec#text} has them; with {@code none}
     * for every value that is none if the algorithm is not installed.
     *
     * @param algorithm the name of the algorithm; empty if it is not known
     */
    public static Map<String, String> text(Optional<String> algorithm, Parameters parameters) {
        return InstalledAlgorithms.find().sound().stream()
                .filter(each -> algorithm.equals(Optional.of(each.name())))
                .findFirst()
                .map(each -> each.parameters().text(parameters))
                .orElseGet(parameters::toText);
    }

    /**
     * Those parameters that are not the defaults of their algorithm; all of them if it is not installed.
     *
     * @param algorithm the name of the algorithm; empty if it is not known
     * @param text all parameters, as {@link #text} has them
     */
    public static Map<String, String> changes(Optional<String> algorithm, Map<String, String> text) {
        Map<String, String> changes = new LinkedHashMap<>(text);
        InstalledAlgorithms.find().sound().stream()
                .filter(each -> algorithm.equals(Optional.of(each.name())))
                .findFirst()
                .map(Algorithm::parameters)
                .ifPresent(spec ->
                        changes.entrySet().removeAll(spec.text(spec.defaults()).entrySet()));
        return changes;
    }

    /**
     * The installed algorithm of this name.
     *
     * @throws InvalidParametersException if there is none
     * @throws ServiceConfigurationError if an algorithm cannot be loaded, as {@link #algorithms} throws it
     */
    public static Algorithm algorithm(String name) {
        List<Algorithm> installed = algorithms();
        return installed.stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidParametersException.of(
                        unknown(name, installed.stream().map(Algorithm::name).toList())));
    }

    private static Violation unknown(String name, List<String> installed) {
        Violation unknown =
                Violation.ofValue("algorithm", "must be one of " + installed + ", which are installed", name);
        return NearNames.near(name, installed)
                .map(near -> unknown.detail(unknown.detail() + "; did you mean " + near + "?")
                        .remedy("use " + near + ", or another of " + installed))
                .orElse(unknown);
    }

    /**
     * The installed algorithms, by name.
     *
     * @throws ServiceConfigurationError if one of them cannot be loaded, or has a name or a kind that
     *     {@link Algorithm} does not allow
     * @throws IllegalStateException if two have the same name
     */
    public static List<Algorithm> algorithms() {
        InstalledAlgorithms installed = InstalledAlgorithms.find();
        for (ServiceConfigurationError broken : installed.broken()) {
            throw broken;
        }
        Map<String, Algorithm> found = new TreeMap<>();
        for (Algorithm algorithm : installed.sound()) {
            Algorithm other = found.putIfAbsent(algorithm.name(), algorithm);
            if (other != null) {
                throw new IllegalStateException("two algorithms are named " + algorithm.name() + ": "
                        + other.getClass().getName() + " and "
                        + algorithm.getClass().getName());
            }
        }
        return List.copyOf(found.values());
    }
}
