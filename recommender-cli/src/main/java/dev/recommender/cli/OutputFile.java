package dev.recommender.cli;

import dev.recommender.ModelFormatException;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Finds out, before any work, whether a file may be written. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Refuses a file that another option of the same command names, be it there or not.
     *
     * @throws UsageException naming both options
     * @throws IOException if it cannot be written, because it is a folder or in none
     */
    static void require(CommandSpec command, String option, Path file) throws IOException {
        AtomicFile.requireFolder(file);
        for (OptionSpec other : command.commandLine().getParseResult().matchedOptions()) {
            if (List.of(other.names()).contains(option)) {
                continue;
            }
            @Nullable Object value = other.getValue();
            Collection<?> values = value instanceof Collection<?> several ? several : Collections.singleton(value);
            for (Object each : values) {
                if (each instanceof Path named && isSame(named, file)) {
                    throw new UsageException(option + " \"" + file + "\" is what " + other.longestName() + " names"
                            + (Files.exists(file) ? ", and would be lost" : ", too") + "; name another file");
                }
            }
        }
    }

    private static boolean isSame(Path one, Path other) throws IOException {
        return Files.exists(one) && Files.exists(other)
                ? Files.isSameFile(one, other)
                : place(one).equals(place(other));
    }

    /** Where a file that is not there would be. */
    private static Path place(Path file) throws IOException {
        Path absolute = file.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        return folder != null && Files.isDirectory(folder)
                ? folder.toRealPath().resolve(absolute.getFileName())
                : absolute;
    }

    /**
     * Refuses a file where a folder is to be.
     *
     * @throws UsageException naming the option and the file
     */
    static void requireFolder(String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new UsageException(option + " \"" + folder + "\": this is a file; name a folder");
        }
    }

    /**
     * Refuses also a file that is there and no model.
     *
     * @throws UsageException naming the option and the file
     * @throws IOException if it cannot be written, because it is a folder or in none
     */
    static void requireForModel(CommandSpec command, String option, Path file) throws IOException {
        require(command, option, file);
        if (Files.exists(file) && Files.size(file) > 0) {
            try {
                Models.kindOf(file);
            } catch (ModelFormatException.NotAModel e) {
                throw new UsageException(
                        option + " \"" + file + "\" is there, and is no model; delete it first, or name another file");
            } catch (ModelFormatException e) {
                // A damaged model is replaced like any other.
            }
        }
    }
}
