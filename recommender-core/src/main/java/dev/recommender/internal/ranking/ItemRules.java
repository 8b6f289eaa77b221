package dev.recommender.internal.ranking;

import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.neighbors.NeighborParts;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A query's rules about single items, in terms of one model's indexes. Made for one query; used by one thread. */
public final class ItemRules {
    private final NeighborParts data;
    private final RoaringBitmap[] allowed;
    private final RoaringBitmap[] denied;
    private final RoaringBitmap[] boosted;
    private final List<Query.Boost> boosts;
    private final @Nullable Predicate<CatalogItem> condition;

    private ItemRules(NeighborParts data, Query query, ItemSets sets) {
        this.data = data;
        this.allowed = sets.of(query.allowed());
        this.denied = sets.of(query.denied());
        this.boosts = query.boosts();
        List<ItemSet> raised = boosts.stream().map(Query.Boost::items).toList();
        this.boosted = sets.of(raised);
        this.condition = query.condition().orElse(null);
    }

    /** The query's rules, or null if every unseen item is eligible at its own score. */
    static @Nullable ItemRules of(NeighborParts data, Query query, ItemSets sets) {
        boolean none = query.allowed().isEmpty()
                && query.denied().isEmpty()
                && query.boosts().isEmpty()
                && query.condition().isEmpty();
        return none ? null : new ItemRules(data, query, sets);
    }

    /** What every rule but the condition says, which costs more. */
    public boolean allow(int item) {
        for (RoaringBitmap set : allowed) {
            if (!set.contains(item)) {
                return false;
            }
        }
        for (RoaringBitmap set : denied) {
            if (set.contains(item)) {
                return false;
            }
        }
        return true;
    }

    public boolean meetsCondition(int item) {
        return condition == null
                || data.features()
                        .item(item, data.items().text(item))
                        .filter(condition)
                        .isPresent();
    }

    /** No item's score is multiplied by more. */
    public double maxFactor() {
        double factor = 1;
        for (Query.Boost boost : boosts) {
            factor *= Math.max(1, boost.factor());
        }
        return factor;
    }

    /** What an item's score is multiplied by. */
    public double factor(int item) {
        double factor = 1;
        for (int at = 0; at < boosted.length; at++) {
            if (boosted[at].contains(item)) {
                factor *= boosts.get(at).factor();
            }
        }
        return factor;
    }
}
