package dev.recommender.cli;

import dev.recommender.csv.Header;
import dev.recommender.csv.TimeFormat;
import dev.recommender.csv.UsageCsv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How usage files are read. */
final class UsageOptions {
    @Option(
            names = "--usage",
            paramLabel = "PATH",
            description =
                    "A usage file, or a folder with nothing but usage files directly in it; repeatable. CSV, or JSON lines"
                            + " where the name ends in .jsonl; gzip and zip are unpacked.")
    List<Path> usage = new ArrayList<>();

    @Option(
            names = "--columns",
            paramLabel = "ROLES",
            description = "What the columns hold: user,item,time,type,weight by position, with - to skip one,"
                    + " or user=NAME,item=NAME,... by header, with quotes around a name that holds a comma.")
    @Nullable
    String columns;

    @Option(names = "--header", paramLabel = "auto|yes|no", description = "Whether files start with a header.")
    Header header = Header.AUTO;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "What separates fields, such as ;, tab or ::; default: a comma.")
    @Nullable
    String delimiter;

    @Mixin
    TextOptions text = new TextOptions();

    @Option(
            names = "--time-format",
            paramLabel = "FORMAT",
            description = "auto, iso, epoch-seconds, epoch-millis, epoch-micros, epoch-nanos, compact (20240131), or a"
                    + " pattern such as dd.MM.yyyy.")
    String timeFormat = "auto";

    @Option(names = "--max-errors", paramLabel = "N", description = "How many wrong lines to tolerate; default: 100.")
    int maxErrors = 100;

    @Option(names = "--skip-rows-without-user", description = "Leave out lines without a user.")
    boolean skipRowsWithoutUser;

    UsageCsv read() {
        if (usage.isEmpty()) {
            throw new UsageException("--usage is missing");
        }
        return read(usage);
    }

    UsageCsv read(List<Path> paths) {
        UsageCsv csv = UsageCsv.read(paths).header(header);
        csv = UsageException.naming("--max-errors", csv::errorBudget, maxErrors);
        csv = delimiter == null ? csv : UsageException.naming("--delimiter", csv::delimiter, delimiter);
        csv = text.charset == null ? csv : UsageException.naming("--charset", csv::charset, text.charset);
        csv = csv.times(UsageException.naming("--time-format", TimeFormat::parse, timeFormat));
        csv = skipRowsWithoutUser ? csv.skipRowsWithoutUser() : csv;
        return columns == null ? csv : UsageException.naming("--columns", csv::columns, columns);
    }
}
