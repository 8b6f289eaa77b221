package dev.recommender.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.FileLayout;
import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvent;
import dev.recommender.registry.Inspection;
import java.util.List;

/** What files were taken for, as JSON. What is not known is left out. */
final class InspectionJson {
    private InspectionJson() {}

    /** Writes what was found, with the remedies in the words of the request. */
    static ObjectNode write(Inspection found, FileRemedies remedies) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ParsingReport report = found.report();
        found.refused().ifPresent(why -> root.put("refused", remedies.inRequest(why)));
        root.put("whole", found.whole())
                .put("lines", report.lines())
                .put("accepted", report.successes())
                .put("rejected", report.errorCount())
                .put("leftOut", report.warningCount())
                .put("users", found.users())
                .put("items", found.items());
        ArrayNode layouts = root.putArray("layouts");
        report.files().forEach(layout -> write(layouts.addObject(), layout));
        ArrayNode notes = root.putArray("notes");
        report.files().stream()
                .flatMap(layout -> layout.doubts().stream())
                .distinct()
                .map(remedies::inRequest)
                .forEach(notes::add);
        write(root.putArray("errors"), report.errors(), remedies);
        write(root.putArray("warnings"), report.warnings(), remedies);
        ArrayNode faults = root.putArray("faults");
        found.faults().forEach(fault -> write(faults.addObject(), fault, remedies));
        ArrayNode events = root.putArray("events");
        found.events().forEach(event -> write(events.addObject(), event));
        ArrayNode entries = root.putArray("entries");
        found.entries().forEach(item -> AnswerRoutes.describe(entries.addObject(), item));
        return root;
    }

    private static void write(ObjectNode node, FileLayout layout) {
        node.put("file", layout.file())
                .put("files", layout.files())
                .put("charset", layout.charset())
                .put("delimiter", layout.delimiter())
                .put("header", layout.header())
                .put("linesSkipped", layout.linesSkipped());
        ArrayNode columns = node.putArray("columns");
        layout.columns().forEach(column -> write(columns.addObject(), column));
        layout.times()
                .ifPresent(times -> node.put("firstTime", times.least().toString())
                        .put("lastTime", times.greatest().toString()));
        ObjectNode types = node.putObject("types");
        layout.types().forEach(types::put);
        node.put("blankTimes", layout.blankTimes());
    }

    private static void write(ObjectNode node, FileLayout.Column column) {
        node.put("role", column.role()).put("name", column.name()).put("format", column.remark());
        ArrayNode doubts = node.putArray("doubts");
        column.doubts().stream().sorted().forEach(doubt -> doubts.add(doubt.name()));
    }

    private static void write(ObjectNode node, Inspection.Fault fault, FileRemedies remedies) {
        node.put("file", fault.file())
                .put("count", fault.count())
                .put("reason", fault.reason().name())
                .put("detail", fault.detail())
                .put("remedy", remedies.of(fault.reason(), fault.detail()));
        ArrayNode lines = node.putArray("lines");
        fault.lines().forEach(lines::add);
    }

    private static void write(ArrayNode list, List<ParsingProblem> problems, FileRemedies remedies) {
        problems.forEach(problem -> list.addObject()
                .put("reason", problem.reason().name())
                .put("count", problem.count())
                .put("file", problem.file())
                .put("line", problem.line())
                .put("detail", problem.detail())
                .put("remedy", remedies.of(problem.reason(), problem.detail())));
    }

    private static void write(ObjectNode node, UsageEvent event) {
        node.put("user", event.user())
                .put("item", event.item())
                .put("type", event.type().name());
        event.time().ifPresent(time -> node.put("time", time.toString()));
        event.weight().ifPresent(weight -> node.put("weight", weight));
    }
}
