package dev.recommender.internal.model;

import dev.recommender.internal.rows.Ids;
import java.util.HashMap;
import java.util.Map;
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
        Map<Integer, RoaringBitmap> values = new HashMap<>();
        features.forEachWord(
                categories::add,
                (name, value) -> values.computeIfAbsent(name, ignored -> new RoaringBitmap())
                        .add((int) value));
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
