package dev.recommender.cli;

import dev.recommender.csv.IdList;
import dev.recommender.csv.TextFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How all files and lists of a command are read as text. */
final class TextOptions {
    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The charset of files and lists without a byte order mark, such as windows-1252;"
                    + " default: UTF-8.")
    @Nullable
    String charset;

    /** The ids in a file, one on each line. */
    IdList ids(Path file) {
        return inCharset(IdList.read(file));
    }

    /** The questions or ids on the standard input, one on each line. */
    IdList standardInput() {
        return inCharset(IdList.read("standard input", System.in));
    }

    /** A file that is one text. */
    TextFile text(Path file) {
        TextFile text = TextFile.read(file);
        return charset == null ? text : UsageException.naming("--charset", text::charset, charset);
    }

    private IdList inCharset(IdList ids) {
        return charset == null ? ids : UsageException.naming("--charset", ids::charset, charset);
    }
}
