package dev.recommender.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "algorithms",
        description = "Lists the algorithms that are installed, with their parameters.",
        mixinStandardHelpOptions = true)
final class AlgorithmsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "The algorithms to list; default: all, first the one by which models are trained by default.")
    List<String> names = new ArrayList<>();

    @Option(names = "--format", paramLabel = "table|json", description = "How to write; default: table.")
    Format format = Format.TABLE;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        format.refuseCsv();
        PrintWriter out = spec.commandLine().getOut();
        List<Algorithm> listed = listed();
        if (format == Format.JSON) {
            out.println(json(listed).toPrettyString());
            return 0;
        }
        for (Algorithm algorithm : listed) {
            out.println(algorithm.name() + (isDefault(algorithm) ? ", the default: " : ": ") + algorithm.summary());
            TwoColumns columns = new TwoColumns();
            for (Parameter<?> parameter : algorithm.parameters().parameters()) {
                columns.add(AlgorithmOptions.option(parameter.name()), parameter.description())
                        .add("", "allowed: " + parameter.range())
                        .add("", "default: " + parameter.defaultText());
            }
            columns.printTo(out);
        }
        return 0;
    }

    private List<Algorithm> listed() {
        if (names.isEmpty()) {
            return Models.algorithms().stream()
                    .sorted(Comparator.comparing(algorithm -> !isDefault(algorithm)))
                    .toList();
        }
        return names.stream().distinct().map(AlgorithmsCommand::named).toList();
    }

    private static Algorithm named(String name) {
        return Models.algorithms().stream()
                .filter(algorithm -> algorithm.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException("NAME must be one of "
                        + Models.algorithms().stream().map(Algorithm::name).collect(Collectors.joining(", ")) + ": "
                        + name));
    }

    private static boolean isDefault(Algorithm algorithm) {
        return algorithm.name().equals(TrainingRequest.DEFAULT_ALGORITHM);
    }

    private static ArrayNode json(List<Algorithm> listed) {
        ArrayNode algorithms = JSON.createArrayNode();
        for (Algorithm algorithm : listed) {
            ObjectNode node = algorithms
                    .addObject()
                    .put("name", algorithm.name())
                    .put("default", isDefault(algorithm))
                    .put("summary", algorithm.summary());
            ArrayNode parameters = node.putArray("parameters");
            for (Parameter<?> parameter : algorithm.parameters().parameters()) {
                ObjectNode described = parameters
                        .addObject()
                        .put("name", parameter.name())
                        .put("type", parameter.type().name().toLowerCase(Locale.ROOT))
                        .put("allowed", parameter.range())
                        .put("default", parameter.defaultText())
                        .put("description", parameter.description());
                ArrayNode choices = described.putArray("choices");
                parameter.choices().forEach(choices::add);
            }
        }
        return algorithms;
    }
}
