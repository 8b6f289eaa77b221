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
 * @param report lines read, accepted and rejected, and what the files were taken for. Of files that would be refused it is
 *     what was read until then; what they were taken for is there unless no column was recognised
 * @param refused why a training would refuse the files, and what to do; empty if it would take them
 * @param whole whether all was read, rather than the start of it
 * @param users how many distinct users there are; 0 for a catalog
 * @param items how many distinct items there are
 * @param faults what is wrong with the lines that were rejected or left out, in order of appearance. Lines of which the
 *     same is to be said are one of them; at most {@value #MAX_FAULTS}
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
    /** How many different faults are told apart; lines with others are counted in the report alone. */
    public static final int MAX_FAULTS = 100;

    /** How many lines of a fault are named. */
    public static final int MAX_LINES = 5;

    /** How many events or items are shown. */
    public static final int MAX_SHOWN = 8;

    public Inspection {
        faults = List.copyOf(faults);
        events = List.copyOf(events);
        entries = List.copyOf(entries);
    }

    /**
     * What is wrong with some lines of a file, which were rejected or left out.
     *
     * @param file the file's bare name
     * @param lines the first of the physical lines, from 1; at least one, at most {@value #MAX_LINES}
     * @param count how many lines there are; at least as many as are named
     * @param reason what was wrong
     * @param detail the field and the offending value, in words; of items that repeat in a catalog the first
     */
    public record Fault(String file, List<Long> lines, long count, ParsingReason reason, String detail) {
        public Fault {
            lines = List.copyOf(lines);
        }
    }
}
