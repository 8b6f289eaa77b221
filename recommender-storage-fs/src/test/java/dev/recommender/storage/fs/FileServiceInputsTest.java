package dev.recommender.storage.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.recommender.InvalidParametersException;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.models.Models;
import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatus;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.service.ModelService;
import dev.recommender.service.ModelWorker;
import dev.recommender.spi.TrainingResources;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as other programs leave them: a training in a store reads the same files as one on the folder itself. */
@SuppressWarnings("try") // Workers work by themselves.
class FileServiceInputsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    private Path root;
    private BlobStore store;
    private ModelService service;

    @BeforeEach
    void open() throws IOException {
        root = folder.resolve("store");
        store = FileBlobStore.open(root);
        service =
                ModelService.builder(store).cacheFolder(folder.resolve("cache")).build();
    }

    @AfterEach
    void close() throws IOException {
        service.close();
        store.close();
    }

    @Test
    @Tag("slow")
    void theSameFilesOfAFolderAreReadInAStoreAndOutsideOfIt() throws IOException {
        write("in/part-00000.csv", usage(1));
        write("in/.part-00000.csv.crc", "crc\0");
        write("in/.DS_Store", "\0\0\0\1Bud1");
        write("in/_SUCCESS", "");
        write("in/_committed_4711", "{\"added\": []}");
        write("in/_temporary/0/part-00001.csv", usage(9));
        write("in/usage 2024.csv", usage(2));
        write("in/K\u00E4ufe.csv", usage(3));
        write("in/100%.csv", usage(4));
        write("Katalog S\u00FCd.csv", catalog());
        write("test data/M\u00E4rz 2026.csv", usage(5));
        Path expected = folder.resolve("expected.model");
        try (TrainedModel model = Models.algorithm("sar")
                .trainer(Models.algorithm("sar").parameters().defaults(), TrainingResources.ofThisMachine())
                .train(TrainingInput.of(UsageCsv.read(root.resolve("in")))
                        .catalog(CatalogCsv.read(root.resolve("Katalog S\u00FCd.csv"))
                                .load()))
                .model()) {
            model.save(expected);
        }

        ModelRecord trained =
                train(TrainingRequest.of("in/").catalog("Katalog S\u00FCd.csv").evaluation("test data"));

        assertThat(trained.status()).as(trained.message()).isEqualTo(ModelStatus.COMPLETED);
        ModelStatistics read = ModelStatistics.parse(trained.statistics().orElseThrow());
        assertThat(read.usage().orElseThrow().report().lines()).isEqualTo(4 * 300);
        assertThat(read.evaluation().orElseThrow().events().report().lines()).isEqualTo(300);
        assertThat(root.resolve(trained.file().orElseThrow().key())).hasSameBinaryContentAs(expected);
    }

    @Test
    @Tag("slow")
    void aFileWithAnUnusualNameIsReadByItself() throws IOException {
        write("space/usage 2024.csv", usage(1));
        write("_staging/usage.csv", usage(1));
        assertThat(train(TrainingRequest.of("space/usage 2024.csv")).status()).isEqualTo(ModelStatus.COMPLETED);
        assertThat(train(TrainingRequest.of("_staging")).status()).isEqualTo(ModelStatus.COMPLETED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"line\nbreak.csv", "back\\slash.csv", "tab\t.csv"})
    void whatCannotBeReadIsRefusedByNameWhenTheRequestIsMade(String name) throws IOException {
        write("in/part-00000.csv", usage(1));
        write("in/" + name, usage(2));
        refused(name.substring(0, 3), "rename the file");
    }

    /** A name of a file as a system with another character set wrote it: é in Latin-1. */
    @Test
    void aNameThatIsNotUtf8IsRefusedByName() throws Exception {
        write("in/part-00000.csv", usage(1));
        assumeTrue(
                Commands.run(
                                "sh",
                                "-c",
                                "touch \"$(printf '%s/caf\\351.csv' \"$0\")\"",
                                root.resolve("in").toString())
                        == 0,
                "no shell to make such a name");
        refused("in/caf\uFFFD.csv", "not UTF-8");
    }

    @Test
    void aLinkIsRefusedByNameAndAHiddenOneIsNot() throws IOException {
        write("elsewhere/usage.csv", usage(2));
        write("in/part-00000.csv", usage(1));
        Files.createSymbolicLink(root.resolve("in/.hidden.csv"), root.resolve("elsewhere/usage.csv"));
        Files.createSymbolicLink(root.resolve("in/gone.csv"), root.resolve("elsewhere/gone.csv"));
        Files.createSymbolicLink(root.resolve("in/folder"), root.resolve("elsewhere"));
        assertThat(train(TrainingRequest.of("in")).status()).isEqualTo(ModelStatus.COMPLETED);
        Files.createSymbolicLink(root.resolve("in/link.csv"), root.resolve("elsewhere/usage.csv"));
        refused("in/link.csv", "symbolic link");
    }

    /** It came after the request was made: the training fails at once, and says so. */
    @Test
    void whatCannotBeReadLaterFailsTheTraining() throws IOException {
        write("in/part-00000.csv", usage(1));
        ModelId model = service.requestTraining(TrainingRequest.of("in"));
        write("in/line\nbreak.csv", usage(2));
        try (ModelWorker worker = service.startWorker()) {
            ModelRecord failed = service.await(model, LONG);
            assertThat(failed.status()).isEqualTo(ModelStatus.FAILED);
            assertThat(failed.message()).startsWith("usage: ").contains("line?break.csv");
        }
    }

    @Test
    void aFolderOfMarksAloneHasNoFiles() throws IOException {
        write("in/_SUCCESS", "");
        write("in/.DS_Store", "");
        refused("the store has neither a file \"in\" nor files in a folder of that name");
    }

    private void refused(String... texts) {
        assertThatExceptionOfType(InvalidParametersException.class)
                .isThrownBy(() -> service.requestTraining(TrainingRequest.of("in")))
                .satisfies(e -> assertThat(e.violations())
                        .singleElement()
                        .asString()
                        .startsWith("usage: ")
                        .contains(texts));
    }

    private ModelRecord train(TrainingRequest request) throws IOException {
        ModelId model = service.requestTraining(request);
        try (ModelWorker worker = service.startWorker()) {
            return service.await(model, LONG);
        }
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static String usage(int seed) {
        Random random = new Random(seed);
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < 300; event++) {
            lines.append('u').append(random.nextInt(40)).append(",i").append(random.nextInt(20));
            lines.append(",2026-01-").append(10 + random.nextInt(18)).append('\n');
        }
        return lines.toString();
    }

    private static String catalog() {
        return String.join(
                "\n", List.of("i1,One,things", "i2,Two,things", "i3,Three,things", "i4,Four,others", "i5,Five,others"));
    }
}
