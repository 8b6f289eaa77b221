package dev.recommender.cli;

import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/** Usage events whose reports are kept for a command whose result does not have them. Several threads may read parts. */
final class ReportedEvents implements UsageEvents {
    private final UsageEvents events;
    private final Consumer<ParsingReport> onceRead;
    private final Map<Integer, ParsingReport> reports = new ConcurrentSkipListMap<>();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile int count;

    ReportedEvents(UsageEvents events) {
        this(events, report -> {});
    }

    /** @param onceRead is told, once, when all has been read for the first time */
    ReportedEvents(UsageEvents events, Consumer<ParsingReport> onceRead) {
        this.events = events;
        this.onceRead = onceRead;
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        start(1);
        return kept(0, events.forEach(sink));
    }

    @Override
    public List<UsageEvents> parts() throws IOException {
        List<UsageEvents> parts = events.parts();
        start(parts.size());
        List<UsageEvents> kept = new ArrayList<>();
        for (UsageEvents part : parts) {
            int number = kept.size();
            kept.add(sink -> kept(number, part.forEach(sink)));
        }
        return kept;
    }

    /** Says what the files were taken for, and what was rejected or left out. */
    void printTo(CommandSpec command) {
        Notes.read("usage", report(), command);
    }

    private ParsingReport report() {
        return ParsingReport.merge(List.copyOf(reports.values()));
    }

    private void start(int parts) {
        reports.clear();
        count = parts;
    }

    private ParsingReport kept(int number, ParsingReport report) {
        reports.put(number, report);
        if (reports.size() == count && told.compareAndSet(false, true)) {
            onceRead.accept(report());
        }
        return report;
    }
}
