package dev.recommender.internal.factors;

import dev.recommender.internal.ranking.HistorySeeds;
import dev.recommender.spi.Cutoff;
import dev.recommender.spi.ItemScorer;
import dev.recommender.spi.ScoreBoard;
import dev.recommender.spi.Seeds;

/**
 * Scores items by the inner product of their vectors with that of the user. The user's is solved from the seeds; where the
 * seeds are a history as the model has it, the vector that was solved from it in training is the same to the last bit, and
 * is taken. Used by one thread at a time.
 */
public final class FactorScorer implements ItemScorer {
    private final FactorParts parts;
    private final FoldIn foldIn;
    private final VectorSearch search;
    private final float[] query;
    private final float[] left;
    private final float[] right;

    public FactorScorer(FactorParts parts) {
        this.parts = parts;
        this.foldIn = new FoldIn(parts);
        this.search = new VectorSearch(parts.items());
        this.query = new float[parts.size()];
        this.left = new float[parts.size()];
        this.right = new float[parts.size()];
    }

    @Override
    public void score(Seeds seeds, ScoreBoard board) {
        search.start(vectorOf(seeds), FoldIn.shift(seeds));
    }

    @Override
    public void scoreAll(Seeds seeds, ScoreBoard board) {
        score(seeds, board);
        search.all(board);
    }

    /** Each seed's part depends on the other seeds. */
    @Override
    public boolean additive() {
        return false;
    }

    @Override
    public boolean rated() {
        return parts.objective().rated();
    }

    /** By the cosine of their vectors with that of the only seed. */
    @Override
    public boolean scoreSimilar(Seeds seeds, ScoreBoard board) {
        if (seeds.size() == 1) {
            int item = seeds.item(0);
            if (parts.items().normOf(item) > 0) {
                parts.items().read(item, query);
                search.startSimilar(query);
            }
        }
        return true;
    }

    @Override
    public boolean scoreMore(Seeds seeds, ScoreBoard board, Cutoff cutoff) {
        return search.more(board, cutoff);
    }

    @Override
    public double weight(Seeds seeds, int at, int item) {
        return foldIn.weight(seeds, at, item);
    }

    @Override
    public double scoreOf(Seeds seeds, int item) {
        return search.score(vectorOf(seeds), FoldIn.shift(seeds), item);
    }

    /** Nothing is known of items that were neither learnt nor placed, nor of a user who took no others. */
    @Override
    public boolean knows(Seeds seeds, int item) {
        for (int at = 0; at < seeds.size() && parts.knows(item); at++) {
            if (parts.knows(seeds.item(at))) {
                return true;
            }
        }
        return false;
    }

    private float[] vectorOf(Seeds seeds) {
        // Of fewer bits, what is kept is not exactly what the seeds give.
        if (parts.format().exact() && seeds instanceof HistorySeeds history && history.user() >= 0) {
            parts.users().read(history.user(), 0, query.length, query);
            return query;
        }
        return foldIn.solve(seeds);
    }

    /** The cosine of the items' vectors, as far as it is positive. */
    @Override
    public double likeness(int item, int other) {
        double norms = (double) parts.items().normOf(item) * parts.items().normOf(other);
        if (norms == 0) {
            return 0;
        }
        parts.items().read(item, left);
        parts.items().read(other, right);
        return Math.max(0, Math.min(1, Vectors.product(left, right, 0, left.length) / norms));
    }

    @Override
    public void clear() {
        foldIn.clear();
        search.clear();
    }
}
