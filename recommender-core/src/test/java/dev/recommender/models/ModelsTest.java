package dev.recommender.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.InvalidParametersException;
import dev.recommender.ModelFormatException;
import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.SavedModel;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelBytes;
import dev.recommender.internal.util.Sha256;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.SmallModels;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.TrainingResources;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModelsTest {
    private static final TrainingResources RESOURCES = new TrainingResources(2, Long.MAX_VALUE);

    @TempDir
    private Path folder;

    @Test
    @Tag("slow")
    void aModelIsTrainedAgainFromItsMetadataByteForByte() throws IOException {
        Map<String, Set<Object>> seen = new HashMap<>();
        for (int seed = 0; seed < 60; seed++) {
            RandomShop shop = seed % 5 == 0 ? RandomShop.timed(7000 + seed) : new RandomShop(7000 + seed);
            SarTrainer trainer = shop.trainer();
            boolean bare = trainer.parameters().value("coldItems").isEmpty() && seed % 4 == 0;
            TrainingInput plain = TrainingInput.of(UsageEvents.of(shop.events));
            TrainingInput known = bare ? plain : plain.catalog(Catalog.of(shop.catalog));
            TrainingInput input = seed % 3 == 0 ? known : known.keepUnknownItems();
            Path file = folder.resolve("first.model");
            trainer.train(input).model().save(file);
            try (TrainedModel model = Models.open(file)) {
                Parameters parameters = model.metadata().parameters();
                assertThat(model.metadata().algorithm()).contains("sar");
                assertThat(parameters).isEqualTo(trainer.parameters());
                boolean kept = model.metadata().keepUnknownItems();
                assertThat(kept).isEqualTo(!bare && seed % 3 != 0);
                seen.computeIfAbsent("keepUnknownItems", added -> new HashSet<>())
                        .add(kept);
                if (parameters.value("similarity").equals(Optional.of("custom:ours"))) {
                    assertThatThrownBy(() -> Models.trainer(model.metadata()))
                            .isInstanceOf(InvalidParametersException.class);
                    continue;
                }
                parameters
                        .names()
                        .forEach(name -> seen.computeIfAbsent(name, added -> new HashSet<>())
                                .add(parameters.value(name)));
                ModelTrainer<?> again = Models.trainer(model.metadata(), RESOURCES);
                Path second = folder.resolve("second.model");
                try (TrainedModel retrained =
                        again.train(kept ? known.keepUnknownItems() : known).model()) {
                    retrained.save(second);
                }
                assertThat(Files.mismatch(file, second)).as("seed %d", seed).isEqualTo(-1);
            }
        }
        assertThat(seen).hasSize(21);
        seen.forEach(
                (name, values) -> assertThat(values).as("values of %s", name).hasSizeGreaterThan(1));
        assertThat(seen.get("scoreScale")).hasSize(3);
        assertThat(seen.get("histories")).hasSizeGreaterThan(3);
    }

    @Test
    void aModelOfASimilarityOfTheCallersCannotBeTrainedAgainAndSaysSo() {
        SarTrainer trainer = SarTrainer.builder()
                .similarity(Similarity.of("ours", (c, fi, fj, n) -> c))
                .build();
        try (NeighborModel model =
                trainer.train(UsageEvents.of(new RandomShop(1).events)).model()) {
            assertThatThrownBy(() -> Models.trainer(model.metadata()))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("similarity must be one of ")
                    .hasMessageEndingWith(": custom:ours");
        }
    }

    @Test
    void aModelThatNothingInstalledHasTrainedCannotBeTrainedAgain() {
        try (RankedModel model = ranked("PLAY", "play")) {
            assertThatThrownBy(() -> Models.trainer(model.metadata()))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("algorithm must be one of [als, ridge, sar], which are installed: play");
        }
    }

    @Test
    void algorithmsAreFoundWithTheClassLoaderOfTheThread() throws Exception {
        assertThat(Models.algorithms()).extracting(Algorithm::name).containsExactly("als", "ridge", "sar");
        List<String> names = installed(
                () -> Models.algorithms().stream().map(Algorithm::name).toList());
        assertThat(names).containsExactly("als", "ridge", "sar", "vectors");
        assertThat(installed(() -> Models.algorithm("vectors").kind())).isEqualTo("VECT");
        assertThatThrownBy(() -> Models.algorithm("vectors"))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("algorithm must be one of [als, ridge, sar], which are installed: vectors");
    }

    @Test
    void eachProviderIsMadeOnceHoweverManyClassLoadersFindIt() throws Exception {
        URL[] classes = {services(StrangeAlgorithms.Counted.class.getName())};
        ClassLoader parent = ModelsTest.class.getClassLoader();
        int before = StrangeAlgorithms.Counted.MADE.get();
        try (URLClassLoader first = new URLClassLoader(classes, parent);
                URLClassLoader second = new URLClassLoader(classes, parent)) {
            assertThat(InstalledAlgorithms.find(List.of(parent, first, second)).sound())
                    .extracting(Algorithm::name)
                    .containsExactly("sar", "ridge", "als", "counted");
        }
        assertThat(StrangeAlgorithms.Counted.MADE).hasValue(before + 1);
    }

    @Test
    void anAlgorithmThatCannotBeLoadedIsNoHindranceToOpeningModelsOfOthers() throws Exception {
        Path file = folder.resolve("model");
        Path other = folder.resolve("other");
        ranked("VECT", "vectors").save(file);
        ranked("PLAY", "play").save(other);
        String[] providers = {
            "no.such.Algorithm",
            StrangeAlgorithms.Broken.class.getName(),
            StrangeAlgorithms.Unlinked.class.getName(),
            StrangeAlgorithms.WrongName.class.getName(),
            StrangeAlgorithms.WrongKind.class.getName(),
            "not a class's name",
            VectorAlgorithm.class.getName()
        };
        for (int first = 0; first < 5; first++) {
            String[] some = {providers[first], VectorAlgorithm.class.getName()};
            installed(
                    () -> {
                        Models.open(file).close();
                        return null;
                    },
                    some);
            assertThatThrownBy(() -> installed(Models::algorithms, some)).isInstanceOf(ServiceConfigurationError.class);
            assertThatThrownBy(() -> installed(() -> Models.open(other), some))
                    .isInstanceOf(ModelFormatException.OtherKind.class)
                    .hasMessageContaining("not ROWS, VECS, VECT;")
                    .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        }
        assertThatThrownBy(() -> installed(() -> Models.open(file), providers))
                .as("a file of services that cannot be read names nothing")
                .isInstanceOf(ModelFormatException.OtherKind.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        String[] readable = Arrays.copyOf(providers, 5);
        assertThatThrownBy(() -> installed(() -> Models.open(other), readable))
                .satisfies(e -> assertThat(e.getSuppressed())
                        .extracting(Throwable::getMessage)
                        .satisfiesExactly(
                                message -> assertThat(message).contains("no.such.Algorithm not found"),
                                message -> assertThat(message).contains("StrangeAlgorithms$Broken"),
                                message -> assertThat(message).endsWith("not installed: com/example/Matrix"),
                                message -> assertThat(message)
                                        .isEqualTo(
                                                "name of algorithm dev.recommender.models.StrangeAlgorithms$WrongName"
                                                        + " must be lower-case letters, digits and hyphens: \"My Algorithm\""),
                                message -> assertThat(message)
                                        .isEqualTo(
                                                "kind of algorithm dev.recommender.models.StrangeAlgorithms$WrongKind"
                                                        + " must be four upper-case letters or digits: \"idle\"")));
    }

    @Test
    void twoAlgorithmsOfOneNameAreRefusedWithBothClasses() {
        assertThatThrownBy(() -> installed(Models::algorithms, StrangeAlgorithms.Twin.class.getName()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("two algorithms are named sar: dev.recommender.sar.SarAlgorithm and "
                        + "dev.recommender.models.StrangeAlgorithms$Twin");
    }

    @Test
    void aSecondAlgorithmIsTrainedSavedOpenedAndTrainedAgainLikeTheFirst() throws Exception {
        RandomShop shop = new RandomShop(5);
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
        Path first = folder.resolve("first.model");
        Path second = folder.resolve("second.model");
        installed(() -> {
            Parameters parameters = Parameters.empty().with("dimensions", 2);
            Models.algorithm("vectors")
                    .trainer(parameters, RESOURCES)
                    .train(input)
                    .model()
                    .save(first);
            try (TrainedModel opened = Models.open(first, Verification.LAZY)) {
                assertThat(opened).isInstanceOf(RankedModel.class);
                assertThat(opened.metadata().parameters()).isEqualTo(parameters);
                assertThat(opened.recommender().recommend(Query.popular())).isNotEmpty();
                Models.trainer(opened.metadata()).train(input).model().save(second);
            }
            return null;
        });
        assertThat(Files.mismatch(first, second)).isEqualTo(-1);
        SmallModels.full().save(second);
        TrainedModel other = installed(() -> Models.open(second));
        assertThat(other).isInstanceOf(NeighborModel.class);
        other.close();
    }

    @ParameterizedTest
    @EnumSource
    void filesAreOpenedByTheirKind(Verification verification) throws IOException {
        Path file = folder.resolve("model");
        SmallModels.full().save(file);
        try (TrainedModel model = Models.open(file, verification)) {
            assertThat(model).isInstanceOf(NeighborModel.class);
            assertThat(model.recommender().recommend(Query.items("a")))
                    .isEqualTo(SmallModels.full().recommender().recommend(Query.items("a")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFileOfAnUnknownKindIsRefusedWithTheKindsThatAreKnown(Verification verification) throws IOException {
        Path file = folder.resolve("model");
        ranked("PLAY", "play").save(file);
        assertThatThrownBy(() -> Models.open(file, verification))
                .isInstanceOfSatisfying(ModelFormatException.OtherKind.class, e -> {
                    assertThat(e.kind()).isEqualTo("PLAY");
                    assertThat(e.file()).isEqualTo(file.toString());
                })
                .hasMessageStartingWith(file + ": a model of kind PLAY, not ROWS, VECS;")
                .hasMessageContaining("with the algorithm that made it on the class path");
        assertThatThrownBy(() -> NeighborModel.open(file, verification))
                .isInstanceOf(ModelFormatException.OtherKind.class)
                .hasMessageContaining("a model of kind PLAY, not ROWS; open it with Models.open");
        SmallModels.full().save(file);
        assertThatThrownBy(() -> RankedModel.open(
                        file, verification, "PLAY", VectorAlgorithm.scorers(VectorAlgorithm.Reporting.RANGE)))
                .isInstanceOfSatisfying(
                        ModelFormatException.OtherKind.class,
                        e -> assertThat(e.kind()).isEqualTo("ROWS"))
                .hasMessageContaining("a model of kind ROWS, not PLAY");
    }

    @Test
    @Tag("slow")
    void aDamagedHeaderIsRefusedBeforeAnythingIsDispatched() throws IOException {
        Path file = folder.resolve("model");
        ModelBytes sound = ModelBytes.of(SmallModels.full(), file);
        for (int bit = 0; bit < 8 * sound.headerLength(); bit++) {
            byte[] bytes = sound.array().clone();
            bytes[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, bytes);
            assertThatThrownBy(() -> Models.open(file, Verification.NONE))
                    .as("bit %d", bit)
                    .isInstanceOf(ModelFormatException.class)
                    .isNotInstanceOf(ModelFormatException.OtherKind.class)
                    .hasMessageContaining(file.toString());
        }
        ModelBytes kindless = sound.copy();
        kindless.buffer().putInt(28, 0x00FF0A20);
        Files.write(file, kindless.seal().array());
        assertThatThrownBy(() -> Models.open(file))
                .isInstanceOf(ModelFormatException.OtherKind.class)
                .hasMessageContaining("a model of kind ff0a20, not ROWS");
        for (int length = 0; length < sound.headerLength(); length += 7) {
            Files.write(file, Arrays.copyOf(sound.array(), length));
            assertThatThrownBy(() -> Models.open(file)).isInstanceOf(ModelFormatException.Truncated.class);
        }
        Files.writeString(file, "user,item\n");
        assertThatThrownBy(() -> Models.open(file)).isInstanceOf(ModelFormatException.NotAModel.class);
        assertThatThrownBy(() -> Models.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void theDigestOfASavedModelIsThatOfItsFile() throws IOException {
        try (NeighborModel neighbors = SmallModels.full();
                RankedModel ranked = ranked("PLAY", "play")) {
            for (TrainedModel model : List.of(neighbors, ranked)) {
                Path file = folder.resolve("saved");
                Path plain = folder.resolve("plain");
                SavedModel saved = model.saveWithDigest(file);
                model.save(plain);
                assertThat(saved).isEqualTo(new SavedModel(file, Files.size(file), Sha256.of(file)));
                assertThat(saved.sha256()).matches("[0-9a-f]{64}");
                assertThat(Files.mismatch(file, plain)).isEqualTo(-1);
            }
        }
    }

    private static RankedModel ranked(String kind, String algorithm) {
        return RankedModel.builder(kind, algorithm, Parameters.empty())
                .item("a", 2)
                .item("b", 1)
                .counts(3, 2)
                .content(VectorAlgorithm.vectors(List.of("a", "b"), 2))
                .build(VectorAlgorithm.scorers(VectorAlgorithm.Reporting.RANGE));
    }

    /** Runs a task on a thread whose class loader finds one more algorithm. */
    private <T> T installed(Callable<T> task) throws Exception {
        return installed(task, VectorAlgorithm.class.getName());
    }

    /** Runs a task on a thread whose class loader finds more algorithms. */
    private <T> T installed(Callable<T> task, String... providers) throws Exception {
        URL[] classes = {services(providers)};
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new URLClassLoader(classes, before)) {
            thread.setContextClassLoader(loader);
            return task.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** A folder that names providers. */
    private URL services(String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("classes/META-INF/services"));
        Files.write(services.resolve(Algorithm.class.getName()), List.of(providers));
        return folder.resolve("classes").toUri().toURL();
    }
}
