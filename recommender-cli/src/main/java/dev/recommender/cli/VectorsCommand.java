package dev.recommender.cli;

import dev.recommender.TrainedModel;
import dev.recommender.factors.FactorModel;
import dev.recommender.factors.VectorFormat;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "vectors",
        description = "Writes the vectors of a model, for whoever serves them elsewhere.",
        mixinStandardHelpOptions = true)
final class VectorsCommand implements Callable<Integer> {
    /** Whose vectors. */
    enum Of {
        ITEMS,
        USERS
    }

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model to read.")
    Path model = Path.of("");

    @Option(names = "--of", paramLabel = "items|users", description = "Whose vectors; default: items.")
    Of of = Of.ITEMS;

    @Option(
            names = "--format",
            paramLabel = "csv|binary",
            description = "csv: id and numbers in each line; binary: as docs/model-format.md says; default: csv.")
    VectorFormat format = VectorFormat.CSV;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "Where to write them.")
    Path output = Path.of("");

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        OutputFile.require(spec, "--output", output);
        try (TrainedModel opened = Models.open(model)) {
            if (!(opened instanceof FactorModel vectors)) {
                throw new UsageException("--model \"" + model + "\" holds no vectors; train one with --algorithm als");
            }
            if (of == Of.USERS && opened.metadata().histories() == 0) {
                throw new UsageException("--of users: \"" + model
                        + "\" holds no histories, and so no vectors of users; train" + " one with --histories all");
            }
            int count = of == Of.ITEMS ? vectors.exportItems(output, format) : vectors.exportUsers(output, format);
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "wrote the vectors of %,d %s, %d numbers each, to %s%n",
                            count,
                            of.name().toLowerCase(Locale.ROOT),
                            vectors.factors(),
                            output);
        }
        return 0;
    }
}
