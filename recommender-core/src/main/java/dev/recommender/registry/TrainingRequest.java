package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What to train a model on, by which algorithm, with which parameters, and how the model answers. Immutable; each method
 * returns a changed copy, and checks what it is given.
 *
 * <pre>{@code
 * TrainingRequest request = TrainingRequest.of("usage/").catalog("catalog.csv").with("supportThreshold", 6);
 * }</pre>
 *
 * <p>Paths name files of the service's store: one file, or a folder, which stands for the files directly in it. In a
 * folder, names that start with {@code .} or {@code _} are no input. Backslashes are taken as slashes, and slashes at either
 * end do not matter.
 *
 * <p>Whether the files exist, the algorithm is installed and its parameters are allowed is checked when the training is
 * requested of a service.
 */
public final class TrainingRequest {
    /** The algorithm of requests that name none. */
    public static final String DEFAULT_ALGORITHM = "sar";

    /** The longest description, in characters. */
    public static final int MAX_DESCRIPTION = 256;

    private final State state;

    private TrainingRequest(State state) {
        this.state = state;
    }

    /** All options; changed only before the request that holds it is made. */
    private static final class State {
        private String usage = "";
        private Optional<String> catalog = Optional.empty();
        private Optional<String> evaluation = Optional.empty();
        private Optional<String> algorithm = Optional.empty();
        private Parameters parameters = Parameters.empty();
        private AnswerDefaults answers = AnswerDefaults.STANDARD;
        private String description = "";
        private FileFormat files = FileFormat.STANDARD;
        private boolean serviceRules;
        private boolean keepUnknownItems;
        private boolean coldItemsOptional;
        private Optional<TuningPlan> tuning = Optional.empty();
        private Optional<UsagePart> part = Optional.empty();

        State copy() {
            State copy = new State();
            copy.usage = usage;
            copy.catalog = catalog;
            copy.evaluation = evaluation;
            copy.algorithm = algorithm;
            copy.parameters = parameters;
            copy.answers = answers;
            copy.description = description;
            copy.files = files;
            copy.serviceRules = serviceRules;
            copy.keepUnknownItems = keepUnknownItems;
            copy.coldItemsOptional = coldItemsOptional;
            copy.tuning = tuning;
            copy.part = part;
            return copy;
        }

        /** What it says; an algorithm that is the default need not be given, except that none may be beside a tuning. */
        List<Object> values() {
            return List.of(
                    usage,
                    catalog,
                    evaluation,
                    tuning.isPresent() ? algorithm : algorithm.orElse(DEFAULT_ALGORITHM),
                    parameters,
                    answers,
                    description,
                    files,
                    serviceRules,
                    keepUnknownItems,
                    coldItemsOptional,
                    tuning,
                    part);
        }
    }

    /**
     * A training on these usage events, with the default algorithm and parameters.
     *
     * @param usage a file or a folder
     * @throws InvalidParametersException if it is blank or leads out of the store
     */
    public static TrainingRequest of(String usage) {
        return new TrainingRequest(new State()).usage(usage);
    }

    /**
     * Trains on other usage events: a file or a folder.
     *
     * @throws InvalidParametersException if it is blank or leads out of the store
     */
    public TrainingRequest usage(String path) {
        String checked = path(TrainingRequestJson.USAGE, path);
        return with(state -> state.usage = checked);
    }

    /**
     * Adds a catalog: a file. Events of items that it lacks are left out, unless {@link #keepUnknownItems} keeps them.
     *
     * @throws InvalidParametersException if it is blank or leads out of the store
     */
    public TrainingRequest catalog(String file) {
        String checked = path(TrainingRequestJson.CATALOG, file);
        return with(state -> state.catalog = Optional.of(checked));
    }

    /**
     * Has the model evaluated with these usage events: a file or a folder.
     *
     * @throws InvalidParametersException if it is blank or leads out of the store
     */
    public TrainingRequest evaluation(String path) {
        String checked = path(TrainingRequestJson.EVALUATION, path);
        return with(state -> state.evaluation = Optional.of(checked));
    }

    /**
     * The algorithm that trains the model, by its name; default: {@value #DEFAULT_ALGORITHM}.
     *
     * @throws InvalidParametersException if it is blank
     */
    public TrainingRequest algorithm(String name) {
        if (name.isBlank()) {
            throw violation("algorithm", "must name an installed algorithm", name);
        }
        return with(state -> state.algorithm = Optional.of(name));
    }

    /** Sets all parameters of the algorithm. Parameters that are not given take its defaults. */
    public TrainingRequest parameters(Parameters parameters) {
        Arguments.requireNonNull("parameters", parameters);
        return with(state -> state.parameters = parameters);
    }

    /** Sets one parameter to a text. */
    public TrainingRequest with(String parameter, String text) {
        return parameters(state.parameters.with(parameter, text));
    }

    /** Sets one parameter to a whole number. */
    public TrainingRequest with(String parameter, long number) {
        return parameters(state.parameters.with(parameter, number));
    }

    /**
     * Sets one parameter to a decimal number.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public TrainingRequest with(String parameter, double number) {
        return parameters(state.parameters.with(parameter, number));
    }

    /** Sets one parameter to true or false. */
    public TrainingRequest with(String parameter, boolean flag) {
        return parameters(state.parameters.with(parameter, flag));
    }

    /**
     * Sets one parameter to a table of numbers.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    public TrainingRequest with(String parameter, Map<String, Double> table) {
        return parameters(state.parameters.with(parameter, table));
    }

    /** Sets one parameter to none: no limit, no decay, or what the parameter's description says. */
    public TrainingRequest withNone(String parameter) {
        return parameters(state.parameters.withNone(parameter));
    }

    /** Has the model recommend what a user has seen already, too. */
    public TrainingRequest includeSeen() {
        return answers(new AnswerDefaults(true, state.answers.backfill()));
    }

    /** Has the model leave lists short rather than fill them with popular items. */
    public TrainingRequest withoutBackfill() {
        return answers(new AnswerDefaults(state.answers.includeSeen(), false));
    }

    /** How the model answers where a query leaves it open. */
    public TrainingRequest answers(AnswerDefaults defaults) {
        Arguments.requireNonNull("answers", defaults);
        return with(state -> state.answers = defaults);
    }

    /**
     * What the model is, for people; default: nothing.
     *
     * @throws InvalidParametersException if it has more than {@value #MAX_DESCRIPTION} characters
     */
    public TrainingRequest description(String text) {
        requireDescription(text);
        return with(state -> state.description = text);
    }

    /**
     * The description itself, if it is one.
     *
     * @throws InvalidParametersException if it has more than {@value #MAX_DESCRIPTION} characters
     */
    public static String requireDescription(String text) {
        if (text.length() > MAX_DESCRIPTION) {
            String allowed = "must have at most " + MAX_DESCRIPTION + " characters";
            throw InvalidParametersException.of(Violation.of("description", allowed)
                    .detail("description " + allowed + "; shorten it, it has " + text.length())
                    .value(text));
        }
        return text;
    }

    /** How the files are read; default: {@link FileFormat#STANDARD}. */
    public TrainingRequest files(FileFormat format) {
        Arguments.requireNonNull("files", format);
        return with(state -> state.files = format);
    }

    /**
     * Reads the files by the rules of Microsoft's retired Product Recommendations service. Ids are folded to lower
     * case, and users' ids consist of letters, digits, hyphens and underscores.
     */
    public TrainingRequest byServiceRules() {
        return with(state -> state.serviceRules = true);
    }

    /** Trains on events of items that the catalog lacks, too, and evaluates with them. Refused without a catalog. */
    public TrainingRequest keepUnknownItems() {
        return with(state -> state.keepUnknownItems = true);
    }

    /**
     * Trains without placing cold items where the catalog turns out to have no features, and notes it. Without this, such a
     * training fails. Refused unless the parameter {@code coldItems} is set.
     */
    public TrainingRequest coldItemsOptional() {
        return with(state -> state.coldItemsOptional = true);
    }

    /**
     * Has the training find the algorithm and the parameters by trying, and check them on events that no trial saw. Then it
     * trains the model on all events. The {@link #parameters} are fixed in all that is tried. An {@link #algorithm(String)} beside
     * it, whichever it is, is refused when the training is requested.
     */
    public TrainingRequest tuning(TuningPlan plan) {
        Arguments.requireNonNull("tuning", plan);
        return with(state -> state.tuning = Optional.of(plan));
    }

    /**
     * Says that the usage events are a part of others, so that people are told what the model lacks. Nothing else depends on
     * it.
     */
    public TrainingRequest partOf(UsagePart part) {
        Arguments.requireNonNull(UsagePart.FIELD, part);
        return with(state -> state.part = Optional.of(part));
    }

    /** The usage events: a file or a folder, without slashes at its ends. */
    public String usage() {
        return state.usage;
    }

    /** The catalog's file, if there is one. */
    public Optional<String> catalog() {
        return state.catalog;
    }

    /** Usage events to evaluate the model with, if it is to be evaluated: a file or a folder. */
    public Optional<String> evaluation() {
        return state.evaluation;
    }

    /** How the algorithm and the parameters are found, if they are not given. */
    public Optional<TuningPlan> tuning() {
        return state.tuning;
    }

    /** What the usage events are a part of, if others were held back. */
    public Optional<UsagePart> part() {
        return state.part;
    }

    /** The name of the algorithm, or of the default one; if there is a {@link #tuning}, that decides. */
    public String algorithm() {
        return state.algorithm.orElse(DEFAULT_ALGORITHM);
    }

    /** The name of the algorithm if {@link #algorithm(String)} or JSON has given one. */
    public Optional<String> givenAlgorithm() {
        return state.algorithm;
    }

    /** The parameters that were given. */
    public Parameters parameters() {
        return state.parameters;
    }

    /** How the model answers where a query leaves it open. */
    public AnswerDefaults answers() {
        return state.answers;
    }

    /** What the model is, for people; may be empty. */
    public String description() {
        return state.description;
    }

    /** How the files are read. */
    public FileFormat files() {
        return state.files;
    }

    /** Whether the files are read by the rules of Product Recommendations. */
    public boolean isByServiceRules() {
        return state.serviceRules;
    }

    /** Whether events of items that the catalog lacks are kept. */
    public boolean isKeepingUnknownItems() {
        return state.keepUnknownItems;
    }

    /** Whether a catalog without features is trained on without placing cold items. */
    public boolean isColdItemsOptional() {
        return state.coldItemsOptional;
    }

    /**
     * Reads a JSON object as {@link #toJson} writes it. All fields but {@code usage}, the {@code budget} of a tuning, and
     * {@code usage} and {@code share} of {@code partOf} may be absent or null.
     *
     * <ul>
     *   <li>{@code usage}, {@code catalog}, {@code evaluation}, {@code algorithm}, {@code description}: texts
     *   <li>{@code serviceRules}, {@code keepUnknownItems}, {@code coldItemsOptional}: true or false
     *   <li>{@code parameters}: an object
     *   <li>{@code answers}: an object of {@code includeSeen} and {@code backfill}
     *   <li>{@code files}: an object of the options of {@link FileFormat}
     *   <li>{@code tuning}: an object of {@code budget}, a span of time such as {@code 15m}, {@code maxTrials} and {@code
     *       algorithms}
     *   <li>{@code partOf}: an object of the fields of {@link UsagePart}
     * </ul>
     *
     * @throws InvalidRequestException naming every field that is unknown or wrong, with what could be read
     * @throws InvalidParametersException if it is no JSON object
     */
    public static TrainingRequest parse(String json) {
        return TrainingRequestJson.read(json);
    }

    /** This request as a JSON object, which {@link #parse} reads. */
    public String toJson() {
        return TrainingRequestJson.write(this);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TrainingRequest that && state.values().equals(that.state.values());
    }

    @Override
    public int hashCode() {
        return state.values().hashCode();
    }

    @Override
    public String toString() {
        return "TrainingRequest" + toJson();
    }

    private TrainingRequest with(Consumer<State> change) {
        State changed = state.copy();
        change.accept(changed);
        return new TrainingRequest(changed);
    }

    /** A path of the store without slashes at its ends. */
    static String path(String field, String path) {
        List<String> segments = new ArrayList<>(List.of(path.replace('\\', '/').split("/", -1)));
        while (!segments.isEmpty() && segments.get(0).isEmpty()) {
            segments.remove(0);
        }
        while (!segments.isEmpty() && segments.get(segments.size() - 1).isEmpty()) {
            segments.remove(segments.size() - 1);
        }
        String tidy = String.join("/", segments);
        if (tidy.isBlank()) {
            throw violation(field, "must name a file or a folder of the store", path);
        }
        if (segments.stream().anyMatch(Arrays.asList(".", "..")::contains)) {
            throw violation(field, "must not have the segments . and ..; give the whole key", path);
        }
        return tidy;
    }

    /** What is wrong with a path of the store; empty if nothing is. */
    static List<Violation> pathViolations(String field, String path) {
        try {
            path(field, path);
            return List.of();
        } catch (InvalidParametersException e) {
            return e.details();
        }
    }

    private static InvalidParametersException violation(String field, String allowed, String value) {
        return InvalidParametersException.of(Violation.of(field, allowed)
                .detail(field + " " + allowed + ": \"" + Texts.shortened(value, Violation.LONGEST_VALUE) + "\"")
                .value(value));
    }
}
