package dev.recommender.sar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects rows into blocks. Rows come in chunks of consecutive rows, each filled by one thread through its own
 * {@link Chunk}; where chunks and blocks end depends on the rows alone, so the result is the same bytes for any number of
 * threads.
 */
final class RowBlocksWriter {
    /** What a chunk should hold if the rows are as long as expected: 2 MiB. */
    private static final long CELLS_PER_CHUNK = 1 << 18;

    /** At least so many chunks, so that there is work to share. */
    private static final int MIN_CHUNKS = 64;

    /** A block ends when it would grow beyond this; a longer row has a block of its own. */
    private static final int MAX_BLOCK_WORDS = 1 << 21;

    private final int rows;
    private final int rowsPerChunk;
    private final List<ByteBuffer>[] blocksOfChunk;
    private final int[] blockInChunk;
    private final int[] offsets;
    private final int[] lengths;

    /** For so many rows, which are expected to have at most so many cells together. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    RowBlocksWriter(int rows, long expectedCells) {
        this.rows = rows;
        long fitting = (long) (CELLS_PER_CHUNK * (double) rows / Math.max(1, expectedCells));
        this.rowsPerChunk = (int) Math.max(1, Math.min(fitting, rows / MIN_CHUNKS));
        this.blocksOfChunk = new List[chunks()];
        this.blockInChunk = new int[rows];
        this.offsets = new int[rows];
        this.lengths = new int[rows];
    }

    int chunks() {
        return (int) (((long) rows + rowsPerChunk - 1) / rowsPerChunk);
    }

    int firstRow(int chunk) {
        return chunk * rowsPerChunk;
    }

    int endRow(int chunk) {
        return (int) Math.min(rows, (chunk + 1L) * rowsPerChunk);
    }

    /** The chunk of this number, to be filled with its rows in order and then {@linkplain Chunk#close closed}. */
    Chunk chunk(int number) {
        return new Chunk(number);
    }

    RowBlocks finish() {
        List<ByteBuffer> blocks = new ArrayList<>();
        ByteBuffer directory = ByteBuffer.allocate(
                        ModelLayout.checkedLength("row directory", (long) rows * RowBlocks.DIRECTORY_ENTRY))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            int chunk = row / rowsPerChunk;
            if (row == firstRow(chunk)) {
                blocks.addAll(blocksOfChunk[chunk]);
            }
            int block = blocks.size() - blocksOfChunk[chunk].size() + blockInChunk[row];
            directory.putInt(block).putInt(offsets[row]).putInt(lengths[row]);
        }
        return new RowBlocks(directory.flip(), blocks.toArray(ByteBuffer[]::new));
    }

    /** The rows of one chunk; used by one thread. */
    final class Chunk implements AutoCloseable {
        private final int number;
        private final List<ByteBuffer> blocks = new ArrayList<>();
        private int row;
        private int[] words = new int[1 << 10];
        private int used;

        private Chunk(int number) {
            this.number = number;
            this.row = firstRow(number);
        }

        /** Adds the next row, its columns ascending. */
        void add(int[] columns, float[] values, int from, int length) {
            if (used > 0 && used + 2L * length > MAX_BLOCK_WORDS) {
                endBlock();
            }
            if (used + 2 * length > words.length) {
                words = Arrays.copyOf(words, Math.max(used + 2 * length, words.length * 2));
            }
            blockInChunk[row] = blocks.size();
            offsets[row] = used;
            lengths[row++] = length;
            System.arraycopy(columns, from, words, used, length);
            for (int at = 0; at < length; at++) {
                words[used + length + at] = Float.floatToIntBits(values[from + at]);
            }
            used += 2 * length;
        }

        @Override
        public void close() {
            endBlock();
            blocksOfChunk[number] = blocks;
        }

        private void endBlock() {
            ByteBuffer block = ByteBuffer.allocate(4 * used).order(ByteOrder.LITTLE_ENDIAN);
            block.asIntBuffer().put(words, 0, used);
            blocks.add(block);
            used = 0;
        }
    }
}
