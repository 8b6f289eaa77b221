package dev.recommender.als;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.internal.rows.Utf8;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How much a catalog says of its items: what placing items by their features takes depends on it. The bytes of objects and
 * arrays are those of a JVM with compressed references, in which a growing table is as empty as it can be.
 *
 * @param features how many features there are
 * @param values how many values all items have
 * @param terms how many different values there are, of each feature by itself
 * @param texts how many different names, categories and terms there are, at most
 * @param textBytes how long they are as UTF-8, all together
 */
record FeatureTerms(long features, long values, long terms, long texts, long textBytes) {
    /** Where nothing is placed. */
    static final FeatureTerms NONE = new FeatureTerms(0, 0, 0, 0, 0);

    /** Vectors of terms that a thread works with. */
    private static final long WORKING = 4;

    /**
     * Of a text: its slot in the table that numbers texts (16 bytes, of which 3/8 are taken at least), and where it ends there (4,
     * and half as much again). Then its place in the order (4), and in the model a start (4) and up to four slots (16).
     */
    private static final long TEXT = 43 + 6 + 4 + 4 + 16;

    /**
     * Of a term: a string with its array (47 but for the text), and an entry of a sorted set (40). Then one of a map with its slot
     * (43), and its numbers (26).
     */
    private static final long TERM = 47 + 40 + 43 + 26;

    /**
     * Of an item: an array of terms (20), two starts (8), and three words (36), which are in an array that may be half empty,
     * and in the model.
     */
    private static final long ITEM = 20 + 8 + 36;

    /** Of a value: two words likewise (24), and the number of the term (4). */
    private static final long VALUE = 24 + 4;

    /** Of a byte of text: two in a table that may be half empty, one in the model, and one in a string. */
    private static final long TEXT_BYTE = 2 + 1 + 1;

    static FeatureTerms of(Catalog catalog) {
        Map<String, Set<String>> terms = new HashMap<>();
        Set<String> categories = new HashSet<>();
        long values = 0;
        long names = 0;
        long bytes = 0;
        for (CatalogItem item : catalog.items()) {
            names += item.name().isPresent() ? 1 : 0;
            bytes += item.name().map(Utf8::encodedLength).orElse(0);
            if (item.category().isPresent() && categories.add(item.category().get())) {
                bytes += Utf8.encodedLength(item.category().get());
            }
            for (Map.Entry<String, List<String>> feature : item.features().entrySet()) {
                Set<String> ofFeature = terms.computeIfAbsent(feature.getKey(), name -> new HashSet<>());
                for (String value : feature.getValue()) {
                    values++;
                    bytes += ofFeature.add(value) ? Utf8.encodedLength(value) : 0;
                }
            }
        }
        long distinct = terms.values().stream().mapToLong(Set::size).sum();
        return new FeatureTerms(terms.size(), values, distinct, names + categories.size() + distinct, bytes);
    }

    /**
     * The heap that {@link FeatureVectors#place} takes beside the vectors, the descriptions of so many items included. Not all
     * of it is held at once: of a catalog in which hardly anything repeats, half was enough for the descriptions.
     */
    long bytes(long items, long factors, long threads) {
        return (factors + WORKING * threads) * Double.BYTES * (terms + 1)
                + TEXT * texts
                + TERM * terms
                + (ITEM + Short.BYTES * features) * items
                + VALUE * values
                + TEXT_BYTE * textBytes;
    }

    /** How often a value is looked at for each number of a vector, at most, and an item's constant likewise. */
    double looks(long items) {
        return 2.0 * FeatureVectors.MOST_STEPS * (values + items);
    }
}
