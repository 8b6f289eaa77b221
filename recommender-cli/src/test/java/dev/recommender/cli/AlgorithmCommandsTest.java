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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each algorithm that is not the default, wherever an algorithm can be named. */
@Tag("slow")
class AlgorithmCommandsTest {
    @TempDir
    Path folder;

    private CommandsOnAFolder store;
    private Path usage;
    private Path catalog;

    /**
     * An algorithm.
     *
     * @param options of a training
     * @param trained what the training says
     * @param inspected parameters in the model, each with its value
     * @param planned what a plan says
     * @param measured a parameter of an evaluation, with its value
     * @param requested two parameters of a requested training, each with its value
     */
    record Case(
            String name,
            String options,
            List<String> trained,
            List<String> inspected,
            List<String> planned,
            String measured,
            String requested) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> algorithms() {
        return Stream.of(
                new Case(
                        "als",
                        "--factors 16 --alpha 20 --support-threshold 3 --placed-by-features --precision bits-16",
                        List.of("factors", "vectors", "16 iterations"),
                        List.of("factors +16", "alpha +20", "precision +bits-16"),
                        List.of("time is driven by 16 iterations"),
                        "factors 8",
                        "factors=16 heldOut=0.2"),
                new Case(
                        "ridge",
                        "--penalty 6 --max-neighbors 20 --support-threshold 3 --cold-items 5",
                        List.of("counting", "solving", "1,200 neighbors"),
                        List.of("penalty +6", "countsPerItem +1000", "maxNeighbors +20"),
                        List.of("counting", "solving"),
                        "penalty infinite",
                        "candidatesPerTarget=30 countsPerItem=all"));
    }

    @BeforeEach
    void openShop() throws IOException {
        store = new CommandsOnAFolder(folder);
        Shop.open(300, 60, 9_000, 3).write(store.store().resolve("shop"));
        usage = store.store().resolve("shop/usage.csv");
        catalog = store.store().resolve("shop/catalog.csv");
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aModelIsTrainedInspectedAskedPlannedMeasuredAndForgets(Case algorithm) {
        Path model = folder.resolve("a.model");
        Run trained = train(model, algorithm.name(), algorithm.options());
        assertThat(trained.status()).as(trained.toString()).isZero();
        assertThat(trained.out()).contains(algorithm.trained());
        String inspected = Run.of("inspect", "--model", model).out();
        assertThat(inspected).contains("every checksum holds", "trained by " + algorithm.name());
        algorithm.inspected().forEach(line -> assertThat(inspected).containsPattern(line));
        assertThat(Run.of("recommend", "--model", model, "--user", "c00001", "--count", 3, "--explain")
                        .out())
                .contains("because of");
        assertThat(Run.of("similar", "--model", model, "--item", "p0001", "--count", 3)
                        .out())
                .hasLineCount(3);
        assertThat(Run.of("plan", "--usage", usage, "--algorithm", algorithm.name())
                        .out())
                .startsWith(algorithm.name() + ": 300 users, 60 items")
                .contains(algorithm.planned());
        String[] measured = algorithm.measured().split(" ");
        assertThat(Run.of(
                                "evaluate",
                                "--usage",
                                usage,
                                "--algorithm",
                                algorithm.name(),
                                "--" + measured[0],
                                measured[1],
                                "--k",
                                5)
                        .out())
                .contains("nDCG", measured[0] + ": " + measured[1]);
        Path less = folder.resolve("less.model");
        assertThat(Run.of("forget", "--model", model, "--user", "c00001", "--output", less)
                        .status())
                .isZero();
        assertThat(Run.of("recommend", "--model", less, "--user", "c00001").err())
                .contains("c00001");
    }

    @ParameterizedTest
    @MethodSource("algorithms")
    void aWorkerTrainsItAndItIsTrainedAgainFromItsMetadata(Case algorithm) throws IOException {
        List<Object> request = new ArrayList<>(List.of(
                "request-training",
                "--usage",
                "shop/usage.csv",
                "--catalog",
                "shop/catalog.csv",
                "--algorithm",
                algorithm.name()));
        for (String parameter : algorithm.requested().split(" ")) {
            String[] nameAndValue = parameter.split("=");
            request.addAll(List.of(AlgorithmOptions.option(nameAndValue[0]), nameAndValue[1]));
        }
        String model = store.out(request.toArray());
        store.work();
        assertThat(store.out("models", "list"))
                .startsWith(model)
                .contains("completed    " + algorithm.name() + "(")
                .contains(algorithm.requested().split(" "));
        Path file = fileOf(model);
        Path again = folder.resolve("again.model");
        try (TrainedModel opened = Models.open(file)) {
            Models.trainer(opened.metadata())
                    .train(TrainingInput.of(UsageCsv.read(usage))
                            .catalog(CatalogCsv.read(catalog).load()))
                    .model()
                    .save(again);
        }
        assertThat(again).hasSameBinaryContentAs(file);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "als | --factors 20 | error: --factors must be a multiple of 8",
                "als | --ratings --alpha 5 | error: --alpha has no effect on ratings",
                "als | --similarity lift | error: --similarity is not an option of als; it goes with --algorithm sar",
                "als | --factors 512 --memory 8m | vectors of 512 factors",
                "als | --factors 512 --memory 8m | what would help: a memory budget of ",
                "als | --factors 512 --memory 8m | --factors 32, which needs",
                "ridge | --penalty 0 | error: --penalty must be from 0.001 to 1000000, or infinite: 0",
                "ridge | --penalty infinite --counts-per-item 5 | error: --counts-per-item has no effect with an infinite penalty",
                "ridge | --similarity lift | error: --similarity is not an option of ridge; it goes with --algorithm sar",
                "ridge | --memory 7m | solving",
                "ridge | --memory 7m | what would help: a memory budget of ",
                "sar | --penalty 3 | error: --penalty is not an option of sar; it goes with --algorithm ridge",
            })
    void wrongOptionsAreReportedByTheirNames(String algorithm, String options, String message) {
        Path model = folder.resolve("a.model");
        Run run = train(model, algorithm, options);
        assertThat(run.status()).as(run.toString()).isPositive();
        assertThat(run.err()).contains(message);
        assertThat(model).doesNotExist();
    }

    private Run train(Path model, String algorithm, String options) {
        List<Object> words = new ArrayList<>(
                List.of("train", "--usage", usage, "--catalog", catalog, "--model", model, "--algorithm", algorithm));
        words.addAll(Arrays.asList(options.split(" ")));
        return Run.of(words.toArray());
    }

    private Path fileOf(String model) throws IOException {
        try (Stream<Path> files = Files.walk(store.store())) {
            Path stored = files.filter(file -> file.toString().contains(model))
                    .filter(file -> file.toString().endsWith(".model"))
                    .findFirst()
                    .orElseThrow();
            return Files.copy(stored, folder.resolve("fetched.model"));
        }
    }
}
