package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.ScoredId;
import dev.recommender.examples.Shop;
import dev.recommender.factors.FactorModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        similarUsersAreThoseOfTheModel(model);
        assertThat(Run.of("inspect", "--model", model).out())
                .contains("vectors of 60 of 60 items and of 300 users: 8 numbers of 32 bits each, learnt with alpha ");
        assertThat(Run.of("train", "--usage", usage, "--algorithm", "als", "--histories", "none", "--model", model)
                        .status())
                .isZero();
        assertThat(Run.of("similar", "--model", model, "--user", "c00007").err())
                .startsWith("error: --user: ")
                .contains("holds no histories");
        assertThat(Run.of("vectors", "--model", model, "--of", "users", "--output", output)
                        .err())
                .startsWith("error: --of users: ")
                .contains("holds no histories");
        assertThat(Run.of("train", "--usage", usage, "--model", model).status()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--output", output).err())
                .startsWith("error: --model ")
                .contains("holds no vectors; train one with --algorithm als");
        assertThat(Run.of("similar", "--model", model, "--user", "c00007").err())
                .startsWith("error: --user: --model ")
                .contains("holds no vectors of users to compare; train one with --algorithm als");
    }

    private static void similarUsersAreThoseOfTheModel(Path file) throws IOException {
        List<ScoredId> expected;
        try (FactorModel model = FactorModel.open(file)) {
            expected = model.similarUsers("c00007", 3);
        }
        assertThat(expected).hasSize(3);
        StringBuilder lines = new StringBuilder("user,rank,similar,cosine\n");
        StringBuilder json = new StringBuilder();
        for (int rank = 0; rank < 3; rank++) {
            ScoredId next = expected.get(rank);
            lines.append("c00007,").append(rank + 1).append(',').append(next.id() + ',' + next.score() + '\n');
            json.append(rank == 0 ? "" : ", ")
                    .append("{\n    \"user\" : \"")
                    .append(next.id())
                    .append("\",\n    \"cosine\" : ")
                    .append(next.score())
                    .append("\n  }");
        }
        assertThat(similar(file, "--user", "c00007", "--format", "csv").out()).isEqualTo(lines.toString());
        assertThat(similar(file, "--user", "c00007", "--format", "json").out())
                .isEqualTo("{\n  \"user\" : \"c00007\",\n  \"users\" : [ " + json + " ]\n}\n");
        assertThat(similar(file, "--user", "c00007").out().lines())
                .hasSize(3)
                .first()
                .asString()
                .startsWith("   1  " + expected.get(0).id());
        assertThat(similar(file, "--user", "nobody").err()).isEqualTo("note: the model has no history of nobody\n");
        assertThat(similar(file, "--user", "c00007", "--item", "p0001").err())
                .contains("give one of --item and --user");
        assertThat(similar(file).status()).isEqualTo(2);
    }

    private static Run similar(Path model, Object... options) {
        List<Object> all = new ArrayList<>(List.of("similar", "--model", model, "--count", 3));
        all.addAll(List.of(options));
        return Run.of(all.toArray());
    }
}
