package dev.recommender.tuning;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.internal.util.Json;
import java.util.List;
import java.util.Locale;

/** Writes what a tuning found as JSON, indented, fields always in the same order. docs/tuning.md describes it. */
public final class TuningJson {
    private TuningJson() {}

    /**
     * The chosen candidate: {@code {"algorithm": "ridge", "parameters": {…}}}, with all parameters.
     * {@link Candidate#parse} and the option {@code --parameters} of the command line read it.
     */
    public static String best(Tuning tuning) {
        return tuning.best().candidate().toJson();
    }

    /** All of a tuning but what was read of the events. */
    public static String write(Tuning tuning) {
        ObjectNode root = Json.object();
        root.put("metric", tuning.metric().name().toLowerCase(Locale.ROOT));
        root.put("cutoff", tuning.cutoff());
        ObjectNode parameters = root.putObject("parameters");
        tuning.parameters().forEach(parameters::put);
        Tuning.Parts parts = tuning.parts();
        root.putObject("parts")
                .put("trainEvents", parts.trainEvents())
                .put("validationEvents", parts.validationEvents())
                .put("testEvents", parts.testEvents())
                .put("validationUsers", parts.validationUsers())
                .put("testUsers", parts.testUsers());
        root.put("end", TrialJson.name(tuning.end()));
        root.put("seconds", TrialJson.seconds(tuning.time()));
        ArrayNode notes = root.putArray("notes");
        tuning.notes().forEach(notes::add);
        root.put("takenOver", tuning.takenOver());
        root.put("leftOut", tuning.leftOut());
        root.put("best", tuning.best().number());
        ArrayNode front = root.putArray("front");
        tuning.front().forEach(trial -> front.add(trial.number()));
        tuning.check().ifPresent(check -> check(root.putObject("check"), check));
        tuning.overStandard()
                .ifPresent(found -> root.putObject("verdict")
                        .put("is", TrialJson.name(Verdict.of(found)))
                        .put("words", Verdict.words(tuning, found)));
        root.set("popularity", TrialJson.figures(tuning.popularity()));
        ArrayNode trials = root.putArray("trials");
        tuning.trials().forEach(trial -> trials.add(TrialJson.write(trial)));
        return Json.writeLines(root);
    }

    private static void check(ObjectNode target, Check check) {
        target.set("best", TrialJson.figures(check.best()));
        check.standard().ifPresent(standard -> target.set("standard", TrialJson.figures(standard)));
        target.set("popularity", TrialJson.figures(check.popularity()));
        differences(target.putArray("overStandard"), check.overStandard());
        differences(target.putArray("overPopularity"), check.overPopularity());
        ArrayNode notes = target.putArray("notes");
        check.notes().forEach(notes::add);
    }

    private static void differences(ArrayNode target, List<Difference> differences) {
        for (Difference difference : differences) {
            ObjectNode node = target.addObject();
            difference.cutoff().ifPresent(cutoff -> node.put("cutoff", cutoff));
            node.put("value", difference.value());
            difference
                    .interval()
                    .ifPresent(interval -> node.put("low", interval.low()).put("high", interval.high()));
            difference.pValue().ifPresent(value -> node.put("pValue", value));
        }
    }
}
