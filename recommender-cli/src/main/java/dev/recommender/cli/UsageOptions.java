package dev.recommender.cli;

import dev.recommender.csv.UsageCsv;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which usage files are read, and how. */
final class UsageOptions {
    @Option(
            names = "--usage",
            paramLabel = "PATH",
            description =
                    "A usage file, or a folder with nothing but usage files directly in it; repeatable. CSV, or JSON lines"
                            + " where the name ends in .jsonl; gzip and zip are unpacked.")
    List<Path> usage = new ArrayList<>();

    @Mixin
    TextOptions text = new TextOptions();

    @Mixin
    UsageFormatOptions format = new UsageFormatOptions();

    UsageCsv read() {
        if (usage.isEmpty()) {
            throw new UsageException("--usage is missing");
        }
        return read(usage);
    }

    UsageCsv read(List<Path> paths) {
        UsageCsv csv = format.applyTo(UsageCsv.read(paths));
        return text.charset == null ? csv : UsageException.naming("--charset", csv::charset, text.charset);
    }
}
