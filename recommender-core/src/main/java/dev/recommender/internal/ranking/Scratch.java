package dev.recommender.internal.ranking;

import dev.recommender.Recommendation;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.spi.ItemScorer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The working space of one query: its seeds, their scores, and the answer as far as it is known. Used by one thread at a
 * time.
 */
public final class Scratch {
    final MergedSeeds seeds;
    final SeedShares shares = new SeedShares();
    final Scores board;
    final TopItems top = new TopItems();
    final ItemScorer scorer;

    /** The answer, as far as it is known. */
    final List<Recommendation> list = new ArrayList<>();

    /** The query's seeds that the model does not know. */
    final List<String> unknownItems = new ArrayList<>();

    /** The thread whose query this is; each thread looks for itself alone. */
    @Nullable
    Thread borrower;

    /** What the numbers on the board stand for. */
    ScoreUnit unit = ScoreUnit.ONE;

    private final ModelParts model;
    private final RowBlocks.Cells cells = new RowBlocks.Cells();
    private byte[] id = new byte[64];

    public Scratch(ModelParts model, ItemScorer scorer) {
        this.model = model;
        this.scorer = scorer;
        this.seeds = new MergedSeeds(scorer.rated());
        this.board = new Scores(model.items().count());
    }

    /** Adds a seed, by the index of its item. */
    public void addSeed(int item, double affinity) {
        seeds.add(item, affinity);
    }

    /** Adds a seed whose affinity, m · 2<sup>e</sup>, may be beyond the range of doubles. */
    public void addSeed(int item, double mantissa, long exponent) {
        seeds.add(item, mantissa, exponent);
    }

    /** Adds a user's row of a model's histories as seeds, decayed by so many whole half-lives and a factor. */
    void addSeeds(RowBlocks rows, int user, double factor, long halfLives) {
        int length = rows.read(user, cells);
        long[] exponents = model.histories().exponents(user, cells.columns, length);
        for (int at = 0; at < length; at++) {
            seeds.add(cells.columns[at], cells.values[at] * factor, exponents[at] - halfLives);
        }
    }

    /** Adds a row of affinities as seeds, each times a factor. */
    void addSeeds(RowBlocks rows, int user, double factor) {
        int length = rows.read(user, cells);
        for (int at = 0; at < length; at++) {
            seeds.add(cells.columns[at], cells.values[at] * factor);
        }
    }

    /** Says that the seeds added so far are the history of a user as the model has it. */
    void seedsAreHistoryOf(int user) {
        seeds.areHistoryOf(user);
    }

    /** Scores what the seeds reach, without rules. */
    public void score() {
        score(null);
    }

    /**
     * Scores what is similar to the only seed, as far as {@link #rank} needs it.
     *
     * @return whether scores are on a scale of their own
     */
    boolean scoreSimilar() {
        seeds.merge();
        markSeen();
        return scorer.scoreSimilar(seeds, board);
    }

    /**
     * Scores what the seeds reach, as far as {@link #rank} needs it.
     *
     * @param rules the query's rules about single items, or null
     */
    void score(@Nullable ItemRules rules) {
        seeds.merge();
        if (seeds.scattered() && scorer.additive()) {
            unit = ScatteredScores.of(seeds, scorer, board).putOrdered(rules);
            markSeen();
            return;
        }
        unit = ScoreUnit.powerOfTwo(seeds.exponent());
        markSeen();
        scorer.score(seeds, board);
    }

    /** Scores everything that the seeds reach, relative to the seeds' exponent. */
    void scoreAll() {
        seeds.merge();
        if (seeds.scattered() && scorer.additive()) {
            ScatteredScores.of(seeds, scorer, board).putRelative(seeds.exponent());
            markSeen();
            return;
        }
        markSeen();
        scorer.scoreAll(seeds, board);
    }

    private void markSeen() {
        for (int at = 0; at < seeds.size(); at++) {
            board.see(seeds.item(at));
        }
    }

    /** The best score of an unseen item, without rules; 0 if no score is positive. */
    public double best() {
        rank(1, false, null, Double.NEGATIVE_INFINITY, Scaling.raw());
        return top.size() == 0 ? 0 : unit.score(top.score(0)).toDouble();
    }

    /**
     * Ranks the best items with a positive score. Unless so many were found, every positive score is known afterwards.
     *
     * @param rules the query's rules about single items, or null
     * @param least the lowest score wanted, on the scale
     */
    void rank(int count, boolean seenIncluded, @Nullable ItemRules rules, double least, Scaling scaling) {
        double maxFactor = rules == null ? 1 : rules.maxFactor();
        top.reset(count, maxFactor);
        boolean plain = rules == null && least == Double.NEGATIVE_INFINITY;
        int touched = 0;
        int ranked = 0;
        do {
            touched = rankTouched(touched, seenIncluded, plain, rules, least, scaling, maxFactor);
            double wanted = wanted(maxFactor);
            for (; ranked < board.rangeCount; ranked++) {
                int to = board.ranges[2 * ranked + 1];
                int item = board.next(board.ranges[2 * ranked], to, wanted);
                for (; item < to; item = board.next(item + 1, to, wanted)) {
                    if (seenIncluded || !board.seen(item)) {
                        offer(item, plain, rules, least, scaling);
                        wanted = wanted(maxFactor);
                    }
                }
            }
        } while (scorer.scoreMore(seeds, board, top));
        top.sort();
    }

    /** Ranks the items that were reported by themselves, from a place in their list on; returns the place behind them. */
    private int rankTouched(
            int from,
            boolean seenIncluded,
            boolean plain,
            @Nullable ItemRules rules,
            double least,
            Scaling scaling,
            double maxFactor) {
        double wanted = wanted(maxFactor);
        for (int at = board.nextTouched(from, wanted);
                at < board.touchedCount;
                at = board.nextTouched(at + 1, wanted)) {
            int item = board.touched[at];
            if (seenIncluded || !board.seen(item)) {
                offer(item, plain, rules, least, scaling);
                wanted = wanted(maxFactor);
            }
        }
        return board.touchedCount;
    }

    /** What a score must reach to be kept if the largest factor applies; by rounding, a little less. */
    private double wanted(double maxFactor) {
        double threshold = top.threshold();
        return maxFactor == 1 ? threshold : Math.max(Double.MIN_VALUE, Math.nextDown(threshold / maxFactor));
    }

    private void offer(int item, boolean plain, @Nullable ItemRules rules, double least, Scaling scaling) {
        double score = board.scores[item];
        if (plain) {
            top.offer(item, score);
            return;
        }
        if (rules != null) {
            if (!rules.allow(item)) {
                return;
            }
            score *= rules.factor(item);
        }
        if (scaling.score(score) >= least
                && top.accepts(item, score)
                && (rules == null || rules.meetsCondition(item))) {
            top.offer(item, score);
        }
    }

    /** The score of one item for the merged seeds, without scoring others. */
    double scoreOf(int item) {
        return scorer.scoreOf(seeds, item);
    }

    /** An item's id. */
    String text(int item) {
        int length = model.items().length(item);
        if (length > id.length) {
            id = new byte[length];
        }
        return model.items().text(item, id);
    }

    /** Makes room for the next query. */
    public void clear() {
        board.clear(seeds);
        scorer.clear();
        seeds.clear();
        shares.clear();
        list.clear();
        unknownItems.clear();
        unit = ScoreUnit.ONE;
    }
}
