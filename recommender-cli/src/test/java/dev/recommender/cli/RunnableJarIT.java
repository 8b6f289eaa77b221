package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.cli.RunnableJar.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the build leaves runs by itself, with everything that it needs inside. */
@Tag("slow")
class RunnableJarIT {
    @TempDir
    Path folder;

    @Test
    void runsOnItsOwn() throws IOException, InterruptedException {
        succeeds("shop", "--output", ".", "--users", "200", "--events", "5000");
        succeeds("train", "--usage", "usage.csv", "--catalog", "catalog.csv", "--model", "shop.model");
        succeeds("recommend", "--model", "shop.model", "--user", "c00001", "--format", "json", "--output", "out.json");
        assertThat(Files.readString(folder.resolve("out.json"))).contains("\"source\" : \"model\"");

        Outcome refused = new RunnableJar(folder).run("inspect", "--model", "usage.csv");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("error: ").hasLineCount(1);
    }

    @Test
    void anArgumentThatTheJvmCannotReadIsRefused() throws IOException, InterruptedException {
        Outcome refused = new RunnableJar(folder, Map.of("LC_ALL", "C"), List.of())
                .run("similar", "--model", "shop.model", "--item", "café");

        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err())
                .contains("cannot read the argument", "LC_ALL=C.UTF-8")
                .hasLineCount(1);
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoError() throws IOException, InterruptedException {
        succeeds("shop", "--output", ".", "--users", "4000", "--events", "50000");
        succeeds("train", "--usage", "usage.csv", "--model", "shop.model");
        Path jar = Path.of("target", "recommender.jar").toAbsolutePath();
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process shell = new ProcessBuilder(
                        "sh",
                        "-c",
                        "{ '" + java + "' -jar '" + jar
                                + "' recommend --model shop.model --all-users; echo status $? >&2; }" + " | head -1")
                .directory(folder.toFile())
                .start();

        String err = new String(shell.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(err).isEqualTo("status 0\n");
        shell.waitFor();
    }

    private void succeeds(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = new RunnableJar(folder).run(arguments);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
    }
}
