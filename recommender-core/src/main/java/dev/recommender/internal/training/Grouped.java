package dev.recommender.internal.training;

import dev.recommender.ParsingReport;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.MemoryBudget;
import dev.recommender.internal.events.TypeCounts;
import dev.recommender.internal.rows.IdTable;

/**
 * What is made of the events before rows are computed.
 *
 * @param users the ids of users
 * @param items the ids of items, those of the catalog included
 * @param events how many events were read
 * @param types how many of each type
 * @param allWeighted whether all events have a weight of their own
 * @param interactions the events in rows
 * @param report what was accepted and rejected
 * @param alternatives the sizes with other options, for advice to a training that does not fit
 */
record Grouped(
        IdTable users,
        IdTable items,
        long events,
        TypeCounts types,
        boolean allWeighted,
        Interactions interactions,
        ParsingReport report,
        MemoryBudget.Alternatives alternatives) {}
