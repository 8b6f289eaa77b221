package dev.recommender.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Where and how results are written. */
final class OutputOptions {
    @Option(names = "--format", paramLabel = "table|csv|json", description = "How to write; default: table.")
    Format format = Format.TABLE;

    @Option(
            names = "--output",
            paramLabel = "FILE",
            description = "Where to write, complete or not at all; default: the terminal.")
    @Nullable
    Path output;

    /** Runs something that writes; a file appears only when it has ended well. */
    void write(CommandSpec command, AtomicFile.Body body) throws IOException {
        if (output == null) {
            PrintWriter out = command.commandLine().getOut();
            body.write(out);
            out.flush();
            return;
        }
        OutputFile.require(command, "--output", output);
        AtomicFile.write(output, body);
        command.commandLine().getOut().println("wrote " + output);
    }
}
