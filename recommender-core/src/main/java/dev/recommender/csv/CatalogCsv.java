package dev.recommender.csv;

import dev.recommender.Catalog;
import dev.recommender.internal.util.Arguments;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A catalog in a delimited text file. Immutable; each option returns a changed copy, and {@link #load} reads.
 *
 * <pre>{@code
 * Catalog catalog = CatalogCsv.read(Path.of("catalog.csv")).load();
 * Catalog movies = CatalogCsv.read(Path.of("movies.csv"))
 *     .columns("id=movieId,name=title,feature=genres").valueSeparator("|").load();
 * }</pre>
 *
 * <p>Without options the columns are those of Product Recommendations: id, name, category, description. From the fifth on,
 * each column is one feature {@code name=value}; a name that repeats in a line has several values. Names and values of
 * such features are folded to lower case. A header of well-known names gives the columns in any order; those with other
 * names are unused, unless they stand from the fifth on and hold such features. With {@link #columns} each column of features is a feature of its own, and
 * its values stay as they are written.
 */
public final class CatalogCsv {
    private final Path file;
    private final CatalogFormat format;

    private CatalogCsv(Path file, CatalogFormat format) {
        this.file = file;
        this.format = format;
    }

    /** The catalog in this file; gzip and a zip file with one entry are unpacked. */
    public static CatalogCsv read(Path file) {
        return new CatalogCsv(file, new CatalogFormat());
    }

    /**
     * Sets what the columns hold. By the names of a header: {@code id=product_id,name=title,category=department}, and
     * any number of {@code feature=column}. Or by position: {@code id,name,-,genres}. There {@code -} skips a column,
     * and any word that is not id, name or category is a feature of that name. Only the id is mandatory. A name with a
     * comma is put in quotes: {@code name="Title, short"}.
     *
     * @throws IllegalArgumentException if a role is unknown or repeats, or the id is missing. Also if a name is blank
     *     or a quote is not closed, or if columns are named and {@link Header#NO} is set
     */
    public CatalogCsv columns(String columns) {
        CatalogColumns parsed = CatalogColumns.parse(columns);
        return with(changed -> changed.columns = Optional.of(parsed));
    }

    /**
     * Whether the file starts with a header; default: {@link Header#AUTO}.
     *
     * @throws IllegalArgumentException if it is {@link Header#NO} and columns are given by name
     */
    public CatalogCsv header(Header header) {
        return with(changed -> changed.header = header);
    }

    /**
     * What separates the values of a feature that has several in one field; default: nothing, a field is one value.
     *
     * @throws IllegalArgumentException if it is empty
     */
    public CatalogCsv valueSeparator(String separator) {
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("valueSeparator must not be empty");
        }
        return with(changed -> changed.valueSeparator = Optional.of(separator));
    }

    /** What separates the fields; see {@link UsageCsv#delimiter}. */
    public CatalogCsv delimiter(String delimiter) {
        String checked = UsageFormat.requireDelimiter(delimiter);
        return with(changed -> changed.delimiter = Optional.of(checked));
    }

    /**
     * The charset of files without a byte order mark, such as {@code windows-1252}; default: UTF-8.
     *
     * @throws IllegalArgumentException if Java does not know it
     */
    public CatalogCsv charset(String name) {
        Charset charset = Texts.charset(name);
        return with(changed -> changed.charset = Optional.of(charset));
    }

    /**
     * How many rejected lines are tolerated, whatever their share. Default: 100, and at most 5 lines or a tenth of all
     * lines, whichever is more.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public CatalogCsv errorBudget(int lines) {
        int checked = Arguments.requireAtLeast("errorBudget", lines, 0);
        return with(changed -> changed.errorBudget = OptionalInt.of(checked));
    }

    /** Folds ids to lower case, and tolerates any share of rejected lines, as Product Recommendations did. */
    public CatalogCsv serviceRules() {
        return with(changed -> changed.serviceRules = true);
    }

    /** Is called for every line that is rejected or left out. */
    public CatalogCsv onProblem(Consumer<Problem> listener) {
        return with(changed -> changed.listener = listener);
    }

    /**
     * Reads the file. Of several lines with one id the first accepted one counts; the others are warnings.
     *
     * @throws dev.recommender.ParsingException if more lines are rejected than tolerated, if columns are given by name and
     *     the header lacks one, or if the file is refused as a whole, since it is no text, say
     * @throws NoSuchFileException if there is no such file, or it is a folder
     * @throws IOException if it cannot be read
     */
    public Catalog load() throws IOException {
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(file.toString(), null, "is a folder; name the catalog's file");
        }
        return new CatalogFile(CsvFiles.expand(List.of(file)).get(0), format).load();
    }

    private CatalogCsv with(Consumer<CatalogFormat> change) {
        return new CatalogCsv(file, format.with(change));
    }
}
