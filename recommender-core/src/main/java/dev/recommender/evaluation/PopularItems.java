package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.internal.tasks.Parallel;
import dev.recommender.internal.util.IntSort;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The training items that a query template allows, by descending number of the users who took them before a moment, then
 * by ascending id.
 *
 * <p>Users are visited by their moments, so that each training pair is counted once per thread, however many moments
 * there are. Items are only put in order as far as lists reach.
 */
final class PopularItems {
    private final TestSet test;
    /** The allowed items, ascending. */
    private final int[] items;
    /** The number of the category of each of the items; −1 for an item without. */
    private final int[] categories;

    private final int maxPerCategory;
    /** The place among the allowed items of each pair of a user and an item in training, by its first time. */
    private final int[] pairs;
    /** Test users by moment. */
    private final int[] order;
    /** How many pairs are before the moment of each test user. */
    private final int[] before;

    PopularItems(TestSet test) {
        this.test = test;
        Query template = test.options.query;
        String[] ids = test.data().events.itemIds();
        Optional<Catalog> catalog = test.catalog();
        List<Set<String>> allowed = sets(template.onlyItems());
        List<Set<String>> denied = sets(template.exclude());
        this.items = IntStream.range(0, ids.length)
                .filter(test::trained)
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
        int[] places = firstPlaces();
        Events events = test.data().events;
        this.pairs = Arrays.stream(places)
                .map(place -> Arrays.binarySearch(items, events.item(place)))
                .toArray();
        this.order = IntStream.range(0, test.size()).toArray();
        IntSort.sort(order, (left, right) -> Long.compare(test.user(left).moment, test.user(right).moment));
        this.before = new int[test.size()];
        int count = 0;
        for (int number : order) {
            while (count < places.length && events.time(places[count]) < test.user(number).moment) {
                count++;
            }
            before[number] = count;
        }
    }

    /** Visits each test user with what was popular at the user's moment, with several threads. */
    void forEachUser(Visitor visitor) {
        int threads = test.options.threads;
        int chunks = Math.min(threads, order.length);
        Parallel.run(threads, chunks, () -> 0, (chunk, ignored) -> {
            PopularityOrder counted = new PopularityOrder(items.length);
            int end = (int) ((chunk + 1L) * order.length / chunks);
            int added = 0;
            for (int at = (int) ((long) chunk * order.length / chunks); at < end; at++) {
                int number = order[at];
                for (; added < before[number]; added++) {
                    counted.increment(pairs[added]);
                }
                visitor.visit(number, (count, unseen) -> best(counted, count, unseen));
            }
        });
    }

    /** The place of the first event of each training pair of an allowed item, by time. */
    private int[] firstPlaces() {
        TestData data = test.data();
        Events events = data.events;
        int[] places = new int[data.train.size()];
        int size = 0;
        for (int place = 0; place < data.parts.length; place++) {
            if (data.parts[place] == Events.TRAIN && Arrays.binarySearch(items, events.item(place)) >= 0) {
                boolean repeats = size > 0
                        && events.user(places[size - 1]) == events.user(place)
                        && events.item(places[size - 1]) == events.item(place);
                if (!repeats) {
                    places[size++] = place;
                }
            }
        }
        int[] byTime = Arrays.copyOf(places, size);
        IntSort.sort(byTime, (left, right) -> Long.compare(events.time(left), events.time(right)));
        return byTime;
    }

    private int[] best(PopularityOrder counted, int count, IntPredicate unseen) {
        int[] best = new int[Math.min(count, items.length)];
        int size = 0;
        Map<Integer, Integer> taken = new HashMap<>();
        for (int rank = 0; size < best.length && counted.has(rank); rank++) {
            int place = counted.at(rank);
            if (unseen.test(items[place])
                    && (categories[place] < 0 || taken.merge(categories[place], 1, Integer::sum) <= maxPerCategory)) {
                best[size++] = items[place];
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

    /** Receives test users. */
    @FunctionalInterface
    interface Visitor {
        void visit(int testUser, Popular popular);
    }

    /** What was popular at a moment. */
    @FunctionalInterface
    interface Popular {
        /** The first items that a user may get. */
        int[] best(int count, IntPredicate unseen);
    }
}
