package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.examples.Shop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class VectorsCommandTest {
    @TempDir
    Path folder;

    @Test
    void vectorsAreWrittenForOthers() throws IOException {
        Shop.open(300, 60, 9_000, 3).write(folder);
        Path usage = folder.resolve("usage.csv");
        Path model = folder.resolve("als.model");
        Path output = folder.resolve("vectors");
        Run trained = Run.of(
                "train",
                "--usage",
                usage,
                "--catalog",
                folder.resolve("catalog.csv"),
                "--algorithm",
                "als",
                "--factors",
                8,
                "--model",
                model);
        assertThat(trained.status()).as(trained.toString()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--output", output).out())
                .isEqualTo("wrote the vectors of 60 items, 8 numbers each, to " + output + "\n");
        assertThat(output).content().hasLineCount(60).startsWith("p00");
        assertThat(Run.of("vectors", "--model", model, "--of", "users", "--format", "binary", "--output", output)
                        .status())
                .isZero();
        assertThat(output).binaryContent().startsWith("RECVECT\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(Run.of("train", "--usage", usage, "--algorithm", "als", "--histories", "none", "--model", model)
                        .status())
                .isZero();
        assertThat(Run.of("vectors", "--model", model, "--of", "users", "--output", output)
                        .err())
                .startsWith("error: --of users: ")
                .contains("holds no histories");
        assertThat(Run.of("train", "--usage", usage, "--model", model).status()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--output", output).err())
                .startsWith("error: --model ")
                .contains("holds no vectors; train one with --algorithm als");
    }
}
