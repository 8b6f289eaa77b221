package dev.recommender.internal.neighbors;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.internal.rows.Spill;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Arrays;

/** Packs the weights of rows into 8 bits each. */
public final class RowPacking {
    private RowPacking() {}

    /**
     * The same rows with weights of 8 bits; in a file, if they are in one.
     *
     * @throws dev.recommender.TrainingException if a weight is negative
     */
    public static RowBlocks pack(RowBlocks rows, TrainingThreads work) {
        int[] lengths = new int[rows.rows()];
        Arrays.setAll(lengths, rows::length);
        RowLayout layout = RowLayout.packed(rows.rows());
        if (!rows.mapped()) {
            return fill(new RowBlocksBuilder(lengths, layout), rows, work);
        }
        try (Spill file = Spill.create()) {
            return fill(RowBlocksBuilder.spilled(lengths, layout, file), rows, work);
        }
    }

    private static RowBlocks fill(RowBlocksBuilder packed, RowBlocks rows, TrainingThreads work) {
        work.runQuietly(packed.blocks(), RowBlocks.Cells::new, (block, cells) -> {
            if (rows.mapped()) {
                packed.open(block);
            }
            for (int row = packed.firstRow(block); row < packed.firstRow(block + 1); row++) {
                work.check();
                rows.read(row, cells);
                packed.put(row, cells.columns, cells.values, 0);
            }
            if (rows.mapped()) {
                packed.close(block);
            }
        });
        return packed.finish();
    }
}
