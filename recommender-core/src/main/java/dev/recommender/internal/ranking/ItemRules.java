package dev.recommender.internal.ranking;

import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.internal.model.ModelParts;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A query's rules about single items, in terms of one model's indexes. Made for one query; used by one thread. */
final class ItemRules {
    private final ModelParts model;
    private final Query query;
    private final TranslatedRules translated;
    private final RoaringBitmap[] allowed;
    private final RoaringBitmap[] denied;
    private final RoaringBitmap[] boosted;
    private final List<Query.Boost> boosts;
    private final @Nullable Predicate<CatalogItem> condition;

    private ItemRules(ModelParts model, Query query, TranslatedRules translated) {
        this.model = model;
        this.query = query;
        this.translated = translated;
        this.allowed = translated.bitmaps(query.onlyItems());
        this.denied = translated.bitmaps(query.exclude());
        this.boosts = query.boosts();
        List<ItemSet> raised = boosts.stream().map(Query.Boost::items).toList();
        this.boosted = translated.bitmaps(raised);
        this.condition = query.where().orElse(null);
    }

    /** The query's rules, or null if every unseen item is eligible at its own score. */
    static @Nullable ItemRules of(ModelParts model, Query query, TranslatedRules translated) {
        boolean none = query.onlyItems().isEmpty()
                && query.exclude().isEmpty()
                && query.boosts().isEmpty()
                && query.where().isEmpty();
        return none ? null : new ItemRules(model, query, translated);
    }

    /** What of the query's rules can match no item. */
    List<String> unmatched() {
        return translated.unmatched(query);
    }

    /** What every rule but the condition says, which costs more. */
    boolean allow(int item) {
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

    boolean meetsCondition(int item) {
        return condition == null
                || model.features()
                        .item(item, model.items().text(item))
                        .filter(condition)
                        .isPresent();
    }

    /** No item's score is multiplied by more. */
    double maxFactor() {
        double factor = 1;
        for (Query.Boost boost : boosts) {
            factor *= Math.max(1, boost.factor());
        }
        return factor;
    }

    /** What an item's score is multiplied by. */
    double factor(int item) {
        double factor = 1;
        for (int at = 0; at < boosted.length; at++) {
            if (boosted[at].contains(item)) {
                factor *= boosts.get(at).factor();
            }
        }
        return factor;
    }
}
