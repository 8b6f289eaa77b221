package dev.recommender.cli;

import dev.recommender.ModelTrainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which other model an evaluation compares with. */
final class AgainstOptions {
    @Option(
            names = "--against",
            paramLabel = "FILE",
            description =
                    "Another trained model to compare with, beside --model: both are asked for the same test users.")
    @Nullable
    Path model;

    @Option(
            names = "--against-algorithm",
            paramLabel = "NAME",
            description =
                    "Also train by this algorithm, on the same events, and compare. Options that both algorithms have"
                            + " hold for both, unless --against-parameters says otherwise. Parameters from a file hold"
                            + " for the file's algorithm alone.")
    @Nullable
    String algorithm;

    @Option(
            names = "--against-parameters",
            paramLabel = "NAME=VALUE",
            description =
                    "Also train with this parameter changed, and compare; named and written as its option, or as in"
                            + " JSON: half-life=30d or halfLife=P30D. Can be repeated. The other parameters are"
                            + " those of the first model.")
    List<String> parameters = new ArrayList<>();

    /** Whether another training is wanted. */
    boolean trains() {
        return algorithm != null || !parameters.isEmpty();
    }

    /** Refuses options that do not fit how the first model comes about. */
    void requireEffects(boolean trained) {
        if (trained && trains()) {
            throw new UsageException((algorithm != null ? "--against-algorithm" : "--against-parameters")
                    + " has no effect beside --model, which is trained already; name the other model by --against");
        }
        if (!trained && model != null) {
            throw new UsageException(
                    "--against goes with --model and --test, because a trained model may know the test;"
                            + " compare trainings by --against-parameters or --against-algorithm");
        }
    }

    /**
     * The first trainer.
     *
     * @throws UsageException naming every option that is wrong; of one that only the other algorithm has, how that is told
     */
    ModelTrainer<?> first(InputOptions options) {
        try {
            options.algorithm.parameters();
        } catch (UsageException e) {
            String alone = algorithm == null ? "" : options.algorithm.forAlone(algorithm);
            if (alone.isEmpty()) {
                throw e;
            }
            throw new UsageException(
                    e.getMessage() + "; " + AlgorithmOptions.OTHER + " " + algorithm + " alone is told it by " + alone);
        }
        return options.trainer();
    }

    /**
     * The other trainer, if one is wanted.
     *
     * @throws UsageException naming every option that is wrong, without effect, or changes nothing
     */
    Optional<ModelTrainer<?>> trainer(InputOptions first) {
        if (!trains()) {
            return Optional.empty();
        }
        String option = parameters.isEmpty() ? AlgorithmOptions.OTHER : AlgorithmOptions.CHANGED_BY;
        try {
            AlgorithmOptions changed = first.algorithm.changed(
                    Optional.ofNullable(algorithm),
                    NamedValues.read(AlgorithmOptions.CHANGED_BY, parameters, AlgorithmOptions.parameterNames()));
            ModelTrainer<?> trainer = changed.trainer(first.resources.read(), first.catalog.isGiven());
            if (changed.describesSameAs(first.algorithm)) {
                throw new UsageException("changes nothing: the model would be compared with itself");
            }
            return Optional.of(trainer);
        } catch (UsageException e) {
            String message = String.valueOf(e.getMessage());
            throw new UsageException(message.startsWith("--against") ? message : option + ": " + message);
        }
    }
}
