package dev.recommender.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.internal.neighbors.HandMade;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.neighbors.LargeModels;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files beyond four megabytes, which are mapped. */
@Timeout(300)
@Tag("slow")
class LargeModelFileTest {
    @TempDir
    static Path folder;

    private static Path file = Path.of("");
    private static String answers = "";

    @BeforeAll
    static void save() throws IOException {
        file = folder.resolve("large");
        NeighborModel model = LargeModels.mapped();
        model.save(file);
        answers = LargeModels.sample(model);
        assertThat(Files.size(file)).isGreaterThan(4 << 20);
    }

    @Test
    void aMappedModelAnswersLikeTheSavedOneAndSavesTheSameBytes() throws IOException {
        Path copy = folder.resolve("copy");
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(LargeModels.sample(opened)).isEqualTo(answers);
            opened.save(copy);
        }
        assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    }

    @Test
    void truncationsAreRecognised() throws IOException {
        Path cut = folder.resolve("cut");
        Files.copy(file, cut);
        List<Long> lengths = new ArrayList<>();
        long size = Files.size(file);
        for (int number = 0; number < 60; number++) {
            lengths.add(size - 1 - number * size / 60);
        }
        for (long length : lengths) {
            try (RandomAccessFile writer = new RandomAccessFile(cut.toFile(), "rw")) {
                writer.setLength(length);
            }
            assertThatThrownBy(() -> NeighborModel.open(cut)).isInstanceOf(ModelFormatException.Truncated.class);
        }
    }

    @Test
    void flippedBytesAreNoticedOrDoNotMatter() throws IOException {
        Path flipped = folder.resolve("flipped");
        Files.copy(file, flipped);
        Random random = new Random(6);
        int opened = 0;
        try (RandomAccessFile writer = new RandomAccessFile(flipped.toFile(), "rw")) {
            for (int attempt = 0; attempt < 300; attempt++) {
                long at = (long) (random.nextDouble() * writer.length());
                writer.seek(at);
                int before = writer.read();
                write(writer, at, before ^ 1 + random.nextInt(255));
                try (NeighborModel model = NeighborModel.open(flipped)) {
                    assertThat(LargeModels.sample(model)).isEqualTo(answers);
                    opened++;
                } catch (ModelFormatException e) {
                    assertThat(e.file()).isEqualTo(flipped.toString());
                }
                write(writer, at, before);
            }
        }
        assertThat(opened).isLessThan(10);
    }

    @Test
    void aFileOfVeryManySmallBlocksDoesNotExhaustTheMappingsOfTheProcess() throws IOException {
        int items = 100_000;
        List<String> ids = new ArrayList<>();
        for (int item = 0; item < items; item++) {
            ids.add("item-" + item);
        }
        ByteBuffer directory = Bytes.littleEndian(items * RowBlocks.DIRECTORY_ENTRY);
        ByteBuffer[] blocks = new ByteBuffer[items];
        for (int item = 0; item < items; item++) {
            directory.putInt(item).putInt(0).putInt(1).putInt(0);
            int neighbor = item == 0 ? 1 : item - 1;
            blocks[item] = Bytes.littleEndian(8).putInt(neighbor).putFloat(0.5f).flip();
        }
        NeighborParts data = HandMade.model(ids, RowBlocks.made(directory.flip(), blocks, RowLayout.WIDE));
        Path many = folder.resolve("many");
        NeighborModel.of(data).save(many);
        try (NeighborModel model = NeighborModel.open(many)) {
            assertThat(model.similarity("item-77777", "item-77776")).hasValue(0.5);
        }
    }

    private static void write(RandomAccessFile writer, long at, int value) throws IOException {
        writer.seek(at);
        writer.write(value);
    }
}
