package dev.recommender.registry;

import dev.recommender.CatalogItem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvent;
import java.util.List;
import java.util.Optional;

/**
 * What a training would make of files: what their columns were taken for, what would be rejected, and some of what was
 * understood.
 *
 * @param report lines read, accepted and rejected, and what the files were taken for
 * @param refused why a training would refuse the files, and what to do; empty if it would take them
 * @param whole whether all was read, rather than the start of it
 * @param users how many distinct users there are; 0 for a catalog
 * @param items how many distinct items there are
 * @param faults the first lines that were rejected or left out, at most {@value #MAX_FAULTS}
 * @param events the first usage events as they were understood, at most {@value #MAX_SHOWN}; none for a catalog
 * @param entries the first items of a catalog as they were understood, at most {@value #MAX_SHOWN}
 */
public record Inspection(
        ParsingReport report,
        Optional<String> refused,
        boolean whole,
        long users,
        long items,
        List<Fault> faults,
        List<UsageEvent> events,
        List<CatalogItem> entries) {
    /** How many lines are shown that were rejected or left out. */
    public static final int MAX_FAULTS = 100;

    /** How many events or items are shown. */
    public static final int MAX_SHOWN = 8;

    public Inspection {
        faults = List.copyOf(faults);
        events = List.copyOf(events);
        entries = List.copyOf(entries);
    }

    /**
     * A line that was rejected or left out.
     *
     * @param file the file's bare name
     * @param line the physical line, from 1
     * @param reason what was wrong
     * @param detail the field and the offending value, in words
     */
    public record Fault(String file, long line, ParsingReason reason, String detail) {}
}
