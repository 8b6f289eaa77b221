package dev.recommender.csv;

import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import dev.recommender.internal.util.Arguments;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * Usage events in delimited text files. Immutable; each option returns a changed copy.
 *
 * <pre>{@code
 * UsageEvents events = UsageCsv.read(Path.of("usage"))
 *     .columns("user=CustomerID,item=StockCode,time=InvoiceDate,weight=Quantity")
 *     .skipRowsWithoutUser();
 * }</pre>
 *
 * <p>Without options it reads comma-separated files whose columns are user, item, time, type and weight, or whose
 * header has well-known names for them. The first two are mandatory. Columns with other names are skipped, so name them
 * by {@link #columns}. Fields are trimmed and may be quoted. Blank lines are skipped, and so are comments after {@code #}
 * before the first record. Files named {@code .jsonl}, {@code .ndjson} or {@code .json} have a JSON object in each line,
 * whose keys are the columns' names.
 *
 * <p>Gzip and a zip file with one entry are unpacked. A byte order mark of UTF-8, UTF-16 or UTF-32 is honoured. A line with
 * malformed characters is rejected. What is no text is refused.
 *
 * <p>What the columns hold is decided for each file by its first 1,000 records, and the {@linkplain ParsingReport#files
 * report} says it. Without a header and without {@link #columns}, a third column of numbers below 10<sup>8</sup> is a
 * weight, and a fourth column of times is the time. A file that contradicts itself or what was said of it is refused with
 * a {@link dev.recommender.RefusedFileException}. A blank time stands for no time.
 *
 * <p>A rejected line counts against the {@linkplain #errorBudget error budget}, which all files share. What was rejected
 * is in the report, with a sample for each reason, and line by line to {@link #onProblem}.
 */
public final class UsageCsv implements UsageEvents {
    /** What a column can hold. */
    enum Role {
        USER,
        ITEM,
        TIME,
        TYPE,
        WEIGHT
    }

    private final List<Path> paths;
    private final UsageFormat format;

    private UsageCsv(List<Path> paths, UsageFormat format) {
        this.paths = paths;
        this.format = format;
    }

    /** The events in these files, and in the files directly in these folders; gzip and zip are unpacked. */
    public static UsageCsv read(Path... paths) {
        return read(Arrays.asList(paths));
    }

    /** The events in these files, and in the files directly in these folders; gzip and zip are unpacked. */
    public static UsageCsv read(Collection<Path> paths) {
        return new UsageCsv(List.copyOf(paths), new UsageFormat());
    }

    /**
     * Sets what the columns hold. By position: {@code user,item,-,weight}, with {@code -} for a column to skip. Or by
     * the names of a header: {@code user=CustomerID,item=StockCode}. The roles are user, item, time, type and weight. A
     * name with a comma is put in quotes: {@code user="Customer, ID"}.
     *
     * @throws IllegalArgumentException if a role is unknown or repeats, or user or item is missing. Also if a name is
     *     blank or a quote is not closed, or if columns are named and {@link Header#NO} is set
     */
    public UsageCsv columns(String columns) {
        EnumSet<Role> mandatory = EnumSet.of(Role.ITEM);
        if (format.soleUser.isEmpty()) {
            mandatory.add(Role.USER);
        }
        Columns<Role> parsed = Columns.parse(columns, Role.class, mandatory);
        return with(changed -> changed.columns = Optional.of(parsed));
    }

    /**
     * Whether files start with a header; default: {@link Header#AUTO}.
     *
     * @throws IllegalArgumentException if it is {@link Header#NO} and columns are given by name
     */
    public UsageCsv header(Header header) {
        return with(changed -> changed.header = header);
    }

    /**
     * What separates the fields, such as {@code ","} (the default), {@code ";"}, {@code "::"}, or {@code tab} for a tab. A
     * spreadsheet's line {@code sep=;} at the start of a file says so, too; what is set here wins.
     *
     * @throws IllegalArgumentException if it is empty, longer than 8 characters, or has a quote or a line end
     */
    public UsageCsv delimiter(String delimiter) {
        String checked = UsageFormat.requireDelimiter(delimiter);
        return with(changed -> changed.delimiter = Optional.of(checked));
    }

    /** How times are written; default: {@link TimeFormat#AUTO}. */
    public UsageCsv times(TimeFormat times) {
        return with(changed -> changed.times = times);
    }

    /**
     * The charset of files without a byte order mark, such as {@code windows-1252}; default: UTF-8.
     *
     * @throws IllegalArgumentException if Java does not know it
     */
    public UsageCsv charset(String name) {
        Charset charset = Texts.charset(name);
        return with(changed -> changed.charset = Optional.of(charset));
    }

    /**
     * How many rejected lines are tolerated, over all files, whatever their share. One more ends the reading with a
     * {@link dev.recommender.ParsingException}. Default: 100, and of each file at most 5 lines or a tenth of its lines,
     * whichever is more.
     *
     * @throws IllegalArgumentException if it is negative
     */
    public UsageCsv errorBudget(int lines) {
        int checked = Arguments.requireAtLeast("errorBudget", lines, 0);
        return with(changed -> changed.errorBudget = OptionalInt.of(checked));
    }

    /**
     * Takes every event as this user's; then there is no column for users, and without {@link #columns} the columns are
     * item, time, type and weight.
     *
     * @throws IllegalArgumentException if the id is blank
     */
    public UsageCsv asUser(String id) {
        Arguments.requireId("user", id);
        return with(changed -> changed.soleUser = Optional.of(id));
    }

    /** Leaves out lines without a user as a warning, instead of rejecting them. */
    public UsageCsv skipRowsWithoutUser() {
        return with(changed -> changed.skipRowsWithoutUser = true);
    }

    /**
     * Reads by the rules of Microsoft's retired Product Recommendations service: ids are folded to lower case, and users'
     * ids consist of letters, digits, hyphens and underscores. A blank time is wrong, and fields that a line has beyond
     * the columns are skipped. The share of rejected lines does not matter.
     */
    public UsageCsv serviceRules() {
        return with(changed -> changed.serviceRules = true);
    }

    /**
     * Is called for every line that is rejected or left out. Several threads may call it, one at a time, and then in no
     * particular order.
     */
    public UsageCsv onProblem(Consumer<Problem> listener) {
        return with(changed -> changed.listener = listener);
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.nio.file.NoSuchFileException if a file or folder is not there, or a folder holds no file
     * @throws dev.recommender.ParsingException if more lines are rejected than tolerated, if columns are given by name and
     *     a file's header lacks one, or if a file is refused as a whole
     */
    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        List<Path> files = CsvFiles.expand(paths);
        Problems.Budget budget = format.budget(files.size());
        List<ParsingReport> reports = new ArrayList<>();
        for (Path file : files) {
            reports.add(new UsageFile(file, format, budget).forEach(sink));
        }
        return ParsingReport.merge(reports);
    }

    /**
     * The files, large ones in several parts. The parts of one call share the error budget. A file that is gzipped or
     * UTF-16 is one part. So is a file with quoted fields all over, since a quoted field may hold line ends.
     */
    @Override
    public List<UsageEvents> parts() throws IOException {
        return parts(UsageFile.RANGE);
    }

    /** The files in parts of at least so many bytes. */
    List<UsageEvents> parts(long bytes) throws IOException {
        List<Path> files = CsvFiles.expand(paths);
        Problems.Budget budget = format.budget(files.size());
        List<UsageEvents> parts = new ArrayList<>();
        for (Path file : files) {
            parts.addAll(new UsageFile(file, format, budget).ranges(bytes));
        }
        return parts;
    }

    private UsageCsv with(Consumer<UsageFormat> change) {
        return new UsageCsv(paths, format.with(change));
    }
}
