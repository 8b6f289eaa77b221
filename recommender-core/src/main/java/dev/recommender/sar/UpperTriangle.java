package dev.recommender.sar;

import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All similarities: the upper triangle as found, seed by seed, then mirrored into whole rows. */
final class UpperTriangle {
    /** Rows are mirrored in strips of so many, few enough for the ends of all of them to be written at once from cache. */
    private static final int ROWS_PER_STRIP = 256;

    private final SimilarityRows similarities;
    private final int items;
    private final int[] @Nullable [] targets;
    private final float[] @Nullable [] forward;
    private final float[] @Nullable [] backward;
    private final List<Finder> finders = Collections.synchronizedList(new ArrayList<>());

    UpperTriangle(SimilarityRows similarities, int items) {
        this.similarities = similarities;
        this.items = items;
        this.targets = new int[items][];
        this.forward = new float[items][];
        this.backward = new float[items][];
    }

    RowBlocks rows(TrainingThreads work) {
        work.run(similarities.tasks(), Finder::new, (task, finder) -> {
            finder.cells.open(task);
            for (int seed = similarities.firstSeed(task); seed < similarities.lastSeed(task); seed++) {
                finder.find(seed);
            }
        });
        int[] lengths = new int[items];
        for (Finder finder : finders) {
            Arrays.setAll(lengths, row -> lengths[row] + finder.lengths[row]);
        }
        RowBlocksBuilder builder = new RowBlocksBuilder(lengths);
        int strips = (items + ROWS_PER_STRIP - 1) / ROWS_PER_STRIP;
        work.runQuietly(strips, Strip::new, (strip, scratch) -> {
            int first = strip * ROWS_PER_STRIP;
            int last = Math.min(items, first + ROWS_PER_STRIP);
            scratch.mirror(first, last, lengths, work);
            for (int row = first; row < last; row++) {
                builder.put(row, scratch.columns, scratch.values, scratch.start[row - first]);
            }
        });
        return builder.finish();
    }

    /** Finds the cells of one seed after the other, and counts the cells of each row. Used by one thread. */
    private final class Finder {
        private final SimilarityRows.Cells cells = similarities.cells();
        private final int[] lengths = new int[items];

        Finder() {
            finders.add(this);
        }

        void find(int seed) {
            cells.compute(seed);
            int size = cells.size();
            targets[seed] = Arrays.copyOf(cells.targets, size);
            forward[seed] = Arrays.copyOf(cells.values, size);
            backward[seed] = similarities.symmetric() ? forward[seed] : Arrays.copyOf(cells.backward, size);
            int own = 0;
            for (int at = 0; at < size; at++) {
                own += cells.values[at] != 0 ? 1 : 0;
                lengths[cells.targets[at]] += cells.backward[at] != 0 ? 1 : 0;
            }
            lengths[seed] += own;
        }
    }

    /** The rows of one strip after the other, in plain arrays; one per thread. */
    private final class Strip {
        private final int[] start = new int[ROWS_PER_STRIP + 1];
        private final int[] next = new int[ROWS_PER_STRIP];
        private int[] columns = new int[0];
        private float[] values = new float[0];

        /** Fills the rows: what comes from more popular seeds, then their own part. */
        void mirror(int first, int last, int[] lengths, TrainingThreads work) {
            for (int row = first; row < last; row++) {
                next[row - first] = start[row - first];
                start[row - first + 1] = start[row - first] + lengths[row];
            }
            if (columns.length < start[last - first]) {
                columns = new int[start[last - first]];
                values = new float[columns.length];
            }
            for (int seed = 0; seed < last && targets[seed] != null; seed++) {
                if ((seed & 0x3FF) == 0) {
                    work.check();
                }
                int[] row = Objects.requireNonNull(targets[seed]);
                float[] back = Objects.requireNonNull(backward[seed]);
                int from = Arrays.binarySearch(row, first);
                for (int at = from < 0 ? ~from : from; at < row.length && row[at] < last; at++) {
                    if (back[at] != 0) {
                        add(row[at] - first, seed, back[at]);
                    }
                }
            }
            for (int seed = first; seed < last && targets[seed] != null; seed++) {
                int[] row = Objects.requireNonNull(targets[seed]);
                float[] own = Objects.requireNonNull(forward[seed]);
                for (int at = 0; at < row.length; at++) {
                    if (own[at] != 0) {
                        add(seed - first, row[at], own[at]);
                    }
                }
            }
        }

        private void add(int row, int column, float value) {
            int place = next[row]++;
            columns[place] = column;
            values[place] = value;
        }
    }
}
