package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.cli.RunnableJar.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that the build leaves runs by itself, with everything that it needs inside. */
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

    private void succeeds(String... arguments) throws IOException, InterruptedException {
        Outcome outcome = new RunnableJar(folder).run(arguments);
        assertThat(outcome.status()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
    }
}
