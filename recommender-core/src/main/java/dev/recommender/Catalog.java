package dev.recommender;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The items there are, with what is known of them. Immutable. */
public final class Catalog {
    private final Map<String, CatalogItem> items;
    private final ParsingReport report;

    private Catalog(Map<String, CatalogItem> items, ParsingReport report) {
        this.items = Collections.unmodifiableMap(items);
        this.report = report;
    }

    /**
     * The catalog of these items.
     *
     * @throws IllegalArgumentException if an id repeats
     */
    public static Catalog of(Iterable<CatalogItem> items) {
        Map<String, CatalogItem> byId = new LinkedHashMap<>();
        for (CatalogItem item : items) {
            if (byId.put(item.id(), item) != null) {
                throw new IllegalArgumentException("item id repeats in the catalog: \"" + item.id() + "\"");
            }
        }
        return new Catalog(byId, ParsingReport.clean(byId.size()));
    }

    /** The catalog of these items, with distinct ids, as a reader of files makes it. */
    public static Catalog of(Iterable<CatalogItem> items, ParsingReport report) {
        return new Catalog(of(items).items, report);
    }

    /** The items in the order they were given; unmodifiable. */
    public Collection<CatalogItem> items() {
        return items.values();
    }

    /** The number of items. */
    public int size() {
        return items.size();
    }

    /** The item of this id. */
    public Optional<CatalogItem> item(String id) {
        return Optional.ofNullable(items.get(id));
    }

    /** The names of all features, ascending. */
    public List<String> featureNames() {
        TreeSet<String> names = new TreeSet<>();
        items.values().forEach(item -> names.addAll(item.features().keySet()));
        return List.copyOf(names);
    }

    /** The items that meet a condition, as a set for use in queries. */
    public ItemSet select(Predicate<CatalogItem> condition) {
        return ItemSet.of(
                items.values().stream().filter(condition).map(CatalogItem::id).toList());
    }

    /** What the reader of the catalog accepted and rejected. */
    public ParsingReport report() {
        return report;
    }
}
