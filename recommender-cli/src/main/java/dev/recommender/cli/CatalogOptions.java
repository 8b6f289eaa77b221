package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.ParsingException;
import dev.recommender.RecommenderException;
import dev.recommender.csv.CatalogCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a catalog is read. */
final class CatalogOptions {
    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description = "The items there are: id,name,category,description,feature=value,...")
    @Nullable
    Path catalog;

    @Option(
            names = "--catalog-columns",
            paramLabel = "ROLES",
            description = "For a catalog with a header: id=NAME,name=NAME,category=NAME,feature=NAME,...")
    @Nullable
    String columns;

    @Option(
            names = "--catalog-value-separator",
            paramLabel = "TEXT",
            description = "What separates the values of a feature that has several.")
    @Nullable
    String valueSeparator;

    boolean isGiven() {
        return catalog != null;
    }

    /**
     * Reads the catalog, if there is one.
     *
     * @throws UsageException if there is no catalog, and an option sets how to read it
     */
    Optional<Catalog> load() throws IOException {
        if (catalog == null) {
            if (columns != null || valueSeparator != null) {
                throw new UsageException((columns == null ? "--catalog-value-separator" : "--catalog-columns")
                        + " has no effect without" + " --catalog");
            }
            return Optional.empty();
        }
        CatalogCsv csv = CatalogCsv.read(catalog);
        csv = columns == null ? csv : UsageException.naming("--catalog-columns", csv::columns, columns);
        csv = valueSeparator == null
                ? csv
                : UsageException.naming("--catalog-value-separator", csv::valueSeparator, valueSeparator);
        try {
            Catalog loaded = csv.load();
            if (loaded.size() == 0) {
                throw new RecommenderException(
                        "the catalog " + catalog + " has no item that can be used: " + loaded.report());
            }
            return Optional.of(loaded);
        } catch (ParsingException e) {
            throw new RecommenderException("the catalog " + catalog + " cannot be read: " + e.getMessage(), e);
        }
    }
}
