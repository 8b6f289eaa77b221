package dev.recommender.cli;

import dev.recommender.Catalog;
import dev.recommender.ParsingException;
import dev.recommender.RecommenderException;
import dev.recommender.csv.CatalogCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which catalog is read, and how. */
final class CatalogOptions {
    @Option(
            names = "--catalog",
            paramLabel = "FILE",
            description =
                    "The items there are, by a header, or without one id,name,category,description,feature=value,...")
    @Nullable
    Path catalog;

    @Mixin
    CatalogFormatOptions format = new CatalogFormatOptions();

    boolean isGiven() {
        return catalog != null;
    }

    /**
     * Reads the catalog, if there is one.
     *
     * @param text how it is read as text
     * @throws UsageException if there is no catalog, and an option sets how to read it
     */
    Optional<Catalog> load(TextOptions text) throws IOException {
        if (catalog == null) {
            format.requireNone();
            return Optional.empty();
        }
        CatalogCsv csv = CatalogCsv.read(catalog);
        csv = text.charset == null ? csv : UsageException.naming("--charset", csv::charset, text.charset);
        csv = format.applyTo(csv);
        try {
            Catalog loaded = csv.load();
            if (loaded.size() == 0) {
                throw new RecommenderException(
                        "the catalog " + catalog + " has no item that can be used: " + loaded.report());
            }
            return Optional.of(loaded);
        } catch (ParsingException e) {
            String message = String.valueOf(e.getMessage())
                    .replace("set the delimiter", "set its delimiter by --catalog-delimiter")
                    .replace("name the file's charset", "name its charset by --catalog-charset")
                    .replace("raise the error budget", "tolerate more by --catalog-max-errors");
            throw new RecommenderException("the catalog " + catalog + " cannot be read: " + message, e);
        }
    }
}
