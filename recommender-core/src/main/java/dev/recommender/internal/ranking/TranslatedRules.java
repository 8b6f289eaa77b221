package dev.recommender.internal.ranking;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.recommender.Condition;
import dev.recommender.ItemSet;
import dev.recommender.internal.model.CatalogWords;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Ids;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * What the rules of queries are in terms of one model: sets of items as bitmaps of its indexes, with the ids that the
 * model does not know. A set is translated once for as long as it is referenced. Shared.
 */
public final class TranslatedRules {
    /** So many ids are named of a set that the model does not know. */
    private static final int NAMED = 5;

    private final ModelParts model;
    private volatile @Nullable Cache<ItemSet, Translated> sets;

    public TranslatedRules(ModelParts model) {
        this.model = model;
    }

    /** Made when the first set is translated: a process that asks once and without rules need not load a cache. */
    private Cache<ItemSet, Translated> sets() {
        Cache<ItemSet, Translated> made = sets;
        if (made == null) {
            synchronized (this) {
                made = sets;
                if (made == null) {
                    made = Caffeine.newBuilder().weakKeys().build();
                    sets = made;
                }
            }
        }
        return made;
    }

    /** A set's items as indexes, and how to report the ids that the model does not know; empty if it knows all. */
    record Translated(RoaringBitmap items, String unknown) {}

    Translated[] translate(List<ItemSet> rules) {
        Translated[] found = new Translated[rules.size()];
        for (int at = 0; at < found.length; at++) {
            found[at] = sets().get(rules.get(at), this::translate);
        }
        return found;
    }

    /** What of a condition the model's catalog lacks, one sentence each. */
    void addUnmatched(Condition condition, List<String> found) {
        addUnmatched(condition, model.features().words(), found);
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

    private Translated translate(ItemSet set) {
        RoaringBitmap bitmap = new RoaringBitmap();
        Set<String> unknown = new LinkedHashSet<>();
        for (String id : set.ids()) {
            int item = model.items().indexOf(id);
            if (item == Ids.UNKNOWN) {
                unknown.add(id);
            } else {
                bitmap.add(item);
            }
        }
        bitmap.runOptimize();
        return new Translated(bitmap, report(unknown, bitmap.isEmpty()));
    }

    private static String report(Set<String> unknown, boolean all) {
        int count = unknown.size();
        if (count == 0) {
            return "";
        }
        String what = all
                ? "the model knows no item of this set: "
                : "the model does not know " + count + (count == 1 ? " item" : " items") + " of this set: ";
        return what
                + unknown.stream().limit(NAMED).collect(Collectors.joining(", "))
                + (count > NAMED ? " and " + (count - NAMED) + " more" : "");
    }
}
