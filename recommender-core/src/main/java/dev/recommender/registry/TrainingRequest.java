package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.service.compat.RequestText;
import dev.recommender.service.compat.RetiredParameters;
import dev.recommender.storage.BlobKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to train a model on, and how. Immutable; each method returns a changed copy, and checks what it is given.
 *
 * <pre>{@code
 * TrainingRequest request = TrainingRequest.of("usage/").catalog("catalog.csv").supportThreshold(6);
 * }</pre>
 *
 * <p>Paths name blobs of the service's store: a file by its key, or a folder, which stands for the blobs directly in it.
 * Backslashes are taken as slashes, and slashes at either end do not matter.
 *
 * @param usage the usage events: a file or a folder
 * @param catalog the catalog's file, if there is one. Then events of items that it lacks are left out
 * @param evaluation usage events to evaluate the model with, if it is to be evaluated: a file or a folder
 * @param parameters how to train and to answer
 * @param description for people, at most 256 characters; may be empty
 * @param serviceRules whether the files are read by the rules of the retired service: ids folded to lower case, and users'
 *     ids of letters, digits, hyphens and underscores
 */
public record TrainingRequest(
        String usage,
        Optional<String> catalog,
        Optional<String> evaluation,
        RetiredParameters parameters,
        String description,
        boolean serviceRules) {
    private static final int MAX_DESCRIPTION = 256;

    /**
     * Checks everything at once.
     *
     * @throws InvalidParametersException naming every violation
     */
    public TrainingRequest {
        List<String> violations = new ArrayList<>();
        usage = path("usage", usage, violations);
        catalog = catalog.map(path -> path("catalog", path, violations));
        evaluation = evaluation.map(path -> path("evaluation", path, violations));
        if (description.length() > MAX_DESCRIPTION) {
            violations.add("description must have at most " + MAX_DESCRIPTION + " characters: " + description.length());
        }
        if (parameters.enableColdItemPlacement() && catalog.isEmpty()) {
            violations.add("catalog is required, because enableColdItemPlacement is true");
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
    }

    /**
     * A training on these usage events with the default parameters.
     *
     * @param usage a file or a folder
     */
    public static TrainingRequest of(String usage) {
        return new TrainingRequest(usage, Optional.empty(), Optional.empty(), RetiredParameters.defaults(), "", false);
    }

    /** Adds a catalog: a file. */
    public TrainingRequest catalog(String file) {
        return new TrainingRequest(usage, Optional.of(file), evaluation, parameters, description, serviceRules);
    }

    /** Has the model evaluated with these usage events: a file or a folder. */
    public TrainingRequest evaluation(String path) {
        return new TrainingRequest(usage, catalog, Optional.of(path), parameters, description, serviceRules);
    }

    /** Sets all parameters. */
    public TrainingRequest parameters(RetiredParameters parameters) {
        return new TrainingRequest(usage, catalog, evaluation, parameters, description, serviceRules);
    }

    /** How often a pair must occur to count, from 3 to 50; 6 if not said. */
    public TrainingRequest supportThreshold(int threshold) {
        return parameters(parameters.withSupportThreshold(threshold));
    }

    /** Has the model hold the users' histories, so that it can be asked for users. */
    public TrainingRequest withHistories() {
        return parameters(parameters.withHistories());
    }

    /** Says for people what the model is, in at most 256 characters. */
    public TrainingRequest description(String text) {
        return new TrainingRequest(usage, catalog, evaluation, parameters, text, serviceRules);
    }

    /** Has the files read by the rules of the retired service. */
    public TrainingRequest byServiceRules() {
        return new TrainingRequest(usage, catalog, evaluation, parameters, description, true);
    }

    /**
     * Reads a JSON object with the names of the retired service: {@code usageRelativePath},
     * {@code catalogFileRelativePath}, {@code evaluationUsageRelativePath}, {@code description}, {@code serviceRules}, and
     * the fields of {@link RetiredParameters#parse}.
     *
     * @throws InvalidParametersException naming every violation
     */
    public static TrainingRequest parse(String json) {
        return RequestText.read(json);
    }

    /** This request without its description as a JSON object, which {@link #parse} reads. */
    public String toJson() {
        return RequestText.write(this);
    }

    private static String path(String field, String path, List<String> violations) {
        String slashed = path.replace('\\', '/').replaceAll("^/+|/+$", "");
        if (slashed.isBlank()) {
            violations.add(field + " is required: a file or a folder of the store");
            return slashed;
        }
        try {
            return BlobKeys.check(slashed);
        } catch (IllegalArgumentException e) {
            violations.add(field + ": " + e.getMessage());
            return slashed;
        }
    }
}
