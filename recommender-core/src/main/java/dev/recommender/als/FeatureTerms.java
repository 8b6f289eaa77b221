package dev.recommender.als;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much a catalog says of its items: what placing items by their features takes depends on it.
 *
 * @param features how many features there are
 * @param values how many values all items have
 * @param terms how many different values there are, of each feature by itself
 * @param characters of all names, categories and terms
 */
record FeatureTerms(long features, long values, long terms, long characters) {
    /** Where nothing is placed. */
    static final FeatureTerms NONE = new FeatureTerms(0, 0, 0, 0);

    /** Vectors of terms that a thread works with. */
    private static final long WORKING = 4;

    /** A text, its numbers, and its places in maps, while items are described: a rule of thumb. */
    private static final long TERM = 240;

    private static final long ITEM = 64;
    private static final long VALUE = 36;
    private static final long CHARACTER = 4;

    static FeatureTerms of(Catalog catalog) {
        Map<String, Set<String>> terms = new HashMap<>();
        long values = 0;
        long characters = 0;
        for (CatalogItem item : catalog.items()) {
            characters += item.name().map(String::length).orElse(0)
                    + item.category().map(String::length).orElse(0);
            for (Map.Entry<String, List<String>> feature : item.features().entrySet()) {
                Set<String> ofFeature = terms.computeIfAbsent(feature.getKey(), name -> new HashSet<>());
                for (String value : feature.getValue()) {
                    values++;
                    characters += ofFeature.add(value) ? value.length() : 0;
                }
            }
        }
        long distinct = terms.values().stream().mapToLong(Set::size).sum();
        return new FeatureTerms(terms.size(), values, distinct, characters);
    }

    /** The heap that {@link FeatureVectors#place} takes beside the vectors, the descriptions of so many items included. */
    long bytes(long items, long factors, long threads) {
        return (factors + WORKING * threads) * Double.BYTES * (terms + 1)
                + TERM * terms
                + (ITEM + Short.BYTES * features) * items
                + VALUE * values
                + CHARACTER * characters;
    }

    /** How often a value is looked at for each number of a vector, at most, and an item's constant likewise. */
    double looks(long items) {
        return 2.0 * FeatureVectors.MOST_STEPS * (values + items);
    }
}
