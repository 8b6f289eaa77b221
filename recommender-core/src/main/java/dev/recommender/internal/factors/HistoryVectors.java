package dev.recommender.internal.factors;

import dev.recommender.internal.events.Exponents;
import dev.recommender.internal.model.Histories;
import dev.recommender.internal.ranking.HistorySeeds;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.WideNumber;

/**
 * Solves the vectors of all users from the histories that the model holds, by the way that queries take, and in the unit that
 * they solve it in: of affinities that are all far below 1, it is not that of 1, so that floats hold the vector.
 */
public final class HistoryVectors {
    private static final int USERS_PER_TASK = 64;

    private HistoryVectors() {}

    /** The vectors by user index. */
    public static DenseRows of(FactorParts parts, TrainingThreads work) {
        Histories histories = parts.model().histories();
        int users = histories.affinities().rows();
        DenseRows vectors = DenseRows.ofZeros(users, FactorParts.userShape(parts.size(), parts.format()));
        work.run((users + USERS_PER_TASK - 1) / USERS_PER_TASK, () -> new FoldIn(parts), (task, foldIn) -> {
            OneHistory seeds = new OneHistory(histories);
            float[] factor = new float[1];
            int last = Math.min(users, (task + 1) * USERS_PER_TASK);
            for (int user = task * USERS_PER_TASK; user < last; user++) {
                seeds.read(user);
                float[] vector = foldIn.solve(seeds);
                factor[0] = parts.format().factor(vector);
                vectors.write(user, vector, factor);
            }
        });
        return vectors;
    }

    /** A user's history as seeds: as a query has them without live events. */
    private static final class OneHistory implements HistorySeeds {
        private final Histories histories;
        private final RowBlocks.Cells cells = new RowBlocks.Cells();
        private double[] affinities = new double[256];
        private long exponent;

        OneHistory(Histories histories) {
            this.histories = histories;
        }

        void read(int user) {
            int length = histories.affinities().read(user, cells);
            if (length > affinities.length) {
                affinities = new double[Math.max(length, 2 * affinities.length)];
            }
            exponent = 0;
            if (histories.plain(user)) {
                for (int at = 0; at < length; at++) {
                    affinities[at] = cells.values[at] * histories.scale(user);
                }
            } else {
                readRelative(user, length);
            }
        }

        /** Affinities beyond the range of doubles are relative to the power of two of the largest. */
        private void readRelative(int user, int length) {
            long[] exponents = histories.exponents(user, cells.columns, length);
            long most = Exponents.NONE;
            for (int at = 0; at < length; at++) {
                if (cells.values[at] != 0) {
                    most = Math.max(most, WideNumber.exponentOf(cells.values[at]) + exponents[at]);
                }
            }
            for (int at = 0; at < length; at++) {
                affinities[at] = cells.values[at] == 0 ? 0 : WideNumber.scaled(cells.values[at], exponents[at] - most);
            }
            exponent = most == Exponents.NONE ? 0 : most;
        }

        @Override
        public int user() {
            return -1;
        }

        @Override
        public long exponent() {
            return exponent;
        }

        @Override
        public int size() {
            return cells.size;
        }

        @Override
        public int item(int at) {
            return cells.columns[at];
        }

        @Override
        public double affinity(int at) {
            return affinities[at];
        }
    }
}
