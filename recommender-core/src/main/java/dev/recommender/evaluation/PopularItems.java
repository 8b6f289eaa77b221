package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The training items that a query template allows, by descending number of training users, then by ascending id. Shared
 * between threads.
 */
final class PopularItems {
    private final int[] items;
    /** The number of the category of each of the items; −1 for an item without. */
    private final int[] categories;

    private final int maxPerCategory;

    PopularItems(TestSet test, Query template, Optional<Catalog> catalog) {
        String[] ids = test.eventItems();
        List<Set<String>> allowed = sets(template.onlyItems());
        List<Set<String>> denied = sets(template.exclude());
        this.items = Arrays.stream(RecommendedLists.byPopularity(test))
                .filter(item -> allowed.stream().allMatch(set -> set.contains(ids[item])))
                .filter(item -> denied.stream().noneMatch(set -> set.contains(ids[item])))
                .filter(item -> template.where().isEmpty()
                        || described(catalog, ids[item])
                                .filter(template.where().get())
                                .isPresent())
                .toArray();
        this.maxPerCategory = template.maxPerCategory().orElse(Integer.MAX_VALUE);
        Map<String, Integer> numbers = new HashMap<>();
        this.categories = Arrays.stream(items)
                .map(item -> described(catalog, ids[item])
                        .flatMap(CatalogItem::category)
                        .map(category -> numbers.computeIfAbsent(category, added -> numbers.size()))
                        .orElse(-1))
                .toArray();
    }

    /** The first items that a user may get. */
    int[] best(int count, IntPredicate unseen) {
        int[] best = new int[Math.min(count, items.length)];
        int size = 0;
        Map<Integer, Integer> taken = new HashMap<>();
        for (int at = 0; at < items.length && size < best.length; at++) {
            if (unseen.test(items[at])
                    && (categories[at] < 0 || taken.merge(categories[at], 1, Integer::sum) <= maxPerCategory)) {
                best[size++] = items[at];
            }
        }
        return Arrays.copyOf(best, size);
    }

    private static Optional<CatalogItem> described(Optional<Catalog> catalog, String id) {
        return catalog.flatMap(known -> known.item(id));
    }

    private static List<Set<String>> sets(List<ItemSet> sets) {
        return sets.stream().map(set -> Set.copyOf(set.ids())).toList();
    }
}
