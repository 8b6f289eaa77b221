package dev.recommender.internal.ranking;

import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.ranking.TranslatedRules.Translated;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A query's rules about single items, in terms of one model's indexes. Made for one query; used by one thread. */
final class ItemRules {
    private final ModelParts model;
    private final Query query;
    private final TranslatedRules translated;
    private final Translated[] allowed;
    private final Translated[] denied;
    private final Translated[] boosted;
    private final List<Query.Boost> boosts;
    private final @Nullable Predicate<CatalogItem> condition;

    private ItemRules(ModelParts model, Query query, TranslatedRules translated) {
        this.model = model;
        this.query = query;
        this.translated = translated;
        this.allowed = translated.translate(query.onlyItems());
        this.denied = translated.translate(query.exclude());
        this.boosts = query.boosts();
        List<ItemSet> raised = boosts.stream().map(Query.Boost::items).toList();
        this.boosted = translated.translate(raised);
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

    /** What of the query's rules can match no item, one sentence each. */
    List<String> unmatched() {
        List<String> found = new ArrayList<>();
        addUnknown("onlyItems", allowed, found);
        addUnknown("exclude", denied, found);
        addUnknown("boost", boosted, found);
        query.conditions().forEach(each -> translated.addUnmatched(each, found));
        return List.copyOf(found);
    }

    private static void addUnknown(String rule, Translated[] sets, List<String> found) {
        for (Translated set : sets) {
            if (!set.unknown().isEmpty()) {
                found.add(rule + ": " + set.unknown());
            }
        }
    }

    /** What every rule but the condition says, which costs more. */
    boolean allow(int item) {
        for (Translated set : allowed) {
            if (!set.items().contains(item)) {
                return false;
            }
        }
        for (Translated set : denied) {
            if (set.items().contains(item)) {
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
            if (boosted[at].items().contains(item)) {
                factor *= boosts.get(at).factor();
            }
        }
        return factor;
    }
}
