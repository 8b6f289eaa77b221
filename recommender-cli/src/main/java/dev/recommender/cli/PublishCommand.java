package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.TrainingRequest;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "publish",
        description = "Makes a model file that was trained elsewhere a model of a store, and prints its id.",
        mixinStandardHelpOptions = true)
final class PublishCommand implements Callable<Integer> {
    @Mixin
    StoreOptions store = new StoreOptions();

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model, which stays as it is.")
    Path model = Path.of("");

    @Option(names = "--description", paramLabel = "TEXT", description = "What the model is, for people.")
    String description = "";

    @Option(names = "--alias", paramLabel = "NAME", description = "Let it answer alone under this alias.")
    @Nullable
    String alias;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        try {
            TrainingRequest.requireDescription(description);
        } catch (InvalidParametersException e) {
            throw new UsageException("--" + String.join("; --", e.violations()));
        }
        if (alias != null) {
            UsageException.requireAlias("--alias", alias);
        }
        PrintWriter out = spec.commandLine().getOut();
        store.run(service -> {
            ModelId id = service.publish(model, description);
            out.println(id);
            out.flush();
            if (alias != null) {
                service.registry().setAlias(alias, id);
            }
        });
        return 0;
    }
}
