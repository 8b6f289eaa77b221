package dev.recommender.neighbors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.Query;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelBytes;
import dev.recommender.internal.rows.RowBlocks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening models with each kind of verification, and loading them. */
@Tag("slow")
@ParameterizedClass
@EnumSource(RowPrecision.class)
class VerificationTest {
    @Parameter
    RowPrecision precision = RowPrecision.SINGLE;

    @TempDir
    Path folder;

    private Path file;
    private ModelBytes sound;
    private String answers = "";

    @BeforeEach
    void saveSound() throws IOException {
        file = folder.resolve("model");
        NeighborModel model = SmallModels.full(precision);
        sound = ModelBytes.of(model, file);
        answers = Answers.of(model);
    }

    @ParameterizedTest
    @EnumSource
    void aSoundModelAnswersAndSavesTheSameHoweverItWasOpened(Verification verification) throws IOException {
        Path copy = folder.resolve("copy");
        try (NeighborModel model = NeighborModel.open(file, verification);
                NeighborModel forgetful = model.forget("user-1");
                NeighborModel loaded = model.load()) {
            assertThat(Answers.of(model)).isEqualTo(answers);
            assertThat(Answers.of(loaded)).isEqualTo(answers);
            assertThat(Answers.of(forgetful))
                    .isEqualTo(Answers.of(SmallModels.full(precision).forget("user-1")));
            loaded.save(copy);
            assertThat(copy).hasSameBinaryContentAs(file);
            model.save(copy);
            assertThat(copy).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aLazilyVerifiedModelNeverAnswersFromDamagedBytes() throws IOException {
        Random random = new Random(7);
        int opened = 0;
        int found = 0;
        for (int attempt = 0; attempt < 1000; attempt++) {
            byte[] bytes = sound.array().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bytes);
            try (NeighborModel model = NeighborModel.open(file, Verification.LAZY)) {
                opened++;
                assertThat(Answers.of(model)).isEqualTo(answers);
            } catch (ModelFormatException e) {
                assertThat(e.file()).isEqualTo(file.toString());
                found++;
            }
        }
        assertThat(opened + found).isGreaterThan(1000);
    }

    @Test
    void damageOfOneRowIsToldWhenTheRowIsUsedAndLeavesTheOthersUsable() throws IOException {
        boolean packed = precision == RowPrecision.BYTE;
        int directory = sound.offset(packed ? ModelBytes.PACKED_DIRECTORY : ModelBytes.SIMILARITY_DIRECTORY);
        int row = rowOf("b");
        long block =
                sound.buffer().getLong(sound.offset(packed ? ModelBytes.PACKED_BLOCKS : ModelBytes.SIMILARITY_BLOCKS));
        int cell = (int) block + 4 * sound.buffer().getInt(directory + row * RowBlocks.DIRECTORY_ENTRY + 4);
        sound.array()[cell] ^= 1;
        Files.write(file, sound.array());
        try (NeighborModel model = NeighborModel.open(file, Verification.LAZY)) {
            assertThat(model.recommender().recommend(Query.items("e"))).isNotEmpty();
            for (int attempt = 0; attempt < 3; attempt++) {
                assertThatThrownBy(() -> model.recommender().recommend(Query.items("b")))
                        .isInstanceOf(ModelFormatException.Corrupt.class)
                        .hasMessageContaining(file.toString())
                        .hasMessageContaining("row " + row);
            }
            assertThatThrownBy(model::load).isInstanceOf(ModelFormatException.Corrupt.class);
        }
        assertThatThrownBy(() -> NeighborModel.open(file)).isInstanceOf(ModelFormatException.Corrupt.class);
    }

    @Test
    void absurdNumbersNeverGetThroughALazyCheck() throws IOException {
        Random random = new Random(8);
        int[] absurd = {-1, Integer.MAX_VALUE, Integer.MIN_VALUE, 1 << 30, 1000};
        for (int attempt = 0; attempt < 1000; attempt++) {
            ModelBytes bytes = sound.copy();
            bytes.buffer().putInt(4 * random.nextInt(sound.size() / 4), absurd[random.nextInt(absurd.length)]);
            Files.write(file, bytes.seal().array());
            try (NeighborModel model = NeighborModel.open(file, Verification.LAZY)) {
                Answers.of(model);
            } catch (ModelFormatException e) {
                assertThat(e.file()).isEqualTo(file.toString());
            }
        }
    }

    @Test
    void aLoadedModelNeedsItsFileNoLonger() throws IOException {
        NeighborModel large = LargeModels.mapped();
        large.save(file);
        NeighborModel loaded;
        try (NeighborModel mapped = NeighborModel.open(file, Verification.NONE)) {
            loaded = mapped.load();
        }
        Files.write(file, new byte[(int) Files.size(file)]);
        try (loaded) {
            assertThat(LargeModels.sample(loaded)).isEqualTo(LargeModels.sample(large));
        }
    }

    private int rowOf(String item) {
        try (NeighborModel model = SmallModels.full(precision)) {
            return model.parts().model().items().indexOf(item);
        }
    }
}
