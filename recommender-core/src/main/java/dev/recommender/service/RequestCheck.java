package dev.recommender.service;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.worker.InputFiles;
import dev.recommender.internal.worker.RequestFiles;
import dev.recommender.internal.worker.RequestTuning;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
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
    private final List<String> violations = new ArrayList<>();

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
                violations.add("catalog: the store has no file \"" + file + "\"");
            }
        }
        if (request.isKeepingUnknownItems() && request.catalog().isEmpty()) {
            violations.add("keepUnknownItems has no effect without a catalog; add one, or leave keepUnknownItems out");
        }
        requireFiles("evaluation", request.evaluation());
        violations.addAll(RequestFiles.violations(request));
        int length = complete.toJson().length();
        if (length > TrainingLedger.MAX_REQUEST) {
            violations.add("the request must have at most " + TrainingLedger.MAX_REQUEST
                    + " characters of JSON with all parameters; shorten its tables, it has " + length);
        }
        if (!violations.isEmpty()) {
            throw new InvalidParametersException(violations);
        }
        return complete;
    }

    private TrainingRequest parameters(TrainingRequest request) {
        if (request.tuning().isPresent()) {
            violations.addAll(RequestTuning.violations(request));
            return request;
        }
        try {
            ParameterSpec spec = Models.algorithm(request.algorithm()).parameters();
            Parameters complete = spec.complete(request.parameters());
            if (request.catalog().isEmpty()) {
                violations.addAll(spec.violationsWithoutCatalog(complete));
            }
            return request.parameters(complete);
        } catch (InvalidParametersException e) {
            violations.addAll(e.violations());
            return request;
        }
    }

    private void requireFiles(String field, Optional<String> path) throws IOException {
        try {
            if (path.isPresent()
                    && isName(field, path.get())
                    && InputFiles.find(inputs, path.get()).isEmpty()) {
                violations.add(InputFiles.missing(field, path.get()));
            }
        } catch (UnreadableFileException e) {
            violations.add(field + ": " + e.getMessage());
        }
    }

    private boolean isName(String field, String path) {
        try {
            BlobNames.check(path);
            return true;
        } catch (IllegalArgumentException e) {
            violations.add(field + ": " + e.getMessage());
            return false;
        }
    }
}
