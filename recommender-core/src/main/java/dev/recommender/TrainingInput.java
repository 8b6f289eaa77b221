package dev.recommender;

import java.util.Optional;

/**
 * What a training gets.
 *
 * @param usage the usage events
 * @param catalog the catalog, if there is one
 * @param unknownItems what to do with events of items that the catalog does not have
 * @param monitor is called with the progress, and can cancel
 */
public record TrainingInput(
        UsageEvents usage, Optional<Catalog> catalog, UnknownItems unknownItems, TrainingMonitor monitor) {
    /** What to do with events of items that the catalog does not have. */
    public enum UnknownItems {
        /** Leave them out, and count them in the parsing report. */
        SKIP,
        /** Train on them like on any other. */
        KEEP
    }

    /** Usage events alone. */
    public static TrainingInput of(UsageEvents usage) {
        return new TrainingInput(usage, Optional.empty(), UnknownItems.SKIP, TrainingMonitor.none());
    }

    /** Adds a catalog: events of other items are left out, and items without events can be placed by their features. */
    public TrainingInput catalog(Catalog catalog) {
        return new TrainingInput(usage, Optional.of(catalog), unknownItems, monitor);
    }

    /** Trains on events of items that the catalog does not have, too. */
    public TrainingInput keepUnknownItems() {
        return new TrainingInput(usage, catalog, UnknownItems.KEEP, monitor);
    }

    /** Adds a monitor. */
    public TrainingInput monitor(TrainingMonitor monitor) {
        return new TrainingInput(usage, catalog, unknownItems, monitor);
    }
}
