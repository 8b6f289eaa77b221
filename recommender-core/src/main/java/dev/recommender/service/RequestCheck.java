package dev.recommender.service;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.registry.TrainingLedger;
import dev.recommender.internal.worker.InputFiles;
import dev.recommender.internal.worker.RequestFiles;
import dev.recommender.internal.worker.RequestTuning;
import dev.recommender.models.Models;
import dev.recommender.registry.InvalidRequestException;
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
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Checks a request before anything of it is stored. Used once. */
final class RequestCheck {
    private final BlobStore inputs;
    private final List<Violation> violations = new ArrayList<>();
    /** The fields of a request that may be meant otherwise than it has them. */
    private Set<String> unread = Set.of();

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
        TrainingRequest complete = check(request);
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

    /** What is wrong with a request that cannot be read as a whole: with its JSON first, then with what could be read. */
    List<Violation> violations(InvalidRequestException refusal) throws IOException {
        unread = refusal.unread();
        check(refusal.readable());
        List<Violation> all = new ArrayList<>(refusal.details());
        List<String> places = IntStream.iterate(0, at -> at + 1)
                .mapToObj(at -> "tuning.algorithms[" + at + "]")
                .filter(place -> refusal.details().stream()
                        .noneMatch(violation -> violation.field().equals(Optional.of(place))))
                .limit(refusal.readable()
                        .tuning()
                        .map(plan -> plan.algorithms().size())
                        .orElse(0))
                .toList();
        for (Violation violation : violations) {
            // Algorithms that could not be read count in the request, but are not among those that could.
            OptionalInt at = IntStream.range(0, places.size())
                    .filter(number -> violation.field().equals(Optional.of("tuning.algorithms[" + number + "]")))
                    .findFirst();
            all.add(at.isPresent() ? violation.at(places.get(at.getAsInt())) : violation);
        }
        return all.stream().distinct().toList();
    }

    private TrainingRequest check(TrainingRequest request) throws IOException {
        TrainingRequest complete = parameters(request);
        // Beside a wrong name nobody knows whether that was meant.
        boolean areRight = violations.isEmpty() && !unread.contains("parameters");
        if (areRight
                && request.isColdItemsOptional()
                && request.parameters().value("coldItems").isEmpty()) {
            violations.add(Violation.withRemedy(
                    "coldItemsOptional",
                    "has no effect without the parameter coldItems",
                    "set coldItems, or leave coldItemsOptional out"));
        }
        files(request);
        return complete;
    }

    /** What is wrong with the files of a request, and with how they are read. */
    List<Violation> files(TrainingRequest request) throws IOException {
        if (!unread.contains("usage")) {
            requireFiles("usage", Optional.of(request.usage()));
        }
        if (request.catalog().isPresent() && isName("catalog", request.catalog().get())) {
            String file = request.catalog().get();
            if (inputs.info(file).isEmpty()) {
                violations.add(Violation.of("catalog: the store has no file \"" + file + "\"")
                        .at("catalog")
                        .value(file)
                        .remedy("name a file of the store, or send it first"));
            }
        }
        if (request.isKeepingUnknownItems() && hasNoCatalog(request)) {
            violations.add(Violation.withRemedy(
                    "keepUnknownItems", "has no effect without a catalog", "add one, or leave keepUnknownItems out"));
        }
        requireFiles("evaluation", request.evaluation());
        violations.addAll(RequestFiles.violations(request, unread));
        request.part().ifPresent(part -> violations.addAll(RequestFiles.violations(part)));
        return violations;
    }

    private boolean hasNoCatalog(TrainingRequest request) {
        return request.catalog().isEmpty() && !unread.contains("catalog");
    }

    private TrainingRequest parameters(TrainingRequest request) {
        if (request.tuning().isPresent()) {
            violations.addAll(RequestTuning.violations(request, unread));
            boolean known = request.tuning().get().algorithms().stream().allMatch(RequestCheck::isInstalled);
            if (!known || unread.contains("tuning.algorithms")) {
                addParameters(wrongEverywhere(request.parameters()));
            }
            return request;
        }
        Algorithm algorithm;
        try {
            algorithm = Models.algorithm(request.algorithm());
        } catch (InvalidParametersException e) {
            violations.addAll(e.details());
            addParameters(wrongEverywhere(request.parameters()));
            return request;
        }
        if (unread.contains("algorithm") || unread.contains("tuning")) {
            addParameters(wrongEverywhere(request.parameters()));
            return request;
        }
        try {
            ParameterSpec spec = algorithm.parameters();
            Parameters complete = spec.complete(request.parameters());
            if (hasNoCatalog(request)) {
                addParameters(spec.violationsWithoutCatalog(complete));
            }
            return request.parameters(complete);
        } catch (InvalidParametersException e) {
            addParameters(e.details());
            return request;
        }
    }

    private static boolean isInstalled(String algorithm) {
        return Models.algorithms().stream()
                .anyMatch(installed -> installed.name().equals(algorithm));
    }

    /** What is wrong with parameters whichever installed algorithm they are for. */
    private static List<Violation> wrongEverywhere(Parameters given) {
        List<Algorithm> installed = Models.algorithms();
        Set<String> known = new TreeSet<>();
        installed.forEach(
                algorithm -> algorithm.parameters().parameters().forEach(parameter -> known.add(parameter.name())));
        List<Violation> wrong = new ArrayList<>();
        for (String name : given.names()) {
            if (!known.contains(name)) {
                wrong.add(Violation.unknown(name, "is not a parameter of any of " + names(installed), known));
                continue;
            }
            List<Optional<Violation>> said = installed.stream()
                    .filter(algorithm -> algorithm.parameters().find(name).isPresent())
                    .map(algorithm -> refused(algorithm, given, name))
                    .toList();
            if (said.stream().allMatch(Optional::isPresent)) {
                wrong.add(said.get(0).orElseThrow());
            }
        }
        return wrong;
    }

    private static List<String> names(List<Algorithm> algorithms) {
        return algorithms.stream().map(Algorithm::name).toList();
    }

    /** What an algorithm says of one of the parameters. */
    private static Optional<Violation> refused(Algorithm algorithm, Parameters given, String name) {
        try {
            algorithm.parameters().complete(given);
            return Optional.empty();
        } catch (InvalidParametersException e) {
            return e.details().stream()
                    .filter(violation -> violation.field().equals(Optional.of(name)))
                    .findFirst();
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
            violations.add(Violation.of(field + ": " + e.getMessage())
                    .at(field)
                    .value(path.orElse(""))
                    .remedy("rename the file that cannot be read"));
        }
    }

    private boolean isName(String field, String path) {
        try {
            BlobNames.check(path);
            return true;
        } catch (IllegalArgumentException e) {
            violations.add(Violation.of(field + ": " + e.getMessage())
                    .at(field)
                    .value(path)
                    .remedy("rename the file"));
            return false;
        }
    }
}
