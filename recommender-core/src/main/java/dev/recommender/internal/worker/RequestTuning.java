package dev.recommender.internal.worker;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.Violation;
import dev.recommender.evaluation.Split;
import dev.recommender.internal.util.Json;
import dev.recommender.internal.util.Texts;
import dev.recommender.models.Models;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.TuningPlan;
import dev.recommender.registry.TuningReport;
import dev.recommender.tuning.Check;
import dev.recommender.tuning.Figures;
import dev.recommender.tuning.Trial;
import dev.recommender.tuning.Tuner;
import dev.recommender.tuning.Tuning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** Finds the algorithm and the parameters of a model, where a request says so. */
public final class RequestTuning {
    private static final int LONGEST_TEXT = 200;
    /** The part of the events, or of the users, that is not for the test, and of that the part that is not for the validation. */
    private static final double RATIO = 0.8;

    private RequestTuning() {}

    /**
     * What is wrong with a request's tuning, as far as that shows without its events; empty if nothing is. Where an algorithm is
     * unknown, the parameters that every candidate has are not looked at.
     *
     * @param unread the fields of the request that may be meant otherwise than it has them
     */
    public static List<Violation> violations(TrainingRequest request, Set<String> unread) {
        if (request.tuning().isEmpty()) {
            return List.of();
        }
        TuningPlan plan = request.tuning().get();
        List<Violation> violations = new ArrayList<>();
        request.givenAlgorithm().ifPresent(name -> violations.add(TuningPlan.besideAlgorithm(name)));
        List<Violation> unknown = unknownAlgorithms(plan);
        violations.addAll(unknown);
        plan.split()
                .filter(name -> !Split.NAMES.contains(name))
                .ifPresent(name -> violations.add(
                        Violation.ofValue("tuning.split", "must be one of " + String.join(", ", Split.NAMES), name)));
        if (unknown.isEmpty() && !unread.contains("tuning.algorithms")) {
            violations.addAll(fixedParameters(request, plan, unread));
        }
        return violations;
    }

    /** What is wrong with the parameters that every candidate has: those that no algorithm knows, then all others. */
    private static List<Violation> fixedParameters(TrainingRequest request, TuningPlan plan, Set<String> unread) {
        // Parameters do not depend on the split, which may be unknown.
        TuningPlan unsplit = new TuningPlan(plan.budget(), plan.maxTrials(), plan.algorithms(), Optional.empty());
        boolean without = request.catalog().isEmpty() && !unread.contains("catalog");
        List<Violation> violations = new ArrayList<>();
        for (boolean known : new boolean[] {false, true}) {
            ObjectNode some = Json.readObject(request.parameters().toJson());
            some.retain(request.parameters().names().stream()
                    .filter(name -> isParameter(name) == known)
                    .toList());
            violations.addAll(fixedParameters(request.parameters(Parameters.parse(some.toString())), unsplit, without));
        }
        return violations;
    }

    private static boolean isParameter(String name) {
        return Models.algorithms().stream()
                .anyMatch(algorithm -> algorithm.parameters().find(name).isPresent());
    }

    private static List<Violation> fixedParameters(TrainingRequest request, TuningPlan plan, boolean withoutCatalog) {
        try {
            Tuner tuner = tuner(request, plan).build();
            if (withoutCatalog) {
                tuner.requireValidWithoutCatalog();
            } else {
                tuner.requireValid();
            }
            return List.of();
        } catch (InvalidParametersException e) {
            // What is left to be wrong are the parameters that every candidate has.
            return e.details().stream()
                    .map(violation -> violation.within("parameters"))
                    .toList();
        }
    }

    private static List<Violation> unknownAlgorithms(TuningPlan plan) {
        List<Violation> unknown = new ArrayList<>();
        for (int at = 0; at < plan.algorithms().size(); at++) {
            String field = "tuning.algorithms[" + at + "]";
            try {
                Models.algorithm(plan.algorithms().get(at));
            } catch (InvalidParametersException e) {
                e.details()
                        .forEach(violation ->
                                unknown.add(violation.at(field).detail("tuning.algorithms: " + violation.detail())));
            }
        }
        return unknown;
    }

    /**
     * Tries what the request allows.
     *
     * @param input all events, and the catalog if there is one
     * @param monitor is told what is tried and what the best reaches so far, and can cancel
     * @param finishing whether to go on with the best so far
     * @param threads how many threads train and ask
     * @throws dev.recommender.RecommenderException as {@link Tuner#tune(TrainingInput)} says
     */
    static Tuning tune(
            TrainingRequest request,
            TuningPlan plan,
            TrainingInput input,
            TrainingMonitor monitor,
            BooleanSupplier finishing,
            int threads) {
        return tuner(request, plan)
                .threads(threads)
                .monitor(new TuningProgress(monitor, finishing))
                .build()
                .tune(input);
    }

    private static Tuner.Builder tuner(TrainingRequest request, TuningPlan plan) {
        Tuner.Builder tuner = Tuner.builder().budget(plan.budget()).fixed(request.parameters());
        plan.maxTrials().ifPresent(tuner::maxTrials);
        plan.split().ifPresent(name -> tuner.split(Split.named(name, RATIO)));
        if (!plan.algorithms().isEmpty()) {
            tuner.algorithms(plan.algorithms().toArray(String[]::new));
        }
        return tuner;
    }

    /** What a tuning found, for the model's statistics. */
    static TuningReport report(Tuning tuning) {
        List<TuningReport.Trial> trials = new ArrayList<>();
        for (Trial trial : tuning.trials()) {
            trials.add(new TuningReport.Trial(
                    trial.number(),
                    shortened(trial.candidate().toString()),
                    lowerCase(trial.state()),
                    shortened(trial.reason()),
                    trial.value(),
                    trial.time()));
        }
        boolean isDefault = tuning.best().number() == tuning.standard().number();
        String words = tuning.verdictInWords()
                .orElse(isDefault ? "The default itself was chosen: nothing that was tried reached more." : "");
        return new TuningReport(
                lowerCase(tuning.metric()),
                tuning.cutoff(),
                tuning.best().number(),
                tuning.best().candidate().parameters(),
                tuning.end().toString(),
                tuning.time(),
                tuning.verdict().map(RequestTuning::lowerCase).orElse(""),
                words,
                tuning.check().map(check -> reached(check, tuning.cutoff())).orElse(Map.of()),
                trials,
                0);
    }

    /** What people should know of a tuning. */
    static List<String> notes(Tuning tuning) {
        List<String> notes = new ArrayList<>(tuning.notes());
        tuning.check().ifPresent(check -> notes.addAll(check.notes()));
        return notes;
    }

    private static Map<String, Double> reached(Check check, int cutoff) {
        Map<String, Double> reached = new LinkedHashMap<>();
        reached.put("best", value(check.best(), cutoff));
        check.standard().ifPresent(standard -> reached.put("standard", value(standard, cutoff)));
        reached.put("popularity", value(check.popularity(), cutoff));
        return reached;
    }

    private static double value(Figures figures, int cutoff) {
        return figures.score(cutoff).value();
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String shortened(String text) {
        return Texts.shortened(text, LONGEST_TEXT);
    }
}
