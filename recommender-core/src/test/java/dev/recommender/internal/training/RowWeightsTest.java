package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.TrainingException;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.RowPrecision;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of values at the edges of floats, and of rows without neighbours; twins compare all else. */
class RowWeightsTest {
    private final ByteBuffer own = Bytes.ofFloats(new float[] {4, 4, 4});

    @Test
    void valuesThatAreTooSmallStayNeighbours() {
        RowWeights square = new RowWeights(0, 4, false, RowPrecision.SINGLE);
        assertThat(first(square, 1e-30f, -1e-30f)).containsExactly(Float.MIN_VALUE, -Float.MIN_VALUE);
        RowWeights share = new RowWeights(0, 1, true, RowPrecision.SINGLE);
        assertThat(first(share, Float.MIN_VALUE, 1e10f)).containsExactly(Float.MIN_VALUE, 1);
    }

    @Test
    void valuesThatBecomeTooLargeAreRefusedWithTheRemedy() {
        RowWeights power = new RowWeights(0, 2, false, RowPrecision.SINGLE);
        assertThatExceptionOfType(TrainingException.class)
                .isThrownBy(() -> first(power, 1, 1e30f))
                .withMessageContaining("a weight is too large for a float")
                .withMessageContaining("a smaller weightPower would help");
    }

    @Test
    void weightsOfARowAddUpToOneAndAnItemWithoutNeighboursKeepsItsOwn() {
        RowWeights share = new RowWeights(0, 1, true, RowPrecision.SINGLE);
        assertThat(first(share, 6, -2)).containsExactly(0.75f, -0.25f);
        assertThat(own.getFloat(0)).isEqualTo(0.5f);
        assertThat(own.getFloat(4)).isEqualTo(4);
    }

    @Test
    void aPowerOfNegativeValuesKeepsTheirSign() {
        RowWeights root = new RowWeights(0, 0.5, false, RowPrecision.SINGLE);
        assertThat(first(root, -9, 16)).containsExactly(-3, 4);
        assertThat(own.getFloat(0)).isEqualTo(2);
    }

    @Test
    void whatPopularNeighboursWereChosenByIsTakenBack() {
        RowWeights chosen = new RowWeights(0.5, 1, false, RowPrecision.SINGLE);
        assertThat(first(chosen, 6, 4)).containsExactly(2, 2);
        assertThat(own.getFloat(0)).isEqualTo(1);
    }

    @Test
    void rowsThatOthersHaveAsWellStayAsTheyAre() {
        for (RowWeights weights : List.of(
                new RowWeights(0.5, 1, false, RowPrecision.SINGLE),
                new RowWeights(0, 2, false, RowPrecision.BYTE),
                new RowWeights(0, 1, true, RowPrecision.SINGLE))) {
            RowBlocks values = rows(6, 4);
            float[] shared = first(weights, values, true);
            assertThat(first(RowWeights.PLAIN, values, true)).containsExactly(6, 4);
            assertThat(shared).isEqualTo(first(weights, values, false)).doesNotContain(6);
        }
    }

    /** The first row's weights; the items are held by 16, 9 and 4 units. */
    private float[] first(RowWeights weights, float... values) {
        return first(weights, rows(values), false);
    }

    private static RowBlocks rows(float... values) {
        RowBlocksBuilder builder = new RowBlocksBuilder(new int[] {2, 0, 0});
        builder.put(0, new int[] {1, 2}, values, 0);
        return builder.finish();
    }

    private float[] first(RowWeights weights, RowBlocks values, boolean shared) {
        TrainedRows trained = new TrainedRows(own, values, shared, Map.of(), List.of());
        RowBlocks rows = TrainingThreads.supervise(
                2, TrainingMonitor.none(), work -> weights.apply(trained, new int[] {16, 9, 4}, work));
        RowBlocks.Cells cells = new RowBlocks.Cells();
        rows.read(0, cells);
        return Arrays.copyOf(cells.values, cells.size);
    }
}
