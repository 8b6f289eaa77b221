package dev.recommender.internal.model;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a catalog says of a model's items: names, categories and features, as numbers of texts that are kept once. A view
 * of two sections of the model file:
 *
 * <pre>
 * texts     {@link Ids}: every name, category, feature name and feature value
 * features  int32 items
 *           int32[items + 1]  where each item's words start; the last entry is the number of words
 *           int32[words]      per item of the catalog: flags (1: has a name, 2: has a category), the name's text if it
 *                             has one, the category's text if it has one, then pairs of a feature name's text and a
 *                             value's text; an item that is not in the catalog has no words
 * </pre>
 *
 * <p>A model without a catalog has no texts, and 0 items here.
 */
public final class ItemFeatures {
    /** Stands for the category of an item that has none. */
    public static final int NO_CATEGORY = -1;

    private static final int NAMED = 1;
    private static final int CATEGORIZED = 2;

    private final Ids texts;
    private final ByteBuffer section;
    private final int items;
    private @Nullable Boolean categorized;
    private volatile @Nullable CatalogWords words;

    private ItemFeatures(Ids texts, ByteBuffer section) {
        this.texts = texts;
        this.section = section;
        this.items = section.getInt(0);
    }

    /** The features of a model without a catalog. */
    public static ItemFeatures none() {
        return new ItemFeatures(Ids.open(Ids.section(new IdTable(), new int[0])), Bytes.littleEndian(8));
    }

    /** What a catalog says of the items with these ids. */
    public static ItemFeatures of(Catalog catalog, Ids ids) {
        IdTable table = new IdTable();
        int[] starts = new int[ids.count() + 1];
        int[] words = new int[1024];
        int used = 0;
        for (int item = 0; item < ids.count(); item++) {
            Optional<CatalogItem> described = catalog.item(ids.text(item));
            if (described.isPresent()) {
                int[] encoded = encode(described.get(), table);
                if (used + encoded.length > words.length) {
                    words = Arrays.copyOf(words, Math.max(used + encoded.length, 2 * words.length));
                }
                System.arraycopy(encoded, 0, words, used, encoded.length);
                used += encoded.length;
            }
            starts[item + 1] = used;
        }
        ByteBuffer section =
                Bytes.littleEndian(Bytes.checkedLength("item features", 4 + 4L * starts.length + 4L * used));
        section.asIntBuffer().put(ids.count()).put(starts).put(words, 0, used);
        int[] order = new int[table.size()];
        Arrays.setAll(order, number -> number);
        return new ItemFeatures(Ids.open(Ids.section(table, order)), section);
    }

    /**
     * Opens the sections.
     *
     * @throws IllegalArgumentException with the reason, if their lengths contradict each other
     */
    public static ItemFeatures open(Ids texts, ByteBuffer section) {
        require(section.limit() >= 8 && section.limit() % 4 == 0, "item features too short");
        int items = section.getInt(0);
        require(items >= 0 && 4L * (items + 2L) <= section.limit(), "item features of a bad number of items");
        return new ItemFeatures(texts, section);
    }

    /** Checks every entry, so that later reads can trust them. */
    public void verify(int expectedItems) {
        texts.verify();
        require(items == 0 || items == expectedItems, "item features of another number of items");
        int words = section.limit() / 4 - items - 2;
        int previous = 0;
        for (int item = 0; item <= items; item++) {
            require(start(item) >= previous && start(item) <= words, "item features overlap");
            previous = start(item);
        }
        require(start(0) == 0 && start(items) == words, "item features of another length");
        for (int item = 0; item < items; item++) {
            if (described(item)) {
                int flags = word(start(item));
                int first = start(item) + 1 + Integer.bitCount(flags);
                require((flags & ~(NAMED | CATEGORIZED)) == 0 && first <= start(item + 1), "item features malformed");
                require((start(item + 1) - first) % 2 == 0, "item features malformed");
                for (int at = start(item) + 1; at < start(item + 1); at++) {
                    require(word(at) >= 0 && word(at) < texts.count(), "item features point outside");
                    boolean name = at >= first && (at - first) % 2 == 0;
                    require(!name || !texts.blank(word(at)), "item feature without a name");
                }
            }
        }
    }

    /** Whether the catalog has the item. */
    boolean described(int item) {
        return items > 0 && start(item) < start(item + 1);
    }

    /** Whether any item has a category. Found out once, by the first query that has to know. */
    public boolean categorized() {
        Boolean known = categorized;
        if (known == null) {
            known = IntStream.range(0, items).anyMatch(item -> category(item) != NO_CATEGORY);
            categorized = known;
        }
        return known;
    }

    /** Which categories, features and values there are. Found out once, by the first query that has to know. */
    public CatalogWords words() {
        CatalogWords known = words;
        return known == null ? findWords() : known;
    }

    /** Goes through all items: the first query waits for it, and those at the same time wait with it. */
    private synchronized CatalogWords findWords() {
        CatalogWords known = words;
        if (known == null) {
            known = CatalogWords.of(this);
            words = known;
        }
        return known;
    }

    /** Takes a feature's name and value, as numbers of texts. */
    @FunctionalInterface
    interface FeatureConsumer {
        void accept(int name, int value);
    }

    /** Takes every item's category, and its features by name and value, as numbers of texts. */
    void forEachWord(IntConsumer category, FeatureConsumer feature) {
        for (int item = 0; item < items; item++) {
            if (described(item)) {
                int flags = word(start(item));
                if ((flags & CATEGORIZED) != 0) {
                    category.accept(category(item));
                }
                for (int at = start(item) + 1 + Integer.bitCount(flags); at < start(item + 1); at += 2) {
                    feature.accept(word(at), word(at + 1));
                }
            }
        }
    }

    /** The number of the item's category, or {@link #NO_CATEGORY}. */
    public int category(int item) {
        if (!described(item) || (word(start(item)) & CATEGORIZED) == 0) {
            return NO_CATEGORY;
        }
        return word(start(item) + 1 + (word(start(item)) & NAMED));
    }

    /** The item as the catalog described it. */
    public Optional<CatalogItem> item(int item, String id) {
        if (!described(item)) {
            return Optional.empty();
        }
        int at = start(item);
        int flags = word(at++);
        Optional<String> name = (flags & NAMED) == 0 ? Optional.empty() : Optional.of(texts.text(word(at++)));
        Optional<String> category = (flags & CATEGORIZED) == 0 ? Optional.empty() : Optional.of(texts.text(word(at++)));
        SortedMap<String, List<String>> features = new TreeMap<>();
        for (; at < start(item + 1); at += 2) {
            features.computeIfAbsent(texts.text(word(at)), ignored -> new ArrayList<>())
                    .add(texts.text(word(at + 1)));
        }
        return Optional.of(new CatalogItem(id, name, category, features));
    }

    /** The same features on the heap. */
    public ItemFeatures onHeap() {
        return open(texts.onHeap(), Bytes.copy(section));
    }

    public Ids texts() {
        return texts;
    }

    public ByteBuffer section() {
        return section;
    }

    private static int[] encode(CatalogItem item, IdTable table) {
        List<Integer> encoded = new ArrayList<>();
        encoded.add((item.name().isPresent() ? NAMED : 0) | (item.category().isPresent() ? CATEGORIZED : 0));
        item.name().ifPresent(name -> encoded.add(table.numberOf(name)));
        item.category().ifPresent(category -> encoded.add(table.numberOf(category)));
        item.features().forEach((name, values) -> {
            for (String value : values) {
                encoded.add(table.numberOf(name));
                encoded.add(table.numberOf(value));
            }
        });
        return encoded.stream().mapToInt(Integer::intValue).toArray();
    }

    private int start(int item) {
        return section.getInt(4 + 4 * item);
    }

    private int word(int at) {
        return section.getInt(4 * (items + 2 + at));
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
