package dev.recommender.cli;

import dev.recommender.csv.Header;
import dev.recommender.csv.TimeFormat;
import dev.recommender.csv.UsageCsv;
import dev.recommender.registry.FileFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How usage files are read, wherever they are. */
final class UsageFormatOptions {
    @Option(
            names = "--columns",
            paramLabel = "ROLES",
            description = "What the columns hold: user,item,time,type,weight by position, with - to skip one,"
                    + " or user=NAME,item=NAME,... by header, with quotes around a name that holds a comma.")
    @Nullable
    String columns;

    @Option(
            names = "--header",
            paramLabel = "auto|yes|no",
            description = "Whether files start with a header; default: auto.")
    @Nullable
    Header header;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "What separates fields; tab or \\t for a tab; default: what the first lines show.")
    @Nullable
    String delimiter;

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description = "auto, iso, epoch-seconds, epoch-millis, epoch-micros, epoch-nanos, compact (20240131), or a"
                    + " pattern such as dd.MM.yyyy.")
    @Nullable
    String timeFormat;

    @Option(
            names = "--max-errors",
            paramLabel = "N",
            description =
                    "How many wrong lines to tolerate, whatever their share; default: 100, and of each file at most 5"
                            + " or a tenth of its lines.")
    @Nullable
    Integer maxErrors;

    @Option(names = "--skip-rows-without-user", description = "Leave out lines without a user.")
    boolean skipRowsWithoutUser;

    /**
     * Files read with these options.
     *
     * @throws UsageException naming an option that is wrong
     */
    UsageCsv applyTo(UsageCsv files) {
        UsageCsv csv = header == null ? files : files.header(header);
        csv = maxErrors == null ? csv : UsageException.naming("--max-errors", csv::errorBudget, maxErrors);
        csv = delimiter == null ? csv : UsageException.naming("--delimiter", csv::delimiter, delimiter);
        csv = timeFormat == null
                ? csv
                : csv.times(UsageException.naming("--time-format", TimeFormat::parse, timeFormat));
        csv = skipRowsWithoutUser ? csv.skipRowsWithoutUser() : csv;
        return columns == null ? csv : UsageException.naming("--columns", csv::columns, columns);
    }

    /**
     * These options for files that a worker reads.
     *
     * @throws UsageException naming an option that is wrong
     */
    FileFormat addTo(FileFormat files) {
        applyTo(UsageCsv.read());
        FileFormat format = header == null ? files : files.header(header.name().toLowerCase(Locale.ROOT));
        format = maxErrors == null ? format : format.maxErrors(maxErrors);
        format = delimiter == null ? format : format.delimiter(delimiter);
        format = timeFormat == null ? format : format.timeFormat(timeFormat);
        format = skipRowsWithoutUser ? format.skipRowsWithoutUser() : format;
        return columns == null ? format : format.columns(columns);
    }
}
