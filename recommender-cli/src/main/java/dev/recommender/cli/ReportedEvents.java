package dev.recommender.cli;

import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import picocli.CommandLine.Model.CommandSpec;

/** Usage events whose reports are kept for a command whose result does not have them. Several threads may read parts. */
final class ReportedEvents implements UsageEvents {
    private final UsageEvents events;
    private final Map<Integer, ParsingReport> reports = new ConcurrentSkipListMap<>();

    ReportedEvents(UsageEvents events) {
        this.events = events;
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        reports.clear();
        return kept(0, events.forEach(sink));
    }

    @Override
    public List<UsageEvents> parts() throws IOException {
        reports.clear();
        List<UsageEvents> kept = new ArrayList<>();
        for (UsageEvents part : events.parts()) {
            int number = kept.size();
            kept.add(sink -> kept(number, part.forEach(sink)));
        }
        return kept;
    }

    /** Says what the files were taken for, and what was rejected or left out. */
    void printTo(CommandSpec command) {
        Notes.read("usage", ParsingReport.merge(List.copyOf(reports.values())), command);
    }

    private ParsingReport kept(int number, ParsingReport report) {
        reports.put(number, report);
        return report;
    }
}
