package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Vectors wherever an algorithm can be named. */
@Tag("slow")
class AlsCommandsTest {
    @TempDir
    Path folder;

    private Path usage;
    private Path catalog;

    @BeforeEach
    void openShop() throws IOException {
        Shop.open(300, 60, 9_000, 3).write(folder.resolve("store/shop"));
        usage = folder.resolve("store/shop/usage.csv");
        catalog = folder.resolve("store/shop/catalog.csv");
    }

    @Test
    void aModelIsTrainedInspectedAskedPlannedAndMeasured() throws IOException {
        Path model = folder.resolve("als.model");
        Run trained = train(
                model,
                "--factors",
                16,
                "--alpha",
                20,
                "--support-threshold",
                3,
                "--placed-by-features",
                "--precision",
                "bits-16");
        assertThat(trained.status()).as(trained.toString()).isZero();
        assertThat(trained.out()).contains("factors", "vectors", "16 iterations");
        assertThat(Run.of("inspect", "--model", model).out())
                .contains("every checksum holds", "trained by als")
                .containsPattern("factors +16")
                .containsPattern("alpha +20")
                .containsPattern("precision +bits-16");
        assertThat(Run.of("recommend", "--model", model, "--user", "c00001", "--count", 3, "--explain")
                        .out())
                .contains("because of");
        assertThat(Run.of("similar", "--model", model, "--item", "p0001", "--count", 3)
                        .out())
                .hasLineCount(3);
        assertThat(Run.of("plan", "--usage", usage, "--algorithm", "als").out())
                .startsWith("als: 300 users, 60 items")
                .contains("time is driven by 16 iterations");
        assertThat(Run.of("evaluate", "--usage", usage, "--algorithm", "als", "--factors", 8, "--k", 5)
                        .out())
                .contains("nDCG", "factors: 8");
        Path less = folder.resolve("less.model");
        assertThat(Run.of("forget", "--model", model, "--user", "c00001", "--output", less)
                        .status())
                .isZero();
        assertThat(Run.of("recommend", "--model", less, "--user", "c00001").err())
                .contains("c00001");
    }

    @Test
    void vectorsAreWrittenForOthers() throws IOException {
        Path model = folder.resolve("als.model");
        Path output = folder.resolve("vectors");
        assertThat(train(model, "--factors", 8).status()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--output", output).out())
                .isEqualTo("wrote the vectors of 60 items, 8 numbers each, to " + output + "\n");
        assertThat(output).content().hasLineCount(60).startsWith("p00");
        assertThat(Run.of("vectors", "--model", model, "--of", "users", "--format", "binary", "--output", output)
                        .status())
                .isZero();
        assertThat(output).binaryContent().startsWith("RECVECT\0".getBytes(StandardCharsets.US_ASCII));
        assertThat(train(model, "--factors", 8, "--histories", "none").status()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--of", "users", "--output", output)
                        .err())
                .startsWith("error: --of users: ")
                .contains("holds no histories");
        assertThat(Run.of("train", "--usage", usage, "--model", model).status()).isZero();
        assertThat(Run.of("vectors", "--model", model, "--output", output).err())
                .startsWith("error: --model ")
                .contains("holds no vectors; train one with --algorithm als");
    }

    @Test
    void aWorkerTrainsItAndItIsTrainedAgainFromItsMetadata() throws IOException {
        Run requested = store(
                "request-training",
                "--usage",
                "shop/usage.csv",
                "--catalog",
                "shop/catalog.csv",
                "--algorithm",
                "als",
                "--factors",
                16,
                "--held-out",
                0.2);
        assertThat(requested.status()).as(requested.toString()).isZero();
        String model = requested.out().strip();
        Run worked =
                store("worker", "--until-idle", "--folder", folder.resolve("work"), "--cache", folder.resolve("cache"));
        assertThat(worked.status()).as(worked.toString()).isZero();
        assertThat(store("models", "list").out())
                .startsWith(model)
                .contains("completed    als(")
                .contains("factors=16")
                .contains("heldOut=0.2");
        Path file = fileOf(model);
        Path again = folder.resolve("again.model");
        try (TrainedModel opened = Models.open(file)) {
            Models.trainer(opened.metadata())
                    .train(TrainingInput.of(UsageCsv.read(usage))
                            .catalog(CatalogCsv.read(catalog).load()))
                    .model()
                    .save(again);
        }
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    @Test
    void wrongOptionsAreReportedByTheirNames() {
        Path model = folder.resolve("als.model");
        assertThat(train(model, "--factors", 20).err()).isEqualTo("error: --factors must be a multiple of 8\n");
        assertThat(train(model, "--ratings", "--alpha", 5).err()).startsWith("error: --alpha has no effect on ratings");
        assertThat(train(model, "--similarity", "lift").err())
                .isEqualTo("error: --similarity is not an option of als; it goes with --algorithm sar\n");
        assertThat(Run.of("train", "--usage", usage, "--model", model, "--algorithm", "als", "--placed-by-features")
                        .err())
                .startsWith("error: --placed-by-features has no effect without a catalog");
        assertThat(train(model, "--factors", 512, "--memory", "8m").err())
                .contains("vectors of 512 factors")
                .contains("what would help: a memory budget of ")
                .contains("--factors 32, which needs");
        assertThat(model).doesNotExist();
    }

    private Run train(Path model, Object... options) {
        Object[] words = new Object[options.length + 9];
        Object[] given = {"train", "--usage", usage, "--catalog", catalog, "--model", model, "--algorithm", "als"};
        System.arraycopy(given, 0, words, 0, given.length);
        System.arraycopy(options, 0, words, given.length, options.length);
        return Run.of(words);
    }

    private Run store(Object... words) {
        Object[] all = new Object[words.length + 2];
        System.arraycopy(words, 0, all, 0, words.length);
        all[words.length] = "--store";
        all[words.length + 1] = folder.resolve("store");
        return Run.of(all);
    }

    private Path fileOf(String model) throws IOException {
        Path fetched = folder.resolve("fetched.model");
        try (var files = Files.walk(folder.resolve("store"))) {
            Path stored = files.filter(file -> file.toString().contains(model))
                    .filter(file -> file.toString().endsWith(".model"))
                    .findFirst()
                    .orElseThrow();
            return Files.copy(stored, fetched);
        }
    }
}
