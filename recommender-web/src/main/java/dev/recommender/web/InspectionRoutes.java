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
        ObjectNode body = Bodies.object(exchange.text(), Set.of(USAGE, CATALOG, FILES));
        if (body.has(USAGE) == body.has(CATALOG)) {
            String allowed = "must have one of " + USAGE + " and " + CATALOG;
            throw Exchange.invalid(Violation.of("the body " + allowed).remedy(allowed));
        }
        boolean usage = body.has(USAGE);
        String path = WebFolder.requireOwn(Bodies.text(body, usage ? USAGE : CATALOG));
        FileFormat files = format(path, body.path(FILES));
        return looking(() -> Reply.json(
                200,
                usage
                        ? InspectionJson.write(service.inspectUsage(path, files), FileRemedies.USAGE)
                        : InspectionJson.write(service.inspectCatalog(path, files), FileRemedies.CATALOG)));
    }

    private Reply split(Exchange exchange) throws IOException {
        ObjectNode body = Bodies.object(exchange.text(), Set.of(USAGE, FILES, SHARE, TRAINING, EVALUATION, REPLACE));
        Bodies.requireTexts(body, USAGE, TRAINING, EVALUATION);
        String path = WebFolder.requireOwn(Bodies.text(body, USAGE));
        FileFormat files = format(path, body.path(FILES));
        if (body.has(SHARE) && !body.path(SHARE).isNumber()) {
            throw Exchange.invalid(Bodies.refused(SHARE, "must be a number", body.path(SHARE)));
        }
        double share = body.path(SHARE).asDouble(DEFAULT_SHARE);
        String training = FileRoutes.name(Bodies.text(body, TRAINING));
        String evaluation = FileRoutes.name(Bodies.text(body, EVALUATION));
        UsageSplit.Existing existing =
                Bodies.flag(body, REPLACE) ? UsageSplit.Existing.REPLACE : UsageSplit.Existing.KEEP;
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

    /** How a request reads files is read by the same rules as the request itself. */
    private static FileFormat format(String path, JsonNode files) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put(USAGE, path);
        if (!files.isMissingNode()) {
            request.set(FILES, files);
        }
        return TrainingRequest.parse(request.toString()).files();
    }
}
