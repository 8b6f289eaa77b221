package dev.recommender.internal.ranking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.Condition;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.internal.model.CatalogWords;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Ids;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * What the rules of queries are in terms of one model: sets of items as bitmaps of its indexes, and what its catalog lacks
 * of a condition. Translated once for as long as a set or a condition is referenced. Shared.
 */
public final class TranslatedRules {
    /** So many ids are named of a set that the model does not know. */
    private static final int NAMED = 5;

    private final ModelParts model;
    private volatile @Nullable Caches caches;

    public TranslatedRules(ModelParts model) {
        this.model = model;
    }

    /** Made when the first rule is translated: a process that asks once and without rules need not load a cache. */
    private Caches caches() {
        Caches made = caches;
        if (made == null) {
            synchronized (this) {
                made = caches;
                if (made == null) {
                    made = new Caches(
                            Caffeine.newBuilder().weakKeys().build(),
                            Caffeine.newBuilder().weakKeys().build());
                    caches = made;
                }
            }
        }
        return made;
    }

    private record Caches(Cache<ItemSet, RoaringBitmap> bitmaps, Cache<Condition, List<String>> unmatched) {}

    RoaringBitmap[] bitmaps(List<ItemSet> sets) {
        RoaringBitmap[] found = new RoaringBitmap[sets.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = caches().bitmaps.get(sets.get(at), this::translate);
        }
        return found;
    }

    /** What of a query's rules can match no item, one sentence each. */
    List<String> unmatched(Query query) {
        List<String> found = new ArrayList<>();
        query.onlyItems().forEach(set -> addUnknown("onlyItems", set, found));
        query.exclude().forEach(set -> addUnknown("exclude", set, found));
        query.boosts().forEach(boost -> addUnknown("boost", boost.items(), found));
        query.conditions().forEach(condition -> found.addAll(caches().unmatched.get(condition, this::unmatched)));
        return found;
    }

    private void addUnknown(String rule, ItemSet set, List<String> found) {
        if (!set.ids().isEmpty() && caches().bitmaps.get(set, this::translate).isEmpty()) {
            int size = set.ids().size();
            found.add(rule + ": the model knows no item of this set: "
                    + set.ids().stream().limit(NAMED).collect(Collectors.joining(", "))
                    + (size > NAMED ? " and " + (size - NAMED) + " more" : ""));
        }
    }

    private List<String> unmatched(Condition condition) {
        List<String> found = new ArrayList<>();
        addUnmatched(condition, model.features().words(), found);
        return List.copyOf(found);
    }

    private static void addUnmatched(Condition condition, CatalogWords words, List<String> found) {
        if (condition instanceof Condition.InCategory category) {
            for (String name : category.categories()) {
                if (!words.hasCategory(name)) {
                    found.add("where: no item has the category \"" + name + "\"");
                }
            }
        } else if (condition instanceof Condition.HasFeature feature) {
            addUnmatched(feature, words, found);
        } else if (condition instanceof Condition.All all) {
            all.conditions().forEach(each -> addUnmatched(each, words, found));
        } else if (condition instanceof Condition.Any any) {
            any.conditions().forEach(each -> addUnmatched(each, words, found));
        } else if (condition instanceof Condition.Not not) {
            addUnmatched(not.condition(), words, found);
        }
    }

    private static void addUnmatched(Condition.HasFeature feature, CatalogWords words, List<String> found) {
        if (!words.hasFeature(feature.name())) {
            found.add("where: no item has the feature \"" + feature.name() + "\"");
            return;
        }
        for (String value : feature.values()) {
            if (!words.hasValue(feature.name(), value)) {
                found.add("where: no item's feature \"" + feature.name() + "\" has the value \"" + value + "\"");
            }
        }
    }

    private RoaringBitmap translate(ItemSet set) {
        RoaringBitmap bitmap = new RoaringBitmap();
        for (String id : set.ids()) {
            int item = model.items().indexOf(id);
            if (item != Ids.UNKNOWN) {
                bitmap.add(item);
            }
        }
        bitmap.runOptimize();
        return bitmap;
    }
}
