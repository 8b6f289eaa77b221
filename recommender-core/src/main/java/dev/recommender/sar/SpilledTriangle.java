package dev.recommender.sar;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.rows.RowLayout;
import dev.recommender.internal.rows.Spill;
import dev.recommender.internal.tasks.TrainingThreads;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * All similarities, as {@link UpperTriangle} has them, where the heap cannot hold them. The triangle is written to a
 * temporary file as it is found, seed by seed. Then it is mirrored into whole rows, block by block. The rows are
 * written to a second temporary file, and stay there, mapped. The heap holds one block of rows for each thread.
 */
final class SpilledTriangle {
    private final SimilarityRows similarities;
    private final int items;
    private final boolean symmetric;
    private final long[] places;
    private final int[] sizes;

    SpilledTriangle(SimilarityRows similarities, int items) {
        this.similarities = similarities;
        this.items = items;
        this.symmetric = similarities.symmetric();
        this.places = new long[items];
        this.sizes = new int[items];
    }

    RowBlocks rows(TrainingThreads work) {
        AtomicIntegerArray counts = new AtomicIntegerArray(items);
        try (Spill triangle = Spill.create();
                Spill whole = Spill.create()) {
            work.run(similarities.tasks(), similarities::cells, (task, cells) -> {
                cells.open(task);
                for (int seed = similarities.firstSeed(task); seed < similarities.lastSeed(task); seed++) {
                    cells.compute(seed);
                    count(seed, cells, counts);
                    sizes[seed] = cells.size();
                    places[seed] = triangle.append(bytes(cells));
                }
            });
            int[] lengths = new int[items];
            Arrays.setAll(lengths, counts::get);
            RowBlocksBuilder builder = RowBlocksBuilder.spilled(lengths, RowLayout.WIDE, whole);
            ByteBuffer[] windows = triangle.windows();
            work.runQuietly(builder.blocks(), () -> new Triangle(windows), (block, found) -> {
                builder.open(block);
                mirror(block, builder, found, work);
                builder.close(block);
            });
            return builder.finish();
        }
    }

    private static void count(int seed, SimilarityRows.Cells cells, AtomicIntegerArray counts) {
        int forward = 0;
        for (int at = 0; at < cells.size(); at++) {
            forward += cells.values[at] != 0 ? 1 : 0;
            if (cells.backward[at] != 0) {
                counts.getAndIncrement(cells.targets[at]);
            }
        }
        counts.getAndAdd(seed, forward);
    }

    private ByteBuffer bytes(SimilarityRows.Cells cells) {
        int size = cells.size();
        ByteBuffer bytes = Bytes.littleEndian(Bytes.checkedLength("row", (symmetric ? 8L : 12L) * size));
        bytes.asIntBuffer().put(cells.targets, 0, size);
        FloatBuffer values = bytes.asFloatBuffer();
        values.put(size, cells.values, 0, size);
        if (!symmetric) {
            values.put(2 * size, cells.backward, 0, size);
        }
        return bytes;
    }

    /** Fills the rows of one block: what comes from more popular seeds, then the rows' own part. */
    private void mirror(int block, RowBlocksBuilder builder, Triangle found, TrainingThreads work) {
        int first = builder.firstRow(block);
        int last = builder.firstRow(block + 1);
        RowBlocksBuilder.Cursor[] cursors = new RowBlocksBuilder.Cursor[last - first];
        Arrays.setAll(cursors, at -> builder.cursor(first + at));
        for (int seed = 0; seed < last; seed++) {
            if ((seed & 0x3FF) == 0) {
                work.check();
            }
            found.open(seed);
            for (int at = found.from(first); at < found.size && found.target(at) < last; at++) {
                if (found.backward(at) != 0) {
                    cursors[found.target(at) - first].add(seed, found.backward(at));
                }
            }
        }
        for (int seed = first; seed < last; seed++) {
            found.open(seed);
            for (int at = 0; at < found.size; at++) {
                if (found.forward(at) != 0) {
                    cursors[seed - first].add(found.target(at), found.forward(at));
                }
            }
        }
    }

    /** The triangle as it was written, one seed after the other. Used by one thread. */
    private final class Triangle {
        private final IntBuffer[] columns;
        private final FloatBuffer[] values;
        private int window;
        private int start;
        private int size;

        Triangle(ByteBuffer[] windows) {
            columns = Arrays.stream(windows).map(ByteBuffer::asIntBuffer).toArray(IntBuffer[]::new);
            values = Arrays.stream(windows).map(ByteBuffer::asFloatBuffer).toArray(FloatBuffer[]::new);
        }

        void open(int seed) {
            window = (int) (places[seed] / Spill.WINDOW);
            start = (int) (places[seed] % Spill.WINDOW / Integer.BYTES);
            size = sizes[seed];
        }

        int target(int at) {
            return columns[window].get(start + at);
        }

        float forward(int at) {
            return values[window].get(start + size + at);
        }

        float backward(int at) {
            return values[window].get(start + (symmetric ? size : 2 * size) + at);
        }

        /** The first cell whose target is a row or a later one. */
        int from(int row) {
            int low = 0;
            int high = size;
            while (low < high) {
                int middle = low + high >>> 1;
                if (target(middle) < row) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
