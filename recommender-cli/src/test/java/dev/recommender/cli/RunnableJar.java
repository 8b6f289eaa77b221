package dev.recommender.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The jar that the build leaves, run in a folder, in an environment that names no account but those given.
 *
 * @param options of its JVM
 */
record RunnableJar(Path folder, Map<String, String> accounts, List<String> options) {
    RunnableJar(Path folder) {
        this(folder, Map.of(), List.of());
    }

    /** What a run left: its exit status, and what it wrote. */
    record Outcome(int status, String out, String err) {}

    Outcome run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // A command ends before the second compiler has paid for itself.
        command.add("-XX:TieredStopAtLevel=1");
        command.addAll(options);
        command.addAll(List.of(
                "-jar", Path.of("target", "recommender.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("AZURE_"));
        builder.environment().putAll(accounts);
        int status = builder.start().waitFor();
        return new Outcome(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }
}
