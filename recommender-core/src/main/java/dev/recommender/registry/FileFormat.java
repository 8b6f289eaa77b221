package dev.recommender.registry;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How the files of a {@link TrainingRequest} are read, in the words of the command line. What is not set is as {@code
 * dev.recommender.csv} has it. The usage format is that of the events to evaluate with, too. Immutable; each method returns a
 * changed copy. Whether the values are allowed is checked when the training is requested of a service.
 */
public final class FileFormat {
    /** Files of the default format. */
    public static final FileFormat STANDARD = new FileFormat(Collections.emptySortedMap());

    static final String COLUMNS = "columns";
    static final String CHARSET = "charset";
    static final String HEADER = "header";
    static final String DELIMITER = "delimiter";
    static final String TIME_FORMAT = "timeFormat";
    static final String MAX_ERRORS = "maxErrors";
    static final String SKIP_ROWS_WITHOUT_USER = "skipRowsWithoutUser";
    static final String CATALOG_CHARSET = "catalogCharset";
    static final String CATALOG_COLUMNS = "catalogColumns";
    static final String CATALOG_DELIMITER = "catalogDelimiter";
    static final String CATALOG_MAX_ERRORS = "catalogMaxErrors";
    static final String CATALOG_VALUE_SEPARATOR = "catalogValueSeparator";

    /** What is set, by the names of the JSON. */
    private final Map<String, String> options;

    private FileFormat(Map<String, String> options) {
        this.options = options;
    }

    /** What the columns of usage files hold: {@code user,item,time}, or {@code user=NAME,item=NAME} by a header. */
    public FileFormat columns(String roles) {
        return with(COLUMNS, roles);
    }

    /** The charset of files without a byte order mark, such as {@code windows-1252}; also of the catalog. */
    public FileFormat charset(String name) {
        return with(CHARSET, name);
    }

    /** Whether usage files start with a header: {@code auto}, {@code yes} or {@code no}. */
    public FileFormat header(String choice) {
        return with(HEADER, choice);
    }

    /** What separates the fields of usage files; {@code tab} stands for a tab. */
    public FileFormat delimiter(String text) {
        return with(DELIMITER, text);
    }

    /** How times are written: {@code auto}, {@code iso}, {@code epoch-seconds}, {@code epoch-millis}, or a pattern. */
    public FileFormat timeFormat(String format) {
        return with(TIME_FORMAT, format);
    }

    /** How many wrong lines of usage files are tolerated, whatever their share. */
    public FileFormat maxErrors(int lines) {
        return with(MAX_ERRORS, Integer.toString(lines));
    }

    /** Leaves out lines of usage files without a user, instead of rejecting them. */
    public FileFormat skipRowsWithoutUser() {
        return with(SKIP_ROWS_WITHOUT_USER, "true");
    }

    /** The charset of a catalog without a byte order mark; default: that of the other files. */
    public FileFormat catalogCharset(String name) {
        return with(CATALOG_CHARSET, name);
    }

    /** How many wrong lines of the catalog are tolerated, whatever their share. */
    public FileFormat catalogMaxErrors(int lines) {
        return with(CATALOG_MAX_ERRORS, Integer.toString(lines));
    }

    /** What the columns of the catalog hold, such as {@code id=NAME,feature=NAME} by a header. */
    public FileFormat catalogColumns(String roles) {
        return with(CATALOG_COLUMNS, roles);
    }

    /** What separates the fields of the catalog; {@code tab} stands for a tab. */
    public FileFormat catalogDelimiter(String text) {
        return with(CATALOG_DELIMITER, text);
    }

    /** What separates the values of a feature of the catalog that has several. */
    public FileFormat catalogValueSeparator(String text) {
        return with(CATALOG_VALUE_SEPARATOR, text);
    }

    /** What the columns of usage files hold, if it is set. */
    public Optional<String> columns() {
        return option(COLUMNS);
    }

    /** The charset of files without a byte order mark, if it is set. */
    public Optional<String> charset() {
        return option(CHARSET);
    }

    /** Whether usage files start with a header, if it is set. */
    public Optional<String> header() {
        return option(HEADER);
    }

    /** What separates the fields of usage files, if it is set. */
    public Optional<String> delimiter() {
        return option(DELIMITER);
    }

    /** How times are written, if it is set. */
    public Optional<String> timeFormat() {
        return option(TIME_FORMAT);
    }

    /** How many wrong lines of usage files are tolerated, if it is set. */
    public OptionalInt maxErrors() {
        return option(MAX_ERRORS).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** Whether lines of usage files without a user are left out. */
    public boolean isSkippingRowsWithoutUser() {
        return options.containsKey(SKIP_ROWS_WITHOUT_USER);
    }

    /** The charset of the catalog, if it is set or that of all files is. */
    public Optional<String> catalogCharset() {
        return option(CATALOG_CHARSET).or(this::charset);
    }

    /** How many wrong lines of the catalog are tolerated, if it is set. */
    public OptionalInt catalogMaxErrors() {
        return option(CATALOG_MAX_ERRORS).stream().mapToInt(Integer::parseInt).findFirst();
    }

    /** What the columns of the catalog hold, if it is set. */
    public Optional<String> catalogColumns() {
        return option(CATALOG_COLUMNS);
    }

    /** What separates the fields of the catalog, if it is set. */
    public Optional<String> catalogDelimiter() {
        return option(CATALOG_DELIMITER);
    }

    /** What separates the values of a feature of the catalog, if it is set. */
    public Optional<String> catalogValueSeparator() {
        return option(CATALOG_VALUE_SEPARATOR);
    }

    /** All that is set, by the names of a request's JSON, in alphabetical order; unmodifiable. */
    public Map<String, String> options() {
        return options;
    }

    /** This format with one option, which the caller has checked to be one, as {@link #options} has it. */
    FileFormat with(String name, String value) {
        Map<String, String> changed = new TreeMap<>(options);
        changed.put(name, value);
        return new FileFormat(Collections.unmodifiableMap(changed));
    }

    private Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileFormat that && options.equals(that.options);
    }

    @Override
    public int hashCode() {
        return options.hashCode();
    }

    @Override
    public String toString() {
        return "FileFormat" + options;
    }
}
