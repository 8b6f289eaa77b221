package dev.recommender.internal.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.recommender.ModelFormatException;
import dev.recommender.TrainedModel;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.neighbors.Answers;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.neighbors.RowPrecision;
import dev.recommender.neighbors.SmallModels;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to a model file, opening it gives a sound model or a typed exception, and costs little. Where a file is
 * told what it holds, in its header, its section table and at the start of each section, every number is tried with every
 * absurd value; elsewhere every number with some of them.
 */
@Timeout(300)
@Tag("slow")
class ModelFileDamageTest {
    /** What a value may be that a stranger writes into a length, an offset, a count or an index. */
    private static final int[] ABSURD = {
        0, 1, 2, 7, 8, -1, -8, Integer.MIN_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE - 7, 1 << 20, 1 << 28, 1 << 30
    };

    /** How many bytes of each section are its start. */
    private static final int START = 32;

    /** How many of the absurd values are tried elsewhere. */
    private static final int SOME = 2;

    @TempDir
    Path folder;

    private Path file;
    private ModelBytes sound;
    private String answers = "";

    @BeforeEach
    void saveSound() throws IOException {
        file = folder.resolve("model");
        TrainedModel model = model();
        sound = ModelBytes.of(model, file);
        answers = answers(model);
    }

    TrainedModel model() {
        return SmallModels.full(RowPrecision.SINGLE);
    }

    TrainedModel open(Path path) throws IOException {
        return NeighborModel.open(path);
    }

    String answers(TrainedModel model) {
        return Answers.of((NeighborModel) model);
    }

    @Test
    void noBitOfHeaderAndSectionTableGoesUnchecked() throws IOException {
        for (int bit = 0; bit < 8 * sound.headerLength(); bit++) {
            ModelBytes bytes = sound.copy();
            bytes.array()[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(bytes);
        }
    }

    @Test
    void flippedBytesAreNoticedOrDoNotMatter() throws IOException {
        Random random = new Random(1);
        int opened = 0;
        for (int attempt = 0; attempt < 3000; attempt++) {
            byte[] bytes = sound.array().clone();
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            opened += opensToTheSame(bytes) ? 1 : 0;
        }
        // Only the padding between sections is under no checksum.
        assertThat(opened).isLessThan(150);
    }

    @Test
    void smashedAndZeroedRangesAreNoticedOrDoNotMatter() throws IOException {
        Random random = new Random(2);
        for (int attempt = 0; attempt < 2000; attempt++) {
            byte[] bytes = sound.array().clone();
            int from = random.nextInt(bytes.length);
            int to = Math.min(bytes.length, from + 1 + random.nextInt(attempt % 2 == 0 ? 16 : 512));
            for (int at = from; at < to; at++) {
                bytes[at] = attempt % 3 == 0 ? 0 : (byte) random.nextInt();
            }
            opensToTheSame(bytes);
        }
    }

    @Test
    void swappedSectionsAreNoticed() throws IOException {
        for (int first : sound.sections()) {
            for (int second : sound.sections()) {
                if (first != second) {
                    ModelBytes bytes = sound.copy();
                    int firstEntry = sound.entry(first);
                    int secondEntry = sound.entry(second);
                    byte[] entry = new byte[FileLayout.TABLE_ENTRY];
                    byte[] other = new byte[FileLayout.TABLE_ENTRY];
                    bytes.buffer().get(firstEntry, entry).get(secondEntry, other);
                    bytes.buffer().put(firstEntry, other).put(secondEntry, entry);
                    bytes.seal();
                    assertRefused(bytes);

                    bytes.buffer().putInt(firstEntry, first).putInt(secondEntry, second);
                    opensOrIsRefused(bytes.seal().array());
                }
            }
        }
    }

    @Test
    void absurdNumbersUnderRightChecksumsNeverGetThrough() throws IOException {
        Random random = new Random(3);
        int opened = 0;
        for (int at = 8; at + 4 <= sound.size(); at += 4) {
            boolean telling = tells(at);
            int first = random.nextInt(ABSURD.length);
            for (int tried = 0; tried < (telling ? ABSURD.length : SOME); tried++) {
                int value = ABSURD[(first + tried) % ABSURD.length];
                ModelBytes bytes = sound.copy();
                int before = bytes.buffer().getInt(at);
                bytes.buffer().putInt(at, random.nextInt(4) == 0 ? before + value : value);
                opened += opensOrIsRefused(bytes.seal().array()) ? 1 : 0;
            }
        }
        assertThat(opened).isPositive();
    }

    /** Whether a number is in the header, in the section table, or at the start of a section. */
    private boolean tells(int at) {
        return at < sound.headerLength()
                || sound.sections().stream().map(sound::offset).anyMatch(start -> at >= start && at < start + START);
    }

    @Test
    void severalAbsurdNumbersAtOnceNeverGetThrough() throws IOException {
        Random random = new Random(4);
        for (int attempt = 0; attempt < 3000; attempt++) {
            ModelBytes bytes = sound.copy();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = 8 + 4 * random.nextInt(sound.size() / 4 - 2);
                int value = random.nextBoolean() ? ABSURD[random.nextInt(ABSURD.length)] : random.nextInt(64);
                bytes.buffer().putInt(at, value);
            }
            opensOrIsRefused(bytes.seal().array());
        }
    }

    @Test
    void absurdMetadataUnderRightChecksumsAreRefused() throws IOException {
        String json = new String(sound.content(ModelBytes.METADATA), StandardCharsets.UTF_8);
        for (String bad : List.of(
                "",
                "{",
                "null",
                "[]",
                "\"text\"",
                "[".repeat(100_000),
                "{\"a\":".repeat(100_000),
                json.replace("\"items\":", "\"stuff\":"),
                json.replace("\"items\":", "\"items\":9"),
                json.replace("\"users\":", "\"users\":-"),
                json.replace("\"Click\":1.0", "\"\":1.0"),
                json.replace("\"Click\":1.0", "\"Click\":null"),
                json.replace("\"Click\":1.0", "\"Click\":1e999"),
                json.replace("\"Click\":1.0", "\"Click\":\"NaN\""),
                json.replace("\"halfLifeMillis\":", "\"halfLifeMillis\":-"),
                json.replace("\"halfLifeMillis\":2592000000", "\"halfLifeMillis\":0"),
                json.replace("\"ratingMax\":", "\"ratingMax\":1e999,\"ignored\":"),
                json.replaceAll("\"ratingMax\":[^,]*", "\"ratingMax\":1e999"),
                json.replaceAll("\"ratingMin\":[^,]*", "\"ratingMin\":\"NaN\""),
                json.replaceAll("\"colour\":[^,}]*", "\"colour\":\"NaN\""),
                json.replaceAll("\"colour\":[^,}]*", "\"colour\":null"),
                json.replace("\"RATING\"", "\"WEIGHT\""),
                json.replace("\"RATING\"", "null"),
                json.replace("\"keepUnknownItems\":true", "\"keepUnknownItems\":\"perhaps\""),
                json.replace("\"keepUnknownItems\":true", "\"keepUnknownItems\":[]"),
                json.replace("\"similarity\":\"jaccard\"", "\"similarity\":[\"jaccard\"]"),
                json.replace("\"similarity\":\"jaccard\"", "\"similarity\":{\"jaccard\":null}"),
                json.replace("\"similarity\":\"jaccard\"", "\"similarity\":1e999"),
                json.replaceAll("\"parameters\":\\{.*?\\},\"keep", "\"parameters\":null,\"keep"),
                json.replaceAll("\"parameters\":\\{.*?\\},\"keep", "\"parameters\":[],\"keep"),
                json.replaceAll("\"parameters\":\\{.*?\\},\"keep", "\"parameters\":\"none\",\"keep"))) {
            assertThat(bad).isNotEqualTo(json);
            assertRefused(sound.with(ModelBytes.METADATA, bad.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(opensOrIsRefused(sound.with(ModelBytes.METADATA, json.getBytes(StandardCharsets.UTF_8))
                        .array()))
                .isTrue();
    }

    @Test
    void rowsThatShareTheirCellsAreRefusedSinceCheckingThemCouldTakeForEver() throws IOException {
        ModelBytes bytes = sound.copy();
        int directory = bytes.offset(ModelBytes.HISTORY_DIRECTORY);
        byte[] first = new byte[RowBlocks.DIRECTORY_ENTRY];
        bytes.buffer().get(directory, first);
        for (int row = 1; row < bytes.length(ModelBytes.HISTORY_DIRECTORY) / RowBlocks.DIRECTORY_ENTRY; row++) {
            bytes.buffer().put(directory + row * RowBlocks.DIRECTORY_ENTRY, first);
        }
        assertRefused(bytes.seal());
    }

    @Test
    void nothingLargeIsAllocatedForASmallFile() throws IOException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Random random = new Random(5);
        long most = 0;
        for (int attempt = 0; attempt < 2500; attempt++) {
            ModelBytes bytes = sound.copy();
            int at = 12 + 4 * random.nextInt(sound.size() / 4 - 3);
            bytes.buffer().putInt(at, ABSURD[random.nextInt(ABSURD.length)]);
            Files.write(file, bytes.seal().array());
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                open(file).close();
            } catch (ModelFormatException e) {
                assertThat(e.file()).isEqualTo(file.toString());
            }
            long allocated =
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
            most = attempt < 1000 ? 0 : Math.max(most, allocated);
        }
        // Parsing and exceptions cost a constant; the smallest absurd length would cost a megabyte.
        assertThat(most).isLessThan(300_000 + 8L * sound.size());
    }

    /** Whether the file opens, to a model that answers as before. */
    private boolean opensToTheSame(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (TrainedModel model = open(file)) {
            assertThat(answers(model)).isEqualTo(answers);
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    /** Whether the file opens, to a model that can be asked anything. */
    private boolean opensOrIsRefused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (TrainedModel model = open(file)) {
            try {
                answers(model);
            } catch (RuntimeException e) {
                fail("the model opened but does not answer", e);
            }
            return true;
        } catch (ModelFormatException e) {
            return false;
        }
    }

    private void assertRefused(ModelBytes bytes) throws IOException {
        Files.write(file, bytes.array());
        assertThatThrownBy(() -> open(file)).isInstanceOf(ModelFormatException.class);
    }
}
