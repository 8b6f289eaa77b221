package dev.recommender.internal.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.ModelFormatException;
import dev.recommender.Verification;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows that take more than one block. */
class DenseRowsTest {
    private static final int ROWS = 1_300;
    private static final int WIDTH = 4_096;
    private static final int TURNS = 8;

    private static DenseRows.Shape shape(NumberFormat format) {
        return new DenseRows.Shape(WIDTH, TURNS, format);
    }

    /** Whole numbers, so that no format changes them; the factor of each turn is a power of two. */
    private static float[] numbers(int row) {
        float[] numbers = new float[WIDTH];
        Random random = new Random(row);
        for (int at = 0; at < WIDTH; at++) {
            numbers[at] = (1 << at % TURNS) * (random.nextInt(2_000) - 1_000);
        }
        return numbers;
    }

    private static DenseRows written(NumberFormat format) {
        DenseRows rows = DenseRows.ofZeros(ROWS, shape(format));
        float[] factors = new float[TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            factors[turn] = 1 << turn;
        }
        for (int row = ROWS - 1; row >= 0; row--) {
            rows.write(row, numbers(row), factors);
        }
        assertThat(rows.blocks()).hasSizeGreaterThan(1);
        return rows;
    }

    private static void assertRow(DenseRows rows, int row, int original) {
        float[] expected = numbers(original);
        float[] all = new float[WIDTH];
        rows.read(row, 0, WIDTH, all);
        assertThat(all).as("row %d", row).isEqualTo(expected);
        float[] some = new float[TURNS + 3];
        rows.read(row, 16 * TURNS, some.length, some);
        assertThat(some).isEqualTo(Arrays.copyOfRange(expected, 16 * TURNS, 16 * TURNS + some.length));
        float[] turn = new float[WIDTH / TURNS];
        int which = original % TURNS;
        rows.readTurn(row, which, turn);
        for (int at = 0; at < turn.length; at++) {
            assertThat(turn[at]).isEqualTo(expected[at * TURNS + which]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsReadHoweverItIsOpened(NumberFormat format) {
        DenseRows rows = written(format);
        for (Verification verification : Verification.values()) {
            DenseRows opened = DenseRows.open("a file", rows.directory(), rows.blocks(), shape(format), verification);
            assertThat(opened.rows()).isEqualTo(ROWS);
            for (int row = 0; row < ROWS; row += 13) {
                assertRow(opened, row, row);
            }
            assertRow(opened.onHeap(), ROWS - 1, ROWS - 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGoneIsWipedAndTheOthersStay(NumberFormat format) {
        DenseRows rows = written(format);
        int[] gone = {0, 511, 512, 700, ROWS - 1};
        DenseRows fewer = rows.without(gone);
        assertThat(fewer.rows()).isEqualTo(ROWS - gone.length);
        for (int row = 0, left = 0; row < ROWS; row++) {
            if (Arrays.binarySearch(gone, row) < 0) {
                if (row % 37 == 0 || Arrays.binarySearch(gone, row - 1) >= 0) {
                    assertRow(fewer, left, row);
                }
                left++;
            }
        }
        int rowBytes = (int) shape(format).rowBytes();
        for (int row : gone) {
            ByteBuffer block = fewer.blocks()[rows.directory().getInt(row * DenseRows.DIRECTORY_ENTRY)];
            byte[] bytes = new byte[rowBytes];
            block.get(rows.directory().getInt(row * DenseRows.DIRECTORY_ENTRY + 4) * rowBytes, bytes);
            assertThat(bytes).containsOnly(0);
            assertRow(rows, row, row);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aDamagedRowIsRefusedAndNoOther(NumberFormat format) {
        DenseRows rows = written(format);
        int damaged = 1_100;
        int entry = damaged * DenseRows.DIRECTORY_ENTRY;
        int block = rows.directory().getInt(entry);
        assertThat(block).isPositive();
        int place = (int) shape(format).rowBytes() * rows.directory().getInt(entry + 4) + 1_000;
        rows.blocks()[block].put(place, (byte) (rows.blocks()[block].get(place) ^ 4));
        assertThatThrownBy(() ->
                        DenseRows.open("a file", rows.directory(), rows.blocks(), shape(format), Verification.ON_OPEN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("dense row 1100 has a wrong checksum");
        DenseRows lazily = DenseRows.open("a file", rows.directory(), rows.blocks(), shape(format), Verification.LAZY);
        assertRow(lazily, damaged - 1, damaged - 1);
        assertRow(lazily, damaged + 1, damaged + 1);
        assertThatThrownBy(() -> lazily.read(damaged, 0, WIDTH, new float[WIDTH]))
                .isInstanceOf(ModelFormatException.Corrupt.class)
                .hasMessageContaining("dense row 1100 has a wrong checksum");
        assertThatThrownBy(lazily::onHeap).isInstanceOf(ModelFormatException.Corrupt.class);
    }
}
