package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.Parameters;
import dev.recommender.internal.util.Json;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Reports of tunings as JSON; durations are numbers of seconds. */
final class TuningReportJson {
    private TuningReportJson() {}

    static Map<String, Object> object(TuningReport report) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("metric", report.metric());
        root.put("cutoff", report.cutoff());
        root.put("best", report.best());
        root.put("parameters", Json.readObject(report.parameters().toJson()));
        root.put("end", report.end());
        root.put("duration", seconds(report.duration()));
        if (!report.verdict().isEmpty()) {
            root.put("verdict", report.verdict());
        }
        if (!report.words().isEmpty()) {
            root.put("words", report.words());
        }
        root.put("check", report.check());
        List<Map<String, Object>> trials = new ArrayList<>();
        report.trials().forEach(trial -> trials.add(object(trial)));
        root.put("trials", trials);
        root.put("trialsLeftOut", report.trialsLeftOut());
        return root;
    }

    private static Map<String, Object> object(TuningReport.Trial trial) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("number", trial.number());
        object.put("candidate", trial.candidate());
        object.put("state", trial.state());
        if (!trial.reason().isEmpty()) {
            object.put("reason", trial.reason());
        }
        trial.value().ifPresent(value -> object.put("value", value));
        object.put("duration", seconds(trial.duration()));
        return object;
    }

    static TuningReport read(JsonNode root) {
        JsonNode parameters = root.path("parameters");
        return new TuningReport(
                root.path("metric").asText(),
                root.path("cutoff").asInt(),
                root.path("best").asInt(),
                parameters.isObject() ? Parameters.parse(parameters.toString()) : Parameters.empty(),
                root.path("end").asText(),
                ModelStatisticsJson.duration(root.path("duration")),
                root.path("verdict").asText(),
                root.path("words").asText(),
                ModelStatisticsJson.table(root.path("check"), JsonNode::asDouble),
                ModelStatisticsJson.list(root.path("trials"), TuningReportJson::trial),
                root.path("trialsLeftOut").asInt());
    }

    private static TuningReport.Trial trial(JsonNode node) {
        JsonNode value = node.path("value");
        return new TuningReport.Trial(
                node.path("number").asInt(),
                node.path("candidate").asText(),
                node.path("state").asText(),
                node.path("reason").asText(),
                value.isNumber() ? OptionalDouble.of(value.doubleValue()) : OptionalDouble.empty(),
                ModelStatisticsJson.duration(node.path("duration")));
    }

    /** To the millisecond, as there may be many trials and a record has little room. */
    private static double seconds(Duration duration) {
        return ModelStatisticsJson.seconds(duration.truncatedTo(ChronoUnit.MILLIS));
    }
}
