package dev.recommender.internal.model;

import static dev.recommender.internal.model.CheckedRow.require;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ScoredId;
import dev.recommender.internal.events.Exponents;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.IntSort;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What every model holds, as it is put together from elsewhere: by the numbers that ids have for now, until all are here.
 * Used by one thread.
 */
public final class CollectedParts {
    private final IdTable items = new IdTable();
    private final IdTable users = new IdTable();
    private final CollectedRows histories = new CollectedRows();
    private final CollectedRows eventCounts = new CollectedRows();
    private final List<Integer> frequencies = new ArrayList<>();
    private final List<Integer> exponents = new ArrayList<>();
    private final List<CellExponents.Cell> ownExponents = new ArrayList<>();

    /**
     * Adds an item; returns its number.
     *
     * @throws IllegalArgumentException if the id is blank or repeats, or the frequency is negative
     */
    public int addItem(String id, int frequency) {
        require(!id.isBlank(), "item must not be blank: \"%s\"", id);
        require(items.find(id) == Ids.UNKNOWN, "item \"%s\" repeats", id);
        require(frequency >= 0, "frequency of item \"%s\" must not be negative: %s", id, frequency);
        frequencies.add(frequency);
        return items.numberOf(id);
    }

    /** The items added. */
    public IdTable items() {
        return items;
    }

    /** The ids of the items added so far, by the indexes that they would have now. */
    public List<String> itemsInOrder() {
        return IntStream.of(itemOrder(() -> {})).mapToObj(items::text).toList();
    }

    /** How many histories there are. */
    public int users() {
        return users.size();
    }

    /** Whether a history holds an item. */
    public boolean holdsAffinities() {
        return histories.holdsCells();
    }

    /** An item's frequency. */
    public int frequency(int item) {
        return frequencies.get(item);
    }

    /** The largest frequency of an item. */
    public int largestFrequency() {
        return frequencies.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    /**
     * Adds a user's history.
     *
     * @param counts what the affinities would be if each event weighed 1, of the same items; empty if they are not needed
     * @throws IllegalArgumentException if the id is blank, or the user has a history already. Also if an item is
     *     unknown or repeats, if the items are not the same, or if a number is not finite
     */
    public void addHistory(String user, Collection<ScoredId> affinities, Collection<ScoredId> counts) {
        require(!user.isBlank(), "user must not be blank: \"%s\"", user);
        require(users.find(user) == Ids.UNKNOWN, "history of \"%s\" repeats", user);
        String name = "history of \"" + user + "\"";
        Map<String, Long> ofAffinities = CheckedRow.exponents(name, affinities);
        Map<String, Long> ofCounts = CheckedRow.exponents(name, counts);
        int exponent = Exponents.ofUser(largest(ofAffinities), largest(ofCounts));
        Map<String, Long> ofCells = new HashMap<>();
        ofAffinities.forEach((item, own) ->
                ofCells.put(item, Exponents.ofCell(exponent, own, ofCounts.getOrDefault(item, Exponents.NONE))));
        CheckedRow cells = CheckedRow.of(name, items, affinities, ofCells);
        CheckedRow counted = CheckedRow.of(name, items, counts, ofCells);
        require(
                counts.isEmpty() || cells.sameItems(counted),
                "%s: the affinities if each event weighed 1 are of other items",
                name);
        exponents.add(exponent);
        int number = users.numberOf(user);
        ofCells.forEach((item, own) -> {
            if (own != exponent) {
                ownExponents.add(new CellExponents.Cell(number, items.find(item), own));
            }
        });
        histories.put(number, cells);
        if (!counts.isEmpty()) {
            eventCounts.put(number, counted);
        }
    }

    /**
     * Checks that every item of a catalog was added.
     *
     * @throws IllegalStateException if one was not
     */
    public void requireAllOf(Optional<Catalog> catalog) {
        for (CatalogItem item : catalog.map(Catalog::items).orElse(List.of())) {
            if (items.find(item.id()) == Ids.UNKNOWN) {
                throw new IllegalStateException("item \"" + item.id()
                        + "\" of the catalog was not added; add it, with frequency 0 if it has no events");
            }
        }
    }

    /** The parts put together. */
    public static final class Assembled {
        /** What every model holds. */
        public final ModelParts parts;

        /** The number of each item by its index. */
        public final int[] itemOrder;

        /** The index of each item by its number. */
        public final int[] itemIndex;

        private Assembled(ModelParts parts, int[] itemOrder, int[] itemIndex) {
            this.parts = parts;
            this.itemOrder = itemOrder;
            this.itemIndex = itemIndex;
        }
    }

    /**
     * Puts the parts together, items by popularity and users by id.
     *
     * @param counted whether event counts are kept
     */
    public Assembled assemble(ModelHeader header, Optional<Catalog> catalog, boolean counted, TrainingThreads work) {
        int[] itemOrder = itemOrder(work::check);
        int[] itemIndex = IntSort.inverse(itemOrder);
        int[] userOrder = users.sorted(work::check);
        Ids ids = Ids.open(Ids.section(items, itemOrder));
        ModelParts parts = new ModelParts(
                header,
                ids,
                Ids.open(Ids.section(users, userOrder)),
                ordered(frequencies, itemOrder),
                new Histories(
                        histories.blocks(userOrder, itemIndex, work),
                        ordered(exponents, userOrder),
                        counted ? eventCounts.blocks(userOrder, itemIndex, work) : RowBlocksBuilder.none(),
                        ownExponents(IntSort.inverse(userOrder), itemIndex)),
                catalog.map(known -> ItemFeatures.of(known, ids)).orElseGet(ItemFeatures::none));
        return new Assembled(parts, itemOrder, itemIndex);
    }

    /** The numbers of the items by index: by frequency descending, then by the bytes of the ids. */
    private int[] itemOrder(Runnable check) {
        int[] order = IntStream.range(0, items.size()).toArray();
        IntSort.sort(
                order,
                (left, right) -> {
                    int byFrequency = Integer.compare(frequencies.get(right), frequencies.get(left));
                    return byFrequency != 0 ? byFrequency : items.compare(left, right);
                },
                check);
        return order;
    }

    private CellExponents ownExponents(int[] userIndex, int[] itemIndex) {
        return CellExponents.of(ownExponents.stream()
                .map(cell -> new CellExponents.Cell(userIndex[cell.row()], itemIndex[cell.column()], cell.exponent()))
                .sorted(Comparator.comparingInt(CellExponents.Cell::row).thenComparingInt(CellExponents.Cell::column))
                .toList());
    }

    private static long largest(Map<String, Long> exponents) {
        return exponents.values().stream().mapToLong(Long::longValue).max().orElse(Exponents.NONE);
    }

    private static ByteBuffer ordered(List<Integer> numbers, int[] order) {
        return Bytes.ofInts(IntStream.of(order).map(numbers::get).toArray());
    }
}
