package dev.recommender.cli;

import dev.recommender.csv.CatalogCsv;
import dev.recommender.registry.FileFormat;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
            description =
                    "What separates the catalog's fields; tab or \\t for a tab; default: a comma, or what a first line sep=; says.")
    @Nullable
    String delimiter;

    @Option(
            names = "--catalog-value-separator",
            paramLabel = "TEXT",
            description = "What separates the values of a feature that has several.")
    @Nullable
    String valueSeparator;

    @Option(
            names = "--catalog-charset",
            paramLabel = "NAME",
            description = "The charset of a catalog without a byte order mark; default: that of --charset.")
    @Nullable
    String charset;

    @Option(
            names = "--catalog-max-errors",
            paramLabel = "N",
            description =
                    "How many wrong lines of the catalog to tolerate, whatever their share; default: 100, and at most"
                            + " 5 or a tenth of its lines.")
    @Nullable
    Integer maxErrors;

    /**
     * A catalog read with these options.
     *
     * @throws UsageException naming an option that is wrong
     */
    CatalogCsv applyTo(CatalogCsv catalog) {
        CatalogCsv csv =
                columns == null ? catalog : UsageException.naming("--catalog-columns", catalog::columns, columns);
        csv = delimiter == null ? csv : UsageException.naming("--catalog-delimiter", csv::delimiter, delimiter);
        csv = charset == null ? csv : UsageException.naming("--catalog-charset", csv::charset, charset);
        csv = maxErrors == null ? csv : UsageException.naming("--catalog-max-errors", csv::errorBudget, maxErrors);
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
        format = charset == null ? format : format.catalogCharset(charset);
        format = maxErrors == null ? format : format.catalogMaxErrors(maxErrors);
        return valueSeparator == null ? format : format.catalogValueSeparator(valueSeparator);
    }

    /**
     * Refuses every option of these, since there is no catalog.
     *
     * @throws UsageException naming the first one that is given
     */
    void requireNone() {
        Map<String, @Nullable Object> given = new LinkedHashMap<>();
        given.put("--catalog-columns", columns);
        given.put("--catalog-delimiter", delimiter);
        given.put("--catalog-value-separator", valueSeparator);
        given.put("--catalog-charset", charset);
        given.put("--catalog-max-errors", maxErrors);
        given.forEach((option, value) -> {
            if (value != null) {
                throw new UsageException(option + " has no effect without --catalog");
            }
        });
    }
}
