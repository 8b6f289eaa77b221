package dev.recommender.service.compat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.TrainingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Training requests in the JSON of the retired service: {@code usageRelativePath}, {@code catalogFileRelativePath}, {@code
 * evaluationUsageRelativePath}, {@code description}, and the parameters.
 *
 * <table>
 *   <caption>Parameters</caption>
 *   <tr><th>name</th><th>values</th><th>default</th></tr>
 *   <tr><td>{@code supportThreshold}</td><td>3 to 50</td><td>6</td></tr>
 *   <tr><td>{@code cooccurrenceUnit}</td><td>{@code User}, {@code Timestamp}</td><td>{@code User}</td></tr>
 *   <tr><td>{@code similarityFunction}</td><td>{@code Jaccard}, {@code Cooccurrence}, {@code Lift}</td>
 *     <td>{@code Jaccard}</td></tr>
 *   <tr><td>{@code enableColdItemPlacement}</td><td>true, false; true needs a catalog</td><td>false</td></tr>
 *   <tr><td>{@code enableColdToColdRecommendations}</td><td>true, false</td><td>false</td></tr>
 *   <tr><td>{@code enableUserAffinity}</td><td>true, false</td><td>true</td></tr>
 *   <tr><td>{@code enableUserToItemRecommendations}</td><td>true, false</td><td>false</td></tr>
 *   <tr><td>{@code allowSeedItemsInRecommendations}</td><td>true, false</td><td>false</td></tr>
 *   <tr><td>{@code enableBackfilling}</td><td>true, false</td><td>true</td></tr>
 *   <tr><td>{@code decayPeriodInDays}</td><td>1 to 2,147,483,647</td><td>30</td></tr>
 * </table>
 *
 * <p>Of usage files together, and of the catalog, {@value #MAX_ERRORS} wrong lines are tolerated, whatever their share. A
 * catalog without features is trained on without placing cold items, which is noted. So it was there.
 *
 * <p>A field of this library's own, {@code serviceRules}, has the files read by the retired service's rules; default:
 * false.
 */
public final class RetiredRequest {
    private static final String USAGE = "usageRelativePath";
    private static final String CATALOG = "catalogFileRelativePath";
    private static final String EVALUATION = "evaluationUsageRelativePath";
    private static final String DESCRIPTION = "description";
    private static final String SERVICE_RULES = "serviceRules";
    private static final int MAX_ERRORS = 100;

    private final ObjectNode root;
    private final List<Violation> violations = new ArrayList<>();
    private TrainingRequest request = TrainingRequest.of("usage");

    private RetiredRequest(ObjectNode root) {
        this.root = root;
    }

    /**
     * Reads a request. Fields other than {@code usageRelativePath} may be absent or null.
     *
     * @throws InvalidParametersException naming every field that is unknown, wrong or out of range
     */
    public static TrainingRequest parse(String json) {
        return new RetiredRequest(InvalidParametersException.naming("the request is", () -> Json.readObject(json)))
                .read();
    }

    /**
     * Writes a request, without its description. A request that the retired service could not have made is written as
     * far as that service has names for it. Other parameters are left out, and values may be out of its ranges.
     */
    public static String write(TrainingRequest request) {
        ObjectNode root = Json.object().put(USAGE, request.usage());
        request.catalog().ifPresent(path -> root.put(CATALOG, path));
        request.evaluation().ifPresent(path -> root.put(EVALUATION, path));
        if (request.isByServiceRules()) {
            root.put(SERVICE_RULES, true);
        }
        root.setAll(Json.readObject(RetiredParameters.of(request).toJson()));
        return Json.write(root);
    }

    private TrainingRequest read() {
        JsonNode usage = root.path(USAGE);
        if (usage.isMissingNode() || usage.isNull()) {
            violations.add(Violation.of(USAGE, "is required: a file or a folder of the store")
                    .remedy("name a file or a folder of the store"));
        }
        text(USAGE, path -> request.usage(path));
        text(CATALOG, path -> request.catalog(path));
        text(EVALUATION, path -> request.evaluation(path));
        text(DESCRIPTION, text -> request.description(text));
        JsonNode rules = root.path(SERVICE_RULES);
        if (rules.asBoolean()) {
            request = request.byServiceRules();
        }
        if (!rules.isBoolean() && !rules.isMissingNode() && !rules.isNull()) {
            violations.add(
                    Violation.ofValue(SERVICE_RULES, "must be true or false", Json.shown(rules), Json.plain(rules)));
        }
        root.remove(List.of(USAGE, CATALOG, EVALUATION, DESCRIPTION, SERVICE_RULES));
        boolean catalog = request.catalog().isPresent();
        FileFormat files = FileFormat.STANDARD.maxErrors(MAX_ERRORS);
        request = request.files(catalog ? files.catalogMaxErrors(MAX_ERRORS) : files);
        set(() -> {
            RetiredParameters parameters = new ParametersReader(root).read();
            if (parameters.enableColdItemPlacement() && !catalog) {
                violations.add(Violation.of(CATALOG, "is required, because enableColdItemPlacement is true")
                        .remedy("name a catalog, or leave enableColdItemPlacement out"));
            }
            return parameters.applyTo(request);
        });
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        return request;
    }

    private void text(String field, Function<String, TrainingRequest> setter) {
        JsonNode value = root.path(field);
        if (value.isTextual()) {
            set(() -> setter.apply(value.textValue()));
        } else if (!value.isMissingNode() && !value.isNull()) {
            violations.add(Violation.ofValue(field, "must be a text", Json.shown(value), Json.plain(value)));
        }
    }

    private void set(Supplier<TrainingRequest> changed) {
        try {
            request = changed.get();
        } catch (InvalidParametersException e) {
            violations.addAll(e.details());
        }
    }
}
