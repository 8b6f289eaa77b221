package dev.recommender.cli;

import dev.recommender.csv.CatalogCsv;
import dev.recommender.registry.FileFormat;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a catalog is read, wherever it is. */
final class CatalogFormatOptions {
    @Option(
            names = "--catalog-columns",
            paramLabel = "ROLES",
            description = "For a catalog with a header: id=NAME,name=NAME,category=NAME,feature=NAME,...")
    @Nullable
    String columns;

    @Option(
            names = "--catalog-delimiter",
            paramLabel = "TEXT",
            description = "What separates the catalog's fields; tab or \\t for a tab.")
    @Nullable
    String delimiter;

    @Option(
            names = "--catalog-value-separator",
            paramLabel = "TEXT",
            description = "What separates the values of a feature that has several.")
    @Nullable
    String valueSeparator;

    /**
     * A catalog read with these options.
     *
     * @throws UsageException naming an option that is wrong
     */
    CatalogCsv applyTo(CatalogCsv catalog) {
        CatalogCsv csv =
                columns == null ? catalog : UsageException.naming("--catalog-columns", catalog::columns, columns);
        csv = delimiter == null ? csv : UsageException.naming("--catalog-delimiter", csv::delimiter, delimiter);
        return valueSeparator == null
                ? csv
                : UsageException.naming("--catalog-value-separator", csv::valueSeparator, valueSeparator);
    }

    /**
     * These options for a catalog that a worker reads.
     *
     * @throws UsageException naming an option that is wrong
     */
    FileFormat addTo(FileFormat files) {
        applyTo(CatalogCsv.read(Path.of("catalog")));
        FileFormat format = columns == null ? files : files.catalogColumns(columns);
        format = delimiter == null ? format : format.catalogDelimiter(delimiter);
        return valueSeparator == null ? format : format.catalogValueSeparator(valueSeparator);
    }

    /**
     * Refuses every option of these, since there is no catalog.
     *
     * @throws UsageException naming the first one that is given
     */
    void requireNone() {
        if (columns != null || delimiter != null || valueSeparator != null) {
            throw new UsageException((columns != null
                            ? "--catalog-columns"
                            : delimiter != null ? "--catalog-delimiter" : "--catalog-value-separator")
                    + " has no effect without --catalog");
        }
    }
}
