package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.evaluation.Metric;
import dev.recommender.models.Models;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.tuning.Tuner;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a tuning looks for, and for how long. */
final class TuneOptions {
    @Option(
            names = "--metric",
            paramLabel = "NAME@K",
            description = "What to tune for, after so many recommendations, such as recall@20; default: ndcg@10.")
    String metric = "ndcg@10";

    @Option(
            names = "--k",
            paramLabel = "K,K,...",
            description = "Lengths of lists at which to report the metric as well.")
    @Nullable
    String cutoffs;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            description =
                    "How long it may take, with the check and one training on everything, such as 90s, 15m or 1h30m;"
                            + " default: 15m.")
    String budget = "15m";

    @Option(
            names = "--max-trials",
            paramLabel = "N",
            description = "How many trials there may be; default: as many as the budget allows.")
    @Nullable
    Integer maxTrials;

    @Option(
            names = "--algorithms",
            paramLabel = "NAME,...",
            description = "Which algorithms take part, the one that is used today first; default: sar,ridge,als.")
    @Nullable
    String algorithms;

    @Option(
            names = "--fixed",
            paramLabel = "NAME=VALUE",
            description =
                    "A parameter that follows from the data and is not tried, such as cooccurrence-unit=timestamp;"
                            + " named and written as its option, or as in JSON. Can be repeated.")
    List<String> fixed = new ArrayList<>();

    @Option(names = "--include-seen", description = "Allow items that the user has seen.")
    boolean includeSeen;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description =
                    "Gets a line for each trial. Those that are there already are not tried again, so a tuning that was"
                            + " ended goes on.")
    @Nullable
    Path journal;

    /**
     * A builder with these options.
     *
     * @throws UsageException naming an option that is wrong
     */
    Tuner.Builder builder() {
        Tuner.Builder builder = Tuner.builder();
        UsageException.together(
                () -> UsageException.naming("--metric", text -> metric(builder, text), metric),
                () -> builder.budget(TimeSpan.of("--budget", budget)),
                () -> {
                    if (cutoffs != null) {
                        UsageException.naming("--k", list -> builder.alsoAt(EvaluateCommand.lengths(list)), cutoffs);
                    }
                },
                () -> {
                    if (maxTrials != null) {
                        UsageException.naming("--max-trials", builder::maxTrials, maxTrials);
                    }
                },
                () -> builder.fixed(fixed(taking(builder))));
        return journal == null ? builder : builder.journal(journal);
    }

    /** The algorithms that take part. */
    private List<Algorithm> taking(Tuner.Builder builder) {
        List<Algorithm> taking = Arrays.stream((algorithms == null ? "sar,ridge,als" : algorithms).split(",", -1))
                .map(name -> UsageException.naming("--algorithms", TuneOptions::algorithm, name.strip()))
                .toList();
        UsageException.naming(
                "--algorithms",
                all -> builder.algorithms(all.stream().map(Algorithm::name).toArray(String[]::new)),
                taking);
        return taking;
    }

    private static Algorithm algorithm(String name) {
        return Models.algorithms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("give names of "
                        + Models.algorithms().stream().map(Algorithm::name).collect(Collectors.joining(", "))));
    }

    private static Tuner.Builder metric(Tuner.Builder builder, String text) {
        int at = text.lastIndexOf('@');
        Metric metric = Arrays.stream(Metric.values())
                .filter(Metric::ranks)
                .filter(each -> at > 0 && name(each).equalsIgnoreCase(text.substring(0, at)))
                .findFirst()
                .orElseThrow(TuneOptions::unknownMetric);
        try {
            return builder.metric(metric, Integer.parseInt(text.substring(at + 1)));
        } catch (NumberFormatException e) {
            throw unknownMetric();
        }
    }

    private static String name(Metric metric) {
        return metric.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static IllegalArgumentException unknownMetric() {
        return new IllegalArgumentException("give a name and a length such as ndcg@10; names are "
                + Arrays.stream(Metric.values())
                        .filter(Metric::ranks)
                        .map(TuneOptions::name)
                        .collect(Collectors.joining(", ")));
    }

    private Parameters fixed(List<Algorithm> taking) {
        Parameters read = Parameters.empty();
        List<Parameter<?>> known = taking.stream()
                .flatMap(algorithm -> algorithm.parameters().parameters().stream())
                .collect(Collectors.toList());
        List<String> names = known.stream().map(Parameter::name).distinct().toList();
        for (Map.Entry<String, String> entry :
                NamedValues.read("--fixed", fixed, names).entrySet()) {
            List<Parameter<?>> named = known.stream()
                    .filter(parameter -> AlgorithmOptions.isNamed(parameter.name(), entry.getKey()))
                    .collect(Collectors.toList());
            if (named.isEmpty()) {
                throw new UsageException("--fixed: \"" + entry.getKey() + "\" is not a parameter of "
                        + taking.stream().map(Algorithm::name).collect(Collectors.joining(" or ")));
            }
            for (Parameter<?> parameter : named) {
                try {
                    read = parameter.read(read, entry.getValue());
                } catch (InvalidParametersException e) {
                    throw new UsageException("--fixed " + entry.getKey()
                            + e.violations().get(0).substring(parameter.name().length()));
                }
            }
        }
        return read;
    }
}
