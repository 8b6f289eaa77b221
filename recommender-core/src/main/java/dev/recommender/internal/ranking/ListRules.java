package dev.recommender.internal.ranking;

import dev.recommender.Diversity;
import dev.recommender.InvalidValueException;
import dev.recommender.Query;
import dev.recommender.Violation;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.spi.ItemScorer;
import java.util.HashMap;
import java.util.Map;

/**
 * The rules about a list as a whole: at most so many items of a category, and diversity. Both take items greedily from
 * the ranking by score, so that a shorter list is a prefix of a longer one. Made for one query; used by one thread.
 */
final class ListRules {
    /** Diversity chooses among so many of the best items left. */
    private static final int POOL = 1000;

    private final ItemFeatures features;
    private final ItemScorer scorer;
    private final Query query;
    private final int maxPerCategory;
    private final Map<Integer, Integer> taken = new HashMap<>();

    /**
     * The rules of a query.
     *
     * @throws IllegalArgumentException if it wants a varied list of a scorer that does not compare items, or limits
     *     categories that the model does not have
     */
    ListRules(ItemFeatures features, ItemScorer scorer, Query query) {
        if (query.maxPerCategory().isPresent() && !features.categorized()) {
            throw new InvalidValueException(Violation.withRemedy(
                            "maxPerCategory",
                            "has no effect: no item of this model has a category",
                            "train with a catalog that has categories, or leave it out")
                    .value(Integer.toString(query.maxPerCategory().getAsInt())));
        }
        if (query.diversity().isPresent()) {
            requireLikeness(scorer);
        }
        this.features = features;
        this.scorer = scorer;
        this.query = query;
        this.maxPerCategory = query.maxPerCategory().orElse(Integer.MAX_VALUE);
    }

    private static void requireLikeness(ItemScorer scorer) {
        try {
            scorer.likeness(0, 0);
        } catch (UnsupportedOperationException e) {
            throw new InvalidValueException(
                    Violation.of(
                                    "diversity: the algorithm of this model does not say how alike items are; leave diversity"
                                            + " out")
                            .at("diversity")
                            .remedy("leave diversity out"),
                    e);
        }
    }

    static boolean needed(Query query) {
        return query.maxPerCategory().isPresent() || query.diversity().isPresent();
    }

    /** How many of the best items to rank at first: enough for diversity, and a guess for categories. */
    int poolSize() {
        long size = query.diversity().isPresent() ? query.count() + (long) POOL : Math.max(64, 4L * query.count());
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    /**
     * Reorders the ranked items to the list wanted, which may be too short because too few were ranked.
     *
     * @return whether the list has as many items as wanted
     */
    boolean pick(TopItems ranked) {
        taken.clear();
        int[] order = new int[Math.min(query.count(), ranked.size())];
        int size = query.diversity().isPresent()
                ? diversify(ranked, order, query.diversity().get())
                : inOrder(ranked, order);
        ranked.keep(order, size);
        return size == query.count();
    }

    /** Takes an item's place in its category; says no if the category is full. */
    boolean take(int item) {
        if (full(item)) {
            return false;
        }
        taken.merge(features.category(item), 1, Integer::sum);
        return true;
    }

    private boolean full(int item) {
        int category = features.category(item);
        return category != ItemFeatures.NO_CATEGORY && taken.getOrDefault(category, 0) >= maxPerCategory;
    }

    private int inOrder(TopItems ranked, int[] order) {
        int size = 0;
        for (int rank = 0; rank < ranked.size() && size < order.length; rank++) {
            if (take(ranked.item(rank))) {
                order[size++] = rank;
            }
        }
        return size;
    }

    private int diversify(TopItems ranked, int[] order, Diversity diversity) {
        int reach = (int) Math.min(ranked.size(), order.length + (long) POOL);
        boolean[] gone = new boolean[reach];
        double[] closest = new double[reach];
        int first = 0;
        for (int size = 0; size < order.length; size++) {
            while (first < reach && (gone[first] || full(ranked.item(first)))) {
                first++;
            }
            if (first == reach) {
                return size;
            }
            double least = (1 - diversity.maxLoss()) * ranked.score(first);
            int chosen = first;
            double best = Double.NEGATIVE_INFINITY;
            for (int rank = first; rank < Math.min(reach, size + POOL) && ranked.score(rank) >= least; rank++) {
                double relevance = (1 - diversity.strength()) * ranked.score(rank) / ranked.score(0)
                        - diversity.strength() * closest[rank];
                if (!gone[rank] && relevance > best && !full(ranked.item(rank))) {
                    chosen = rank;
                    best = relevance;
                }
            }
            gone[chosen] = true;
            take(ranked.item(chosen));
            order[size] = chosen;
            for (int rank = first; rank < reach; rank++) {
                if (!gone[rank]) {
                    closest[rank] = Math.max(closest[rank], scorer.likeness(ranked.item(chosen), ranked.item(rank)));
                }
            }
        }
        return order.length;
    }
}
