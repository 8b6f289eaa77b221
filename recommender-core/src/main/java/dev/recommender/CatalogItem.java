package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a catalog says of one item.
 *
 * @param id the item's id, as events name it; not blank
 * @param name what people call it
 * @param category the one group it belongs to, which a query can limit
 * @param features its features by name, each with its distinct values in ascending order; unmodifiable
 */
public record CatalogItem(
        String id, Optional<String> name, Optional<String> category, SortedMap<String, List<String>> features) {
    public CatalogItem {
        Arguments.requireId("id", id);
        TreeMap<String, List<String>> copy = new TreeMap<>();
        for (Map.Entry<String, List<String>> feature : features.entrySet()) {
            Arguments.requireId("feature name", feature.getKey());
            List<String> values =
                    feature.getValue().stream().distinct().sorted().toList();
            if (!values.isEmpty()) {
                copy.put(feature.getKey(), values);
            }
        }
        features = Collections.unmodifiableSortedMap(copy);
    }

    /** An item without name, category and features. */
    public static CatalogItem of(String id) {
        return new CatalogItem(id, Optional.empty(), Optional.empty(), Collections.emptySortedMap());
    }

    /** This item with the given name. */
    public CatalogItem name(String name) {
        return new CatalogItem(id, Optional.of(name), category, features);
    }

    /** This item in the given category. */
    public CatalogItem category(String category) {
        return new CatalogItem(id, name, Optional.of(category), features);
    }

    /** This item with the given values of a feature, added to those it has. */
    public CatalogItem feature(String feature, String... values) {
        return feature(feature, List.of(values));
    }

    /** This item with the given values of a feature, added to those it has. */
    public CatalogItem feature(String feature, Collection<String> values) {
        TreeMap<String, List<String>> more = new TreeMap<>(features);
        LinkedHashSet<String> all = new LinkedHashSet<>(more.getOrDefault(feature, List.of()));
        all.addAll(values);
        more.put(feature, List.copyOf(all));
        return new CatalogItem(id, name, category, more);
    }

    /** Whether a feature has a value. */
    public boolean has(String feature, String value) {
        return features.getOrDefault(feature, List.of()).contains(value);
    }
}
