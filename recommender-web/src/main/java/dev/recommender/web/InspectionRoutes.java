package dev.recommender.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.Violation;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsageSplit;
import dev.recommender.service.ModelService;
import dev.recommender.storage.IOSupplier;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;

/** A look into files before anything is trained on them, and their division into a training and its evaluation. */
final class InspectionRoutes {
    private static final String USAGE = "usage";
    private static final String CATALOG = "catalog";
    private static final String FILES = "files";
    private static final String SHARE = "share";
    private static final String TRAINING = "training";
    private static final String EVALUATION = "evaluation";
    private static final String REPLACE = "replace";
    private static final String FILE = "file";
    private static final String EVENTS = "events";
    private static final double DEFAULT_SHARE = 0.8;

    /** How many looks are taken at the same time: each holds the ids of its files. */
    private static final int AT_ONCE = 2;

    private final ModelService service;
    private final Semaphore looks = new Semaphore(AT_ONCE);

    InspectionRoutes(ModelService service) {
        this.service = service;
    }

    List<Route> routes() {
        return List.of(
                Route.of("POST", "/api/v1/inspect", Access.ADMINISTRATION, this::inspect),
                Route.of("POST", "/api/v1/split", Access.ADMINISTRATION, this::split)
                        .with(Route.Trait.CHANGES));
    }

    private Reply inspect(Exchange exchange) throws IOException {
        Faults faults = new Faults();
        ObjectNode body = Bodies.object(exchange.text(), Set.of(USAGE, CATALOG, FILES), faults);
        if (body.has(USAGE) == body.has(CATALOG)) {
            String one = "one of " + USAGE + " and " + CATALOG;
            faults.add(Violation.of("the body must have " + one).remedy("give " + one));
        }
        boolean usage = body.has(USAGE);
        String field = usage ? USAGE : CATALOG;
        String path = body.has(field) ? faults.reading("", () -> path(body, field)) : "";
        FileFormat files = faults.reading(FileFormat.STANDARD, () -> format(body.path(FILES)));
        require(faults, field, path, files);
        return looking(() -> Reply.json(
                200,
                usage
                        ? InspectionJson.write(service.inspectUsage(path, files), FileRemedies.USAGE)
                        : InspectionJson.write(service.inspectCatalog(path, files), FileRemedies.CATALOG)));
    }

    private Reply split(Exchange exchange) throws IOException {
        Faults faults = new Faults();
        ObjectNode body =
                Bodies.object(exchange.text(), Set.of(USAGE, FILES, SHARE, TRAINING, EVALUATION, REPLACE), faults);
        String path = faults.reading("", () -> path(body, USAGE));
        FileFormat files = faults.reading(FileFormat.STANDARD, () -> format(body.path(FILES)));
        double share = faults.reading(DEFAULT_SHARE, () -> share(body));
        String training = faults.reading("", () -> name(body, TRAINING));
        String evaluation = faults.reading("", () -> name(body, EVALUATION));
        boolean replace = faults.reading(false, () -> Bodies.flag(body, REPLACE));
        UsageSplit.Existing existing = replace ? UsageSplit.Existing.REPLACE : UsageSplit.Existing.KEEP;
        require(faults, USAGE, path, files);
        return looking(() -> {
            UsageSplit split = service.splitUsage(path, files, share, training, evaluation, existing);
            ObjectNode root = JsonNodeFactory.instance.objectNode();
            split.moment().ifPresent(moment -> root.put("moment", moment.toString()));
            root.putObject(TRAINING).put(FILE, training).put(EVENTS, split.trainingEvents());
            root.putObject(EVALUATION).put(FILE, evaluation).put(EVENTS, split.evaluationEvents());
            return Reply.json(201, root).touching(List.of("file " + training, "file " + evaluation));
        });
    }

    /** Does what holds many ids, unless others do. */
    private Reply looking(IOSupplier<Reply> action) throws IOException {
        if (!looks.tryAcquire()) {
            throw new WebFailure(
                    Failure.of(503, "overloaded", "the server looks into other files; try again in a second")
                            .header("Retry-After", "1"));
        }
        try {
            return action.get();
        } finally {
            looks.release();
        }
    }

    /** A path of the store that a client may have read. */
    private static String path(JsonNode body, String field) {
        String path = WebFolder.requireOwn(Bodies.text(body, field));
        request(field, path);
        return path;
    }

    /** A request that reads what is at a path. */
    private static TrainingRequest request(String field, String path) {
        return field.equals(USAGE)
                ? TrainingRequest.of(path)
                : TrainingRequest.of(USAGE).catalog(path);
    }

    /** Ends a collection of faults; if there are such, the files are looked at, too. */
    private void require(Faults faults, String field, String path, FileFormat files) throws IOException {
        if (!faults.isEmpty() && !path.isEmpty()) {
            service.fileViolations(request(field, path).files(files)).stream()
                    .filter(violation ->
                            field.equals(USAGE) || !violation.field().equals(Optional.of(USAGE)))
                    .forEach(faults::add);
        }
        faults.require();
    }

    /** The name of a file that a client may have. */
    private static String name(JsonNode body, String field) {
        try {
            return FileRoutes.name(Bodies.text(body, field));
        } catch (WebFailure e) {
            List<Violation> violations = e.failure().violations();
            throw violations.isEmpty()
                    ? e
                    : Exchange.invalid(violations.stream()
                            .map(violation -> violation
                                    .detail(violation.detail().replaceFirst("^file:", field + ":"))
                                    .at(field))
                            .toList());
        }
    }

    private static double share(JsonNode body) {
        JsonNode share = body.path(SHARE);
        if (!share.isMissingNode() && !share.isNumber()) {
            throw Exchange.invalid(Bodies.refused(SHARE, "must be a number", share));
        }
        double part = share.asDouble(DEFAULT_SHARE);
        if (!(part > 0 && part < 1)) {
            throw Exchange.invalid(Bodies.refused(SHARE, "must be more than 0 and less than 1", share));
        }
        return part;
    }

    /** How a request reads files is read by the same rules as the request itself. */
    private static FileFormat format(JsonNode files) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put(USAGE, USAGE);
        if (!files.isMissingNode()) {
            request.set(FILES, files);
        }
        return TrainingRequest.parse(request.toString()).files();
    }
}
