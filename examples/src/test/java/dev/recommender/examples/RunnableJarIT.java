package dev.recommender.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the build leaves runs by itself, with everything that it needs inside. */
class RunnableJarIT {
    @TempDir
    Path folder;

    @Test
    void runsOnItsOwn() throws IOException, InterruptedException {
        run(0, "shop", "--output", ".", "--users", "200", "--events", "5000");
        run(0, "train", "--usage", "usage.csv", "--catalog", "catalog.csv", "--model", "shop.model");
        run(0, "recommend", "--model", "shop.model", "--user", "c00001", "--format", "json", "--output", "out.json");
        assertThat(Files.readString(folder.resolve("out.json"))).contains("\"source\" : \"similarity\"");
        assertThat(Files.readString(folder.resolve("err.txt"))).isEmpty();

        run(1, "inspect", "--model", "usage.csv");
        assertThat(Files.readString(folder.resolve("err.txt")))
                .startsWith("error: ")
                .hasLineCount(1);
    }

    private void run(int status, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "recommender.jar").toAbsolutePath().toString()));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err.txt");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve("out.txt").toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(err, UTF_8)).isEqualTo(status);
    }
}
