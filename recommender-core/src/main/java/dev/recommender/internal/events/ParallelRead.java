package dev.recommender.internal.events;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.tasks.TrainingThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * One pass through the usage events of a training's input, by several threads.
 *
 * @param report what was read and what was rejected
 * @param sinks what took the events, one for each thread
 */
public record ParallelRead<S extends UsageEvents.Sink>(ParsingReport report, List<S> sinks) {
    /** More items would overflow the words of one row. */
    private static final int MAX_ITEMS = 1 << 27;

    /**
     * Reads the parts of the source, each thread into a sink of its own.
     *
     * @param sinkFor makes a sink that takes events of certain items only
     * @throws TrainingException if there is not a single line
     */
    public static <S extends UsageEvents.Sink> ParallelRead<S> read(
            TrainingInput input, TrainingThreads work, Function<Predicate<CharSequence>, S> sinkFor) {
        IdTable catalog = new IdTable();
        addCatalog(input, catalog);
        boolean skip = input.catalog().isPresent() && input.unknownItems() == UnknownItems.SKIP;
        Predicate<CharSequence> known = skip ? item -> catalog.find(item) != Ids.UNKNOWN : item -> true;
        List<UsageEvents> parts = parts(input, work);
        List<S> sinks = Collections.synchronizedList(new ArrayList<>());
        ParsingReport[] reports = new ParsingReport[parts.size()];
        work.run(
                parts.size(),
                () -> {
                    S sink = sinkFor.apply(known);
                    sinks.add(sink);
                    return sink;
                },
                (number, sink) -> {
                    try {
                        reports[number] =
                                work.callersCode(() -> parts.get(number).forEach(sink));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
        return new ParallelRead<>(ParsingReport.merge(List.of(reports)), List.copyOf(sinks));
    }

    /** Adds the items of the catalog, if there is one. */
    public static void addCatalog(TrainingInput input, IdTable items) {
        for (CatalogItem item : input.catalog().map(Catalog::items).orElse(List.of())) {
            items.numberOf(item.id());
        }
        if (items.size() > MAX_ITEMS) {
            throw new TrainingException("more than " + MAX_ITEMS + " items; train on fewer");
        }
    }

    /** The exception for an input without events; it names the catalog where that has none of the events' items. */
    public TrainingException noEvents(TrainingInput input) {
        boolean allUnknown = report.lines() > 0
                && report.errors().isEmpty()
                && report.warnings().stream().allMatch(each -> each.reason() == ParsingReason.UNKNOWN_ITEM_ID);
        Optional<Catalog> catalog = input.catalog().filter(each -> allUnknown);
        String reason = catalog.map(each -> "the catalog has none of the items of the usage events: "
                        + (each.size() == 0
                                ? "it has no item"
                                : "its first item is \""
                                        + each.items().iterator().next().id() + "\"")
                        + "; check the columns and the delimiter of the catalog\ncatalog: " + each.report()
                        + "\nusage: ")
                .orElse("there are no usage events to train on; ");
        return new TrainingException(reason + report).initReport(report);
    }

    private static List<UsageEvents> parts(TrainingInput input, TrainingThreads work) {
        try {
            return work.callersCode(input.usage()::parts);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
