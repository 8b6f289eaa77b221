package dev.recommender.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.TrainingException;
import dev.recommender.Verification;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of weights of 8 bits hold what their definition says, whatever is asked of them. */
class PackedRowsTest {
    private static final int NARROW = 1 << 16;

    @ParameterizedTest
    @ValueSource(ints = {1, 300, NARROW, NARROW + 1, 1_000_000})
    void cellsAreTheSquaresOfWholeNumbersTimesAPowerOfTwo(int items) {
        Random random = new Random(items);
        int[][] columns = columns(random, items);
        float[][] values = values(random, columns);
        RowBlocks rows = rows(columns, values, RowLayout.packed(items));
        for (int row = 0; row < columns.length; row++) {
            float[] expected = bruteForce(values[row]);
            int length = columns[row].length;
            RowBlocks.Cells cells = new RowBlocks.Cells();
            assertThat(rows.read(row, cells)).isEqualTo(length);
            assertThat(Arrays.copyOf(cells.columns, length)).isEqualTo(columns[row]);
            assertThat(Arrays.copyOf(cells.values, length)).isEqualTo(expected);
            for (int at = 0; at < length; at++) {
                assertThat(rows.find(row, columns[row][at])).isEqualTo(at);
                assertThat(rows.has(row, columns[row][at])).isTrue();
                assertThat(rows.value(row, columns[row][at])).isEqualTo(expected[at]);
            }
            assertThat(rows.find(row, items)).isEqualTo(length);
            requirePieces(rows, row, columns[row], expected, random);
        }
        assertThat(rows.cells())
                .isEqualTo(Arrays.stream(columns).mapToInt(row -> row.length).sum());
    }

    private static void requirePieces(RowBlocks rows, int row, int[] columns, float[] expected, Random random) {
        PackedRow packed = new PackedRow();
        RowBlocks.Cells cells = new RowBlocks.Cells();
        for (int attempt = 0; attempt < 10; attempt++) {
            int from = random.nextInt(columns.length + 1);
            int to = from + random.nextInt(columns.length - from + 1);
            rows.read(row, from, to, packed);
            rows.read(row, from, to, cells);
            assertThat(packed.size).isEqualTo(to - from);
            assertThat(cells.size).isEqualTo(to - from);
            boolean run = to > from && columns[to - 1] - columns[from] == to - from - 1;
            assertThat(packed.run).isEqualTo(run);
            for (int at = 0; at < to - from; at++) {
                int code = packed.codes[at] & 0xFF;
                int column = run ? packed.first + at : packed.narrow ? packed.halves[at] : packed.words[at];
                assertThat(column).isEqualTo(columns[from + at]);
                assertThat(packed.unit * code * code).isEqualTo(expected[from + at]);
                assertThat(cells.columns[at]).isEqualTo(column);
                assertThat(cells.values[at]).isEqualTo(expected[from + at]);
            }
        }
    }

    @Test
    void whatIsLostIsHalfOfWhatLiesBetweenTwoCodes() {
        Random random = new Random(1);
        for (int attempt = 0; attempt < 200; attempt++) {
            float[] values = values(random, new int[][] {IntStream.range(0, 50).toArray()})[0];
            float largest = largest(values);
            float[] packed = read(rows(
                    new int[][] {IntStream.range(0, 50).toArray()}, new float[][] {values}, RowLayout.PACKED_NARROW));
            for (int at = 0; at < 50; at++) {
                double root = Math.sqrt(values[at] / (double) largest);
                // The largest has a code of 181 at least.
                double most = 2 * root * 0.5 / 180.5 + Math.pow(0.5 / 180.5, 2);
                double least = Math.pow(1 / 180.5, 2);
                assertThat(packed[at] / (double) largest)
                        .isCloseTo(values[at] / (double) largest, within(Math.max(most, least) + 1e-37 / largest));
            }
        }
    }

    @Test
    void whatWasPackedStaysAsItIsWhenItIsPackedAgain() {
        Random random = new Random(2);
        int[][] columns = columns(random, 300);
        RowBlocks once = rows(columns, values(random, columns), RowLayout.PACKED_NARROW);
        float[][] packed = new float[columns.length][];
        RowBlocks.Cells cells = new RowBlocks.Cells();
        for (int row = 0; row < columns.length; row++) {
            once.read(row, cells);
            packed[row] = Arrays.copyOf(cells.values, cells.size);
        }
        RowBlocks twice = rows(columns, packed, RowLayout.PACKED_NARROW);
        assertThat(twice.directory()).isEqualTo(once.directory());
        assertThat(twice.blocks()).isEqualTo(once.blocks());
    }

    @Test
    void negativeWeightsAreRefused() {
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> rows(new int[][] {{0, 1}}, new float[][] {{1, -0.5f}}, RowLayout.PACKED_WIDE))
                .withMessageContaining("weights of 8 bits cannot be negative, and one would be -0.5")
                .withMessageContaining("leave rowPrecision at single");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, NARROW + 1})
    @Tag("slow")
    void damagedRowsAreRefusedUnderRightChecksumsToo(int items) {
        Random random = new Random(4);
        int[][] columns = columns(random, items);
        RowBlocks sound = rows(columns, values(random, columns), RowLayout.packed(items));
        ByteBuffer block = sound.blocks()[0];
        RowBlocks.Cells cells = new RowBlocks.Cells();
        int opened = 0;
        for (int attempt = 0; attempt < 3000; attempt++) {
            ByteBuffer damaged = Bytes.copy(block);
            int at = random.nextInt(damaged.limit());
            damaged.put(at, (byte) (attempt % 2 == 0 ? 0 : random.nextInt()));
            ByteBuffer directory = RowBlocks.made(sound.directory(), new ByteBuffer[] {damaged}, sound.layout())
                    .sealedDirectory();
            try {
                RowBlocks read = RowBlocks.open(
                        "file", directory, new ByteBuffer[] {damaged}, sound.layout(), items, Verification.ON_OPEN);
                for (int row = 0; row < read.rows(); row++) {
                    read.read(row, cells);
                    for (int cell = 0; cell < cells.size; cell++) {
                        assertThat(cells.values[cell]).isPositive().isFinite();
                        assertThat(cells.columns[cell])
                                .isBetween(cell == 0 ? 0 : cells.columns[cell - 1] + 1, items - 1);
                    }
                }
                opened++;
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining("row ");
            }
            ByteBuffer unsealed = sound.sealedDirectory();
            if (!damaged.equals(block)) {
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> RowBlocks.open(
                                "file",
                                unsealed,
                                new ByteBuffer[] {damaged},
                                sound.layout(),
                                items,
                                Verification.ON_OPEN))
                        .withMessageContaining("has a wrong checksum");
            }
        }
        assertThat(opened).isBetween(1, 2999);
    }

    @Test
    void aRowThatIsLeftOutIsWiped() {
        RowBlocks rows =
                rows(new int[][] {{0, 2}, {1, 2}, {0}}, new float[][] {{1, 2}, {3, 4}, {5}}, RowLayout.PACKED_NARROW);
        RowBlocks fewer = rows.without(1);
        assertThat(fewer.rows()).isEqualTo(2);
        assertThat(fewer.value(0, 2)).isEqualTo(rows.value(0, 2));
        assertThat(fewer.value(1, 0)).isEqualTo(rows.value(2, 0));
        // A word of the exponent, and two of columns and codes.
        for (int at = 12; at < 24; at++) {
            assertThat(fewer.blocks()[0].get(at)).isZero();
        }
    }

    /** Straight from the definition, by trying all codes. */
    private static float[] bruteForce(float[] values) {
        int exponent = -149;
        while (nearest(largest(values), exponent) > 255) {
            exponent++;
        }
        float[] packed = new float[values.length];
        for (int at = 0; at < values.length; at++) {
            int code = Math.max(1, nearest(values[at], exponent));
            packed[at] = (float) (code * (double) code * Math.pow(2, exponent));
        }
        return packed;
    }

    /** The whole number whose distance to the root of value / 2^exponent is least, the even one of two; at most 300. */
    private static int nearest(float value, int exponent) {
        double root = Math.sqrt(value / Math.pow(2, exponent));
        int best = root > 300 ? 300 : 0;
        for (int code = 1; code < 300 && best < 300; code++) {
            double nearer = Math.abs(best - root) - Math.abs(code - root);
            best = nearer > 0 || nearer == 0 && code % 2 == 0 ? code : best;
        }
        return best;
    }

    private static float largest(float[] values) {
        float largest = 0;
        for (float value : values) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static float[] read(RowBlocks rows) {
        RowBlocks.Cells cells = new RowBlocks.Cells();
        rows.read(0, cells);
        return Arrays.copyOf(cells.values, cells.size);
    }

    private static int[][] columns(Random random, int items) {
        int[][] columns = new int[40][];
        for (int row = 0; row < columns.length; row++) {
            int first = random.nextInt(items);
            columns[row] = row % 5 == 0
                    ? IntStream.range(first, Math.min(items, first + random.nextInt(40)))
                            .toArray()
                    : random.ints(random.nextInt(300), 0, items)
                            .sorted()
                            .distinct()
                            .toArray();
        }
        return columns;
    }

    /** Of all sizes that floats have, and in some rows of like ones. */
    private static float[][] values(Random random, int[][] columns) {
        float[][] values = new float[columns.length][];
        for (int row = 0; row < columns.length; row++) {
            values[row] = new float[columns[row].length];
            int scale = random.nextInt(270) - 145;
            boolean alike = random.nextBoolean();
            for (int at = 0; at < values[row].length; at++) {
                float value = Math.scalb(random.nextFloat(), alike ? scale : scale - random.nextInt(30));
                values[row][at] = value == 0 ? Float.MIN_VALUE : value;
            }
            if (row % 7 == 0 && values[row].length > 0) {
                values[row][0] = row % 2 == 0 ? Float.MAX_VALUE : Float.MIN_VALUE;
            }
        }
        return values;
    }

    private static RowBlocks rows(int[][] columns, float[][] values, RowLayout layout) {
        RowBlocksBuilder builder = new RowBlocksBuilder(
                Arrays.stream(columns).mapToInt(row -> row.length).toArray(), layout);
        for (int row = 0; row < columns.length; row++) {
            builder.put(row, columns[row], values[row], 0);
        }
        return builder.finish();
    }
}
