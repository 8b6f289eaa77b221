package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a command trains on, and what the trainings may take. */
class ReadingOptions {
    @Mixin
    UsageOptions usage = new UsageOptions();

    @Mixin
    CatalogOptions catalog = new CatalogOptions();

    @Option(names = "--keep-unknown-items", description = "Keep events of items that the catalog does not have.")
    boolean keepUnknownItems;

    @Mixin
    AlgorithmOptions.Resources resources = new AlgorithmOptions.Resources();

    /**
     * Refuses options that have no effect.
     *
     * @throws UsageException naming one
     */
    void requireEffects() {
        if (keepUnknownItems && !catalog.isGiven()) {
            throw new UsageException("--keep-unknown-items has no effect without --catalog");
        }
    }

    /** The usage events, whose report is kept. */
    ReportedEvents events() {
        return new ReportedEvents(usage.read());
    }

    /** What it trains on: these events, and the catalog, which is read. */
    TrainingInput input(UsageEvents events) throws IOException {
        TrainingInput input = TrainingInput.of(events);
        Optional<Catalog> items = catalog.load(usage.text);
        input = items.map(input::catalog).orElse(input);
        return keepUnknownItems ? input.keepUnknownItems() : input;
    }
}
