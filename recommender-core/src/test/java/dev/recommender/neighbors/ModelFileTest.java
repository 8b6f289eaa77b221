package dev.recommender.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.UsageEvent;
import dev.recommender.internal.file.ModelBytes;
import dev.recommender.sar.RandomEvents;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("shop.model");
    }

    @Test
    void anOpenedModelAnswersLikeTheSavedOneAndSavesTheSameBytes() throws IOException {
        for (int seed = 0; seed < 20; seed++) {
            RandomEvents source = new RandomEvents(seed);
            NeighborModel model = SarModels.train(SarTrainer.builder().supportThreshold(1 + seed % 4), source.events());
            assertSurvives(model);
        }
        assertSurvives(SmallModels.full());
        assertSurvives(SmallModels.full(RowPrecision.BYTE));
    }

    /** Version 1 had no packed weights; all else is as it was. */
    @Test
    void filesOfTheVersionBeforeAreStillRead() throws IOException {
        NeighborModel model = SmallModels.full();
        ModelBytes older = ModelBytes.of(model, file);
        assertThat(older.buffer().getInt(8)).isEqualTo(2);
        older.buffer().putInt(8, 1);
        Files.write(file, older.seal().array());
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(Answers.of(opened)).isEqualTo(Answers.of(model));
        }
    }

    @Test
    void rowsOfBothPrecisionsInOneFileAreRefused() throws IOException {
        ModelBytes single = ModelBytes.of(SmallModels.full(), file);
        int directory = single.entry(ModelBytes.SIMILARITY_DIRECTORY);
        single.buffer().putInt(directory, ModelBytes.PACKED_DIRECTORY);
        Files.write(file, single.seal().array());
        assertThatThrownBy(() -> NeighborModel.open(file)).isInstanceOf(ModelFormatException.Corrupt.class);

        ModelBytes packed = ModelBytes.of(SmallModels.full(RowPrecision.BYTE), file);
        packed.buffer()
                .putInt(packed.entry(ModelBytes.PACKED_DIRECTORY), ModelBytes.SIMILARITY_DIRECTORY)
                .putInt(packed.entry(ModelBytes.PACKED_BLOCKS), ModelBytes.SIMILARITY_BLOCKS);
        Files.write(file, packed.seal().array());
        assertThatThrownBy(() -> NeighborModel.open(file)).isInstanceOf(ModelFormatException.Corrupt.class);
    }

    @Test
    void modelsWithoutHistoriesOrWithASingleUserOrItemSurvive() throws IOException {
        List<UsageEvent> one = List.of(UsageEvent.of("u", "i"));
        assertSurvives(SarModels.train(SarTrainer.builder(), one));
        assertSurvives(SarModels.train(SarTrainer.builder().withoutHistories().supportThreshold(1), one));
        assertSurvives(SarModels.train(
                SarTrainer.builder().supportThreshold(1),
                List.of(UsageEvent.of("u", "i"), UsageEvent.of("v", "i"), UsageEvent.of("w", "i"))));
        assertSurvives(SarModels.train(
                SarTrainer.builder().supportThreshold(1), List.of(UsageEvent.of("u", "i"), UsageEvent.of("u", "j"))));
        assertSurvives(SmallModels.full().forget("user-1"));
    }

    @Test
    void metadataTellWhereAModelComesFromAndCannotBeChanged() throws IOException {
        SarTrainer.Builder options = SarTrainer.builder()
                .similarity(Similarity.LIFT)
                .supportThreshold(2)
                .withoutDecay();
        NeighborModel trained = SarModels.train(options, List.of(UsageEvent.of("u", "i"), UsageEvent.of("u", "j")));
        trained.save(file);
        for (NeighborModel model : List.of(trained, NeighborModel.open(file))) {
            assertThat(model.metadata().events()).isEqualTo(2);
            assertThat(model.metadata().users()).isEqualTo(1);
            assertThat(model.metadata().items()).isEqualTo(2);
            assertThat(model.metadata().referenceTime()).isEmpty();
            assertThat(model.metadata().algorithm()).contains("sar");
            Parameters parameters = model.metadata().parameters();
            assertThat(parameters).isEqualTo(options.build().parameters());
            assertThat(parameters.value("similarity")).contains("lift");
            assertThat(parameters.value("supportThreshold")).contains(2L);
            assertThat(parameters.has("halfLife")).isTrue();
            assertThat(parameters.value("halfLife")).isEmpty();
            assertThatThrownBy(() -> parameters.names().clear()).isInstanceOf(UnsupportedOperationException.class);
            parameters.toText().clear();
            assertThat(parameters.toText()).containsEntry("halfLife", "none");
            assertThatThrownBy(() -> model.metadata().counts().clear())
                    .isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Test
    @Tag("slow")
    void everyTruncationIsRecognised() throws IOException {
        byte[] bytes = save(SmallModels.full());
        for (int length = 0; length < bytes.length; length++) {
            Files.write(file, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> NeighborModel.open(file))
                    .as("%d of %d bytes", length, bytes.length)
                    .isInstanceOf(ModelFormatException.Truncated.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void foreignNewerLongerAndMissingFilesAreToldApart() throws IOException {
        byte[] bytes = save(SmallModels.full());
        Files.writeString(file, "PK\u0003\u0004 this is an archive");
        assertThatThrownBy(() -> NeighborModel.open(file)).isInstanceOf(ModelFormatException.NotAModel.class);

        byte[] newer = bytes.clone();
        newer[8] = 9;
        Files.write(file, newer);
        assertThatThrownBy(() -> NeighborModel.open(file))
                .isInstanceOfSatisfying(
                        ModelFormatException.NewerVersion.class,
                        e -> assertThat(e.version()).isEqualTo(9));

        Files.write(file, Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(() -> NeighborModel.open(file)).isInstanceOf(ModelFormatException.Corrupt.class);

        assertThatThrownBy(() -> NeighborModel.open(folder.resolve("none"))).isInstanceOf(NoSuchFileException.class);
    }

    private void assertSurvives(NeighborModel model) throws IOException {
        byte[] bytes = save(model);
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(Answers.of(opened)).isEqualTo(Answers.of(model));
            assertThat(opened.recommender().recommend(Query.popular()))
                    .isEqualTo(model.recommender().recommend(Query.popular()));
            assertThat(save(opened)).isEqualTo(bytes);
        }
    }

    private byte[] save(NeighborModel model) throws IOException {
        model.save(file);
        return Files.readAllBytes(file);
    }
}
