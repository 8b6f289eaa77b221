package dev.recommender.internal.model;

import dev.recommender.internal.rows.Ids;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** Which categories, features and values the items of a model have at all. Immutable; shared between threads. */
public final class CatalogWords {
    private final Ids texts;

    /** The texts that are categories. */
    private final RoaringBitmap categories;

    /** The texts that are values, by the text that is their feature's name. */
    private final Map<Integer, RoaringBitmap> values;

    private CatalogWords(Ids texts, RoaringBitmap categories, Map<Integer, RoaringBitmap> values) {
        this.texts = texts;
        this.categories = categories;
        this.values = values;
    }

    /** Goes through all items once. */
    static CatalogWords of(ItemFeatures features) {
        RoaringBitmap categories = new RoaringBitmap();
        @Nullable RoaringBitmap[] byName = new RoaringBitmap[features.texts().count()];
        features.forEachWord(categories::add, (name, value) -> {
            RoaringBitmap found = byName[name];
            if (found == null) {
                found = new RoaringBitmap();
                byName[name] = found;
            }
            found.add(value);
        });
        Map<Integer, RoaringBitmap> values = new HashMap<>();
        for (int name = 0; name < byName.length; name++) {
            RoaringBitmap found = byName[name];
            if (found != null) {
                values.put(name, found);
            }
        }
        return new CatalogWords(features.texts(), categories, values);
    }

    public boolean hasCategory(String name) {
        int text = texts.indexOf(name);
        return text != Ids.UNKNOWN && categories.contains(text);
    }

    public boolean hasFeature(String name) {
        return values.containsKey(texts.indexOf(name));
    }

    /** Whether a feature has a value in any item. */
    public boolean hasValue(String feature, String value) {
        RoaringBitmap found = values.get(texts.indexOf(feature));
        int text = texts.indexOf(value);
        return found != null && text != Ids.UNKNOWN && found.contains(text);
    }
}
