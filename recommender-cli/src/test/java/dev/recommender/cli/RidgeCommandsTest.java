package dev.recommender.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.examples.Shop;
import dev.recommender.models.Models;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ridge rows wherever an algorithm can be named. */
@Tag("slow")
class RidgeCommandsTest {
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
    void aModelIsTrainedInspectedAskedPlannedAndMeasured() {
        Path model = folder.resolve("ridge.model");
        Run trained = train(model, "--penalty", 6, "--max-neighbors", 20, "--support-threshold", 3, "--cold-items", 5);
        assertThat(trained.status()).as(trained.toString()).isZero();
        assertThat(trained.out()).contains("counting", "solving", "1,200 neighbors");
        assertThat(Run.of("inspect", "--model", model).out())
                .contains("every checksum holds", "trained by ridge")
                .containsPattern("penalty +6")
                .containsPattern("countsPerItem +1000")
                .containsPattern("maxNeighbors +20");
        assertThat(Run.of("recommend", "--model", model, "--user", "c00001", "--count", 3, "--explain")
                        .out())
                .contains("because of");
        assertThat(Run.of("similar", "--model", model, "--item", "p0001", "--count", 3)
                        .out())
                .hasLineCount(3);
        assertThat(Run.of("plan", "--usage", usage, "--algorithm", "ridge").out())
                .startsWith("ridge: 300 users, 60 items")
                .contains("counting", "solving");
        assertThat(Run.of("evaluate", "--usage", usage, "--algorithm", "ridge", "--penalty", "infinite", "--k", 5)
                        .out())
                .contains("nDCG", "penalty: infinite");
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
                "ridge",
                "--candidates-per-target",
                30,
                "--counts-per-item",
                "all");
        assertThat(requested.status()).as(requested.toString()).isZero();
        String model = requested.out().strip();
        Run worked =
                store("worker", "--until-idle", "--folder", folder.resolve("work"), "--cache", folder.resolve("cache"));
        assertThat(worked.status()).as(worked.toString()).isZero();
        assertThat(store("models", "list").out())
                .startsWith(model)
                .contains("completed    ridge(")
                .contains("candidatesPerTarget=30")
                .contains("countsPerItem=all");
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
        Path model = folder.resolve("ridge.model");
        assertThat(train(model, "--penalty", 0).err())
                .isEqualTo("error: --penalty must be from 0.001 to 1000000, or infinite: 0\n");
        assertThat(train(model, "--penalty", "infinite", "--counts-per-item", 5).err())
                .startsWith("error: --counts-per-item has no effect with an infinite penalty");
        assertThat(train(model, "--similarity", "lift").err())
                .isEqualTo("error: --similarity is not an option of ridge; it goes with --algorithm sar\n");
        assertThat(Run.of("train", "--usage", usage, "--model", model, "--penalty", 3)
                        .err())
                .isEqualTo("error: --penalty is not an option of sar; it goes with --algorithm ridge\n");
        assertThat(train(model, "--memory", "7m").err())
                .contains("solving")
                .contains("what would help: a memory budget of ");
        assertThat(model).doesNotExist();
    }

    private Run train(Path model, Object... options) {
        Object[] words = new Object[options.length + 9];
        Object[] given = {"train", "--usage", usage, "--catalog", catalog, "--model", model, "--algorithm", "ridge"};
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
