package dev.recommender.sar;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** All similarities: the upper triangle as found, seed by seed, then mirrored into whole rows. */
final class UpperTriangle {
    /** Rows are mirrored in strips of so many, few enough for all of them to be written at once from cache. */
    private static final int ROWS_PER_STRIP = 256;

    private final SimilarityRows similarities;
    private final int items;
    private final int[] @Nullable [] targets;
    private final float[] @Nullable [] values;
    private final float[] @Nullable [] backward;
    private final List<Finder> finders = Collections.synchronizedList(new ArrayList<>());

    UpperTriangle(SimilarityRows similarities, int items) {
        this.similarities = similarities;
        this.items = items;
        this.targets = new int[items][];
        this.values = new float[items][];
        this.backward = new float[items][];
    }

    RowBlocks rows(Work work) {
        work.run(similarities.tasks(), Finder::new, (task, finder) -> {
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
        work.runQuietly(strips, () -> builder, (strip, target) -> mirror(strip, target, work));
        return builder.finish();
    }

    /** Finds the cells of one seed after the other, and counts those of each row; one per thread. */
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
            values[seed] = Arrays.copyOf(cells.values, size);
            backward[seed] = similarities.symmetric() ? values[seed] : Arrays.copyOf(cells.backward, size);
            int own = 0;
            for (int at = 0; at < size; at++) {
                own += cells.values[at] != 0 ? 1 : 0;
                lengths[cells.targets[at]] += cells.backward[at] != 0 ? 1 : 0;
            }
            lengths[seed] += own;
        }
    }

    /** Fills the rows of one strip: what comes from more popular seeds, then the rows' own part. */
    private void mirror(int strip, RowBlocksBuilder builder, Work work) {
        int first = strip * ROWS_PER_STRIP;
        int last = Math.min(items, first + ROWS_PER_STRIP);
        RowBlocksBuilder.Cursor[] cursors = new RowBlocksBuilder.Cursor[last - first];
        Arrays.setAll(cursors, at -> builder.cursor(first + at));
        for (int seed = 0; seed < last && targets[seed] != null; seed++) {
            if ((seed & 0x3FF) == 0) {
                work.check();
            }
            int[] row = Objects.requireNonNull(targets[seed]);
            float[] back = Objects.requireNonNull(backward[seed]);
            int start = Arrays.binarySearch(row, first);
            for (int at = start < 0 ? ~start : start; at < row.length && row[at] < last; at++) {
                if (back[at] != 0) {
                    cursors[row[at] - first].add(seed, back[at]);
                }
            }
        }
        for (int seed = first; seed < last && targets[seed] != null; seed++) {
            int[] row = Objects.requireNonNull(targets[seed]);
            float[] forward = Objects.requireNonNull(values[seed]);
            for (int at = 0; at < row.length; at++) {
                if (forward[at] != 0) {
                    cursors[seed - first].add(row[at], forward[at]);
                }
            }
        }
    }
}
