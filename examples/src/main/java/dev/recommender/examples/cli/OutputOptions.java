package dev.recommender.examples.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where and how results are written. */
final class OutputOptions {
    @Option(names = "--format", paramLabel = "table|csv|json", description = "How to write; table by default.")
    Format format = Format.TABLE;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write, complete or not at all; the terminal by default.")
    @Nullable
    Path output;

    /** Runs something that writes; a file appears only when it has ended well. */
    void write(PrintWriter out, Body body) throws IOException {
        if (output == null) {
            body.write(out);
            out.flush();
            return;
        }
        Path target = output.toAbsolutePath();
        Path folder = target.getParent() == null ? target : target.getParent();
        Path temporary = Files.createTempFile(folder, "." + target.getFileName(), ".tmp");
        try {
            try (BufferedWriter writer = Files.newBufferedWriter(temporary)) {
                body.write(writer);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Something that writes. */
    @FunctionalInterface
    interface Body {
        void write(Writer writer) throws IOException;
    }
}
