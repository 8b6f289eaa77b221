package dev.recommender.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.models.Models;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "algorithms",
        description = "Lists the algorithms that are installed, with their parameters.",
        mixinStandardHelpOptions = true)
final class AlgorithmsCommand implements Callable<Integer> {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Option(names = "--format", paramLabel = "table|json", description = "How to write; default: table.")
    Format format = Format.TABLE;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (format == Format.CSV) {
            throw new UsageException("--format must be table or json: csv");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(json().toPrettyString());
            return 0;
        }
        for (Algorithm algorithm : Models.algorithms()) {
            out.println(algorithm.name() + ": " + algorithm.summary());
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

    private static ArrayNode json() {
        ArrayNode algorithms = JSON.createArrayNode();
        for (Algorithm algorithm : Models.algorithms()) {
            ObjectNode node =
                    algorithms.addObject().put("name", algorithm.name()).put("summary", algorithm.summary());
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
