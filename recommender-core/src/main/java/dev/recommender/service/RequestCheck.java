package dev.recommender.service;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.worker.InputFiles;
import dev.recommender.internal.worker.RequestFiles;
import dev.recommender.internal.worker.RequestTuning;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.storage.BlobNames;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnreadableFileException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks a request before anything of it is stored. Used once. */
final class RequestCheck {
    private final BlobStore inputs;
    private final List<Violation> violations = new ArrayList<>();

    /**
     * Prepares a check.
     *
     * @param inputs where the request's files are
     */
    RequestCheck(BlobStore inputs) {
        this.inputs = inputs;
    }

    /**
     * The request with all parameters of its algorithm, in their normal form; of a tuning, with the fixed ones alone.
     *
     * @throws InvalidParametersException naming every violation
     */
    TrainingRequest complete(TrainingRequest request) throws IOException {
        TrainingRequest complete = parameters(request);
        requireFiles("usage", Optional.of(request.usage()));
        if (request.catalog().isPresent() && isName("catalog", request.catalog().get())) {
            String file = request.catalog().get();
            if (inputs.info(file).isEmpty()) {
                violations.add(Violation.of("catalog: the store has no file \"" + file + "\"")
                        .at("catalog")
                        .value(file)
                        .remedy("name a file of the store, or send it first"));
            }
        }
        if (request.isKeepingUnknownItems() && request.catalog().isEmpty()) {
            violations.add(Violation.withRemedy(
                    "keepUnknownItems", "has no effect without a catalog", "add one, or leave keepUnknownItems out"));
        }
        if (request.isColdItemsOptional()
                && request.parameters().value("coldItems").isEmpty()) {
            violations.add(Violation.withRemedy(
                    "coldItemsOptional",
                    "has no effect without the parameter coldItems",
                    "set coldItems, or leave coldItemsOptional out"));
        }
        requireFiles("evaluation", request.evaluation());
        violations.addAll(RequestFiles.violations(request));
        request.part().ifPresent(part -> violations.addAll(RequestFiles.violations(part)));
        int length = complete.toJson().length();
        if (length > TrainingLedger.MAX_REQUEST) {
            violations.add(Violation.of("the request must have at most " + TrainingLedger.MAX_REQUEST
                            + " characters of JSON with all parameters; shorten its tables, it has " + length)
                    .remedy("shorten its tables"));
        }
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        return complete;
    }

    private TrainingRequest parameters(TrainingRequest request) {
        if (request.tuning().isPresent()) {
            violations.addAll(RequestTuning.violations(request));
            return request;
        }
        Algorithm algorithm;
        try {
            algorithm = Models.algorithm(request.algorithm());
        } catch (InvalidParametersException e) {
            violations.addAll(e.details());
            return request;
        }
        try {
            ParameterSpec spec = algorithm.parameters();
            Parameters complete = spec.complete(request.parameters());
            if (request.catalog().isEmpty()) {
                addParameters(spec.violationsWithoutCatalog(complete));
            }
            return request.parameters(complete);
        } catch (InvalidParametersException e) {
            addParameters(e.details());
            return request;
        }
    }

    private void addParameters(List<Violation> wrong) {
        wrong.forEach(violation -> violations.add(violation.within("parameters")));
    }

    private void requireFiles(String field, Optional<String> path) throws IOException {
        try {
            if (path.isPresent()
                    && isName(field, path.get())
                    && InputFiles.find(inputs, path.get()).isEmpty()) {
                violations.add(InputFiles.missing(field, path.get()));
            }
        } catch (UnreadableFileException e) {
            violations.add(Violation.of(field + ": " + e.getMessage()).at(field).value(path.orElse("")));
        }
    }

    private boolean isName(String field, String path) {
        try {
            BlobNames.check(path);
            return true;
        } catch (IllegalArgumentException e) {
            violations.add(Violation.of(field + ": " + e.getMessage()).at(field).value(path));
            return false;
        }
    }
}
