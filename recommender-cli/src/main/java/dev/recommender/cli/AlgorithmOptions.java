package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.TrainingResources;
import dev.recommender.tuning.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * By which algorithm a model is trained, and with which parameters: an option for each parameter of each installed
 * algorithm, made of its specification.
 */
final class AlgorithmOptions {
    private static final Pattern INNER_CAPITAL = Pattern.compile("([A-Z])");

    /** Where a name is none of a file or folder, or part of one. */
    private static final String NO_FILE_BEFORE = "(?<![\\w./\\\\-])";

    private static final String NO_FILE_AFTER = "(?![/\\\\-]|\\.\\w)";
    private static final Pattern CALL =
            Pattern.compile(NO_FILE_BEFORE + "([a-z]+(?:[A-Z][a-z]+)*)\\(([^()]*)\\)" + NO_FILE_AFTER);
    private static final Pattern JOINED = Pattern.compile(NO_FILE_BEFORE + "[a-z]+(?:[A-Z][a-z]+)+\\b" + NO_FILE_AFTER);

    /** What a sentence is about; what a colon follows is a file. */
    private static final Pattern SUBJECT = Pattern.compile("^([a-z]+(?:[A-Z][a-z]+)*)(?= )");

    @Option(
            names = "--algorithm",
            paramLabel = "NAME",
            description = "How to train; default: that of --parameters, else " + TrainingRequest.DEFAULT_ALGORITHM
                    + ". The command algorithms lists what is there.")
    @Nullable
    String named;

    @Option(
            names = "--parameters",
            paramLabel = "FILE",
            description = "An algorithm and its parameters, as tune writes them. Other options change single ones.")
    @Nullable
    Path file;

    /** The option that changes parameters for a comparison. */
    static final String CHANGED_BY = "--against-parameters";

    /** The option that chooses another algorithm for a comparison. */
    static final String OTHER = "--against-algorithm";

    private final Map<Key, String> given = new LinkedHashMap<>();

    /** The option that chose the algorithm. */
    private String chosenBy = "--algorithm";

    /** What parameters are called in messages that were not given by their own options. */
    private final Map<Key, String> typed = new LinkedHashMap<>();

    /** What was taken over from options that another algorithm or other parameters are compared with. */
    private final Set<Key> inherited = new HashSet<>();

    /** What the file says; it is read once, since it may be a pipe. */
    private @Nullable Candidate read;

    /** What trainings may take of this machine. */
    static final class Resources {
        private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kKmMgG])");

        @Option(
                names = "--threads",
                paramLabel = "N",
                description = "How many threads to use; default: all processors.")
        @Nullable
        Integer threads;

        @Option(
                names = "--memory",
                paramLabel = "SIZE",
                description =
                        "How much heap the training may take, such as 800m or 2g; default: three quarters of -Xmx.")
        @Nullable
        String memory;

        TrainingResources read() {
            TrainingResources resources = TrainingResources.ofThisMachine();
            if (threads != null) {
                resources = UsageException.naming("--threads", resources::threads, threads);
            }
            if (memory != null) {
                TrainingResources before = resources;
                resources = UsageException.naming("--memory", size -> before.memoryBudget(bytes(size)), memory);
            }
            return resources;
        }

        private static long bytes(String size) {
            Matcher parts = SIZE.matcher(size.strip());
            if (!parts.matches()) {
                throw new IllegalArgumentException("give a number and k, m or g, such as 800m");
            }
            int bits = switch (parts.group(2).toLowerCase(Locale.ROOT)) {
                case "k" -> 10;
                case "m" -> 20;
                default -> 30;
            };
            return (long) (Double.parseDouble(parts.group(1)) * (1L << bits));
        }
    }

    /** An option: of one algorithm, or of all that have a parameter of this name. */
    private record Key(Optional<String> algorithm, String parameter) {
        /** The option's name; that of one algorithm starts with the algorithm's. */
        String option() {
            String name = AlgorithmOptions.option(parameter);
            return algorithm.map(of -> "--" + of + name.substring(1)).orElse(name);
        }
    }

    /**
     * Adds an option for each parameter of each installed algorithm to a command. Where the command has an option of that
     * name itself, or algorithms do not agree whether it takes a value, each algorithm's option starts with its name.
     */
    void addTo(CommandSpec command) {
        Map<String, List<Algorithm>> takers = new LinkedHashMap<>();
        for (Algorithm each : Models.algorithms()) {
            for (Parameter<?> parameter : each.parameters().parameters()) {
                takers.computeIfAbsent(parameter.name(), name -> new ArrayList<>())
                        .add(each);
            }
        }
        takers.forEach((name, algorithms) -> {
            boolean alike = algorithms.stream()
                            .map(each -> parameter(each, name).type() == Parameter.Type.FLAG)
                            .distinct()
                            .count()
                    == 1;
            if (alike && command.findOption(option(name)) == null) {
                command.addOption(option(new Key(Optional.empty(), name), algorithms));
            } else {
                algorithms.forEach(each ->
                        command.addOption(option(new Key(Optional.of(each.name()), name), List.of(each))));
            }
        });
    }

    private static Parameter<?> parameter(Algorithm algorithm, String name) {
        return algorithm.parameters().find(name).orElseThrow();
    }

    private OptionSpec option(Key key, List<Algorithm> algorithms) {
        Map<String, List<String>> meanings = new LinkedHashMap<>();
        for (Algorithm each : algorithms) {
            meanings.computeIfAbsent(meaning(parameter(each, key.parameter())), meaning -> new ArrayList<>())
                    .add(each.name());
        }
        boolean ofAll =
                meanings.size() == 1 && algorithms.size() == Models.algorithms().size();
        Parameter<?> first = parameter(algorithms.get(0), key.parameter());
        OptionSpec.Builder builder = OptionSpec.builder(key.option())
                .type(String.class)
                .paramLabel(label(first))
                .description(meanings.entrySet().stream()
                        .map(meaning ->
                                (ofAll ? "" : "[" + String.join(", ", meaning.getValue()) + "] ") + meaning.getKey())
                        .toArray(String[]::new))
                .setter(new ISetter() {
                    @Override
                    @SuppressWarnings("unchecked")
                    public <T> @Nullable T set(@Nullable T value) {
                        return (T) (value == null ? given.remove(key) : given.put(key, (String) value));
                    }
                });
        if (first.type() == Parameter.Type.FLAG) {
            builder.arity("0..1").fallbackValue("true");
        }
        return builder.build();
    }

    private static String meaning(Parameter<?> parameter) {
        return ofCommands(parameter.description()) + " Allowed: "
                + parameter.range().replace("%", "%%") + ". Default: "
                + parameter.defaultText().replace("%", "%%") + ".";
    }

    private static String label(Parameter<?> parameter) {
        return switch (parameter.type()) {
            case WHOLE -> "N";
            case DECIMAL -> "X";
            case FLAG -> "true|false";
            case TEXT -> "NAME";
            case DURATION -> "TIME";
            case MOMENT -> "MOMENT";
            case WEIGHTS -> "TYPE=W,...";
        };
    }

    /**
     * These options with other values. Another algorithm keeps the options that it has, too.
     *
     * @param name another algorithm; absent for this one
     * @param values by the names of options without their dashes, or of parameters
     * @throws UsageException naming what is no parameter of the algorithm
     */
    AlgorithmOptions changed(Optional<String> name, Map<String, String> values) {
        AlgorithmOptions changed = new AlgorithmOptions();
        changed.named = name.orElse(name());
        if (changed.named.equals(name())) {
            changed.file = file;
            changed.read = read;
        }
        changed.chosenBy = name.isPresent() ? OTHER : chosenBy;
        ParameterSpec known = changed.algorithm().parameters();
        given.forEach((key, value) -> {
            if (changed.name().equals(name())
                    || key.algorithm().isEmpty() && known.find(key.parameter()).isPresent()) {
                changed.given.put(key, value);
                changed.inherited.add(key);
            }
        });
        values.forEach((parameter, value) -> {
            String own = known.parameters().stream()
                    .map(Parameter::name)
                    .filter(each -> isNamed(each, parameter))
                    .findFirst()
                    .orElseThrow(() -> unknown(parameter, changed.algorithm()));
            changed.given.keySet().removeIf(key -> key.parameter().equals(own));
            changed.inherited.removeIf(key -> key.parameter().equals(own));
            Key key = new Key(Optional.empty(), own);
            changed.given.put(key, value);
            changed.typed.put(key, CHANGED_BY + " " + parameter);
        });
        return changed;
    }

    /** The parameters of all installed algorithms. */
    static List<String> parameterNames() {
        return Models.algorithms().stream()
                .flatMap(each -> each.parameters().parameters().stream())
                .map(Parameter::name)
                .distinct()
                .toList();
    }

    /** Whether somebody who types this means the parameter. */
    static boolean isNamed(String parameter, String typed) {
        return typed.equals(parameter) || option(parameter).equals("--" + typed);
    }

    private static UsageException unknown(String typed, Algorithm algorithm) {
        String others = Models.algorithms().stream()
                .filter(each -> each.parameters().parameters().stream().anyMatch(known -> isNamed(known.name(), typed)))
                .map(Algorithm::name)
                .collect(Collectors.joining(" and "));
        return new UsageException("\"" + typed + "\" is not a parameter of " + algorithm.name()
                + (others.isEmpty()
                        ? "; it has "
                                + algorithm.parameters().parameters().stream()
                                        .map(known -> option(known.name()).substring(2))
                                        .collect(Collectors.joining(", "))
                        : ", but of " + others));
    }

    /** Whether a training by these options is the same as by others. */
    boolean describesSameAs(AlgorithmOptions other) {
        return name().equals(other.name())
                && algorithm()
                        .parameters()
                        .complete(parameters())
                        .toText()
                        .equals(other.algorithm()
                                .parameters()
                                .complete(other.parameters())
                                .toText());
    }

    /**
     * What was given that this algorithm does not have, but another one: as that one alone is told it, such as
     * {@code --against-parameters session-gap=30m}. Empty if there is none.
     */
    String forAlone(String other) {
        ParameterSpec own = algorithm().parameters();
        return Models.algorithms().stream()
                .filter(each -> each.name().equals(other))
                .flatMap(each -> given.entrySet().stream()
                        .filter(option -> own.find(option.getKey().parameter()).isEmpty())
                        .filter(option -> each.parameters()
                                .find(option.getKey().parameter())
                                .isPresent()))
                .map(option -> CHANGED_BY + " "
                        + TypedOptions.quoted(
                                option(option.getKey().parameter()).substring(2) + "=" + option.getValue()))
                .collect(Collectors.joining(" "));
    }

    /** Whether any parameter was given. */
    boolean isGiven() {
        return !given.isEmpty() || file != null;
    }

    private Candidate read(Path from) {
        Candidate known = read;
        if (known == null) {
            known = TunedParameters.read(from);
            read = known;
        }
        return known;
    }

    /** The algorithm's name. */
    private String name() {
        if (file == null) {
            return named == null ? TrainingRequest.DEFAULT_ALGORITHM : named;
        }
        String own = read(file).algorithm();
        if (named != null && !named.equals(own)) {
            throw new UsageException(chosenBy + " " + named + " does not go with --parameters \"" + file
                    + "\", which is of " + own + "; leave one of them out");
        }
        return own;
    }

    /** The algorithm. */
    Algorithm algorithm() {
        String algorithm = name();
        try {
            return Models.algorithm(algorithm);
        } catch (InvalidParametersException e) {
            throw new UsageException(chosenBy + " must be one of "
                    + Models.algorithms().stream().map(Algorithm::name).collect(Collectors.joining(", ")) + ": "
                    + algorithm);
        }
    }

    /**
     * The parameters that were given, checked with the defaults of the others.
     *
     * @throws UsageException naming every option that is wrong, or of another algorithm
     */
    Parameters parameters() {
        Algorithm chosen = algorithm();
        String algorithm = chosen.name();
        Parameters parameters = file == null ? Parameters.empty() : read(file).parameters();
        List<String> violations = new ArrayList<>();
        for (Map.Entry<Key, String> option : given.entrySet()) {
            Key key = option.getKey();
            boolean others = !key.algorithm().orElse(algorithm).equals(algorithm);
            Optional<Parameter<?>> parameter =
                    others ? Optional.empty() : chosen.parameters().find(key.parameter());
            if (parameter.isEmpty()) {
                violations.add(typed(key) + " is not an option of " + algorithm + otherTakers(key));
                continue;
            }
            try {
                parameters = parameter.get().read(parameters, option.getValue());
            } catch (InvalidParametersException e) {
                e.violations().stream()
                        .map(violation -> violation.startsWith(key.parameter())
                                ? typed(key)
                                        + violation.substring(key.parameter().length())
                                : violation)
                        .forEach(violations::add);
            }
        }
        if (!violations.isEmpty()) {
            throw new UsageException(String.join("; ", violations));
        }
        try {
            refuse(chosen.parameters()
                    .withoutEffect(typedNames(), chosen.parameters().complete(parameters)));
        } catch (InvalidParametersException e) {
            refuse(e.details());
        }
        return parameters;
    }

    /** The parameters that somebody typed for this algorithm. */
    private List<String> typedNames() {
        return given.keySet().stream()
                .filter(key -> !inherited.contains(key))
                .map(Key::parameter)
                .toList();
    }

    private String typed(Key key) {
        return typed.getOrDefault(key, key.option());
    }

    /** Which algorithms have an option, to choose one of them. */
    private static String otherTakers(Key key) {
        String takers = Models.algorithms().stream()
                .filter(each -> key.algorithm().orElse(each.name()).equals(each.name()))
                .filter(each -> each.parameters().find(key.parameter()).isPresent())
                .map(each -> "--algorithm " + each.name())
                .collect(Collectors.joining(" or "));
        return takers.isEmpty() ? "" : "; it goes with " + takers;
    }

    private static void refuse(List<Violation> violations) {
        if (!violations.isEmpty()) {
            throw new UsageException(String.join(
                    "; ",
                    violations.stream()
                            .map(violation -> ofCommands(violation.detail()))
                            .toList()));
        }
    }

    /**
     * A trainer with these options.
     *
     * @param hasCatalog whether it will train with a catalog
     * @throws UsageException naming every option that is wrong, without effect, or of another algorithm
     */
    ModelTrainer<?> trainer(TrainingResources resources, boolean hasCatalog) {
        Parameters parameters = parameters();
        if (!hasCatalog) {
            requireNoCatalogNeeded();
        }
        return algorithm().trainer(parameters, resources);
    }

    /**
     * Checks the options of a training without a catalog.
     *
     * @throws UsageException naming every option that is wrong, or has no effect without one
     */
    void requireNoCatalogNeeded() {
        ParameterSpec known = algorithm().parameters();
        refuse(known.violationsWithoutCatalog(known.complete(parameters())));
    }

    /** What a parameter is called on the command line: {@code --max-neighbors}. */
    static String option(String parameter) {
        return "--" + INNER_CAPITAL.matcher(parameter).replaceAll("-$1").toLowerCase(Locale.ROOT);
    }

    /** The parameters that differ from the defaults of an installed algorithm: {@code sar(similarity=lift)}. */
    static String summary(String algorithm, Parameters parameters) {
        Map<String, String> defaults = Models.algorithms().stream()
                .filter(each -> each.name().equals(algorithm))
                .findFirst()
                .map(each -> each.parameters().text(each.parameters().defaults()))
                .orElse(Map.of());
        String differing = Models.text(Optional.of(algorithm), parameters).entrySet().stream()
                .filter(parameter -> !parameter.getValue().equals(defaults.get(parameter.getKey())))
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(", "));
        return differing.isEmpty() ? algorithm : algorithm + "(" + differing + ")";
    }

    /** A text of the library's, such as "maxNeighbors(200)" or "maxNeighbors must be …", for commands. */
    static String ofCommands(String text) {
        String calls = CALL.matcher(text)
                .replaceAll(call -> isParameter(call.group(1))
                        ? Matcher.quoteReplacement(option(call.group(1)) + " " + call.group(2))
                        : Matcher.quoteReplacement(call.group()));
        String joined = JOINED.matcher(calls)
                .replaceAll(word ->
                        Matcher.quoteReplacement(isParameter(word.group()) ? option(word.group()) : word.group()));
        return SUBJECT.matcher(joined)
                .replaceFirst(subject -> isParameter(subject.group(1))
                        ? Matcher.quoteReplacement(option(subject.group(1)))
                        : Matcher.quoteReplacement(subject.group()));
    }

    private static boolean isParameter(String name) {
        return name.equals("threads")
                || Models.algorithms().stream()
                        .anyMatch(each -> each.parameters().find(name).isPresent());
    }
}
