package dev.recommender.internal.model;

import dev.recommender.ScoredId;
import dev.recommender.internal.events.Exponents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.util.WideNumber;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The cells of a row that somebody else computed: distinct known items with floats, in the order given. */
public final class CheckedRow {
    private final String name;
    private final int[] columns;
    private final float[] values;

    private CheckedRow(String name, int[] columns, float[] values) {
        this.name = name;
        this.columns = columns;
        this.values = values;
    }

    /**
     * Checks a row.
     *
     * @throws IllegalArgumentException if an item is unknown or repeats, or a number is beyond the range of floats
     */
    public static CheckedRow of(String name, IdTable items, Collection<ScoredId> cells) {
        int[] columns = new int[cells.size()];
        float[] values = new float[columns.length];
        int size = 0;
        for (ScoredId cell : cells) {
            int item = items.find(cell.id());
            require(item != Ids.UNKNOWN, "%s: \"%s\" is no item; add all items first", name, cell.id());
            requireFloat(cell.score(), name + ", \"" + cell.id() + "\"");
            columns[size] = item;
            values[size++] = (float) cell.score();
        }
        int[] sorted = columns.clone();
        Arrays.sort(sorted);
        for (int at = 1; at < sorted.length; at++) {
            int item = sorted[at];
            require(item != sorted[at - 1], "%s: item \"%s\" repeats", name, items.text(item));
        }
        return new CheckedRow(name, columns, values);
    }

    /** A row of affinities, each divided by two to the power of an exponent. */
    static CheckedRow of(String name, IdTable items, Collection<ScoredId> affinities, Map<String, Long> exponents) {
        List<ScoredId> scaled = affinities.stream()
                .map(cell -> new ScoredId(
                        cell.id(), WideNumber.scaled(cell.score(), -exponents.getOrDefault(cell.id(), 0L))))
                .toList();
        return of(name, items, scaled);
    }

    /** What to call the row in a message. */
    public String name() {
        return name;
    }

    /** The items' numbers. */
    public int[] columns() {
        return columns;
    }

    /** The items' floats. */
    public float[] values() {
        return values;
    }

    /** The row without cells whose float is 0. */
    public CheckedRow withoutZeros() {
        int[] keptColumns = new int[columns.length];
        float[] keptValues = new float[columns.length];
        int kept = 0;
        for (int at = 0; at < columns.length; at++) {
            if (values[at] != 0) {
                keptColumns[kept] = columns[at];
                keptValues[kept++] = values[at];
            }
        }
        return new CheckedRow(name, Arrays.copyOf(keptColumns, kept), Arrays.copyOf(keptValues, kept));
    }

    /** Whether another row has cells of the same items. */
    boolean sameItems(CheckedRow other) {
        int[] own = columns.clone();
        int[] others = other.columns.clone();
        Arrays.sort(own);
        Arrays.sort(others);
        return Arrays.equals(own, others);
    }

    /**
     * The exponents of a row's values, by id.
     *
     * @throws IllegalArgumentException if a number is not finite
     */
    static Map<String, Long> exponents(String name, Collection<ScoredId> cells) {
        Map<String, Long> exponents = new HashMap<>();
        for (ScoredId cell : cells) {
            require(Double.isFinite(cell.score()), "%s, \"%s\": %s is not finite", name, cell.id(), cell.score());
            exponents.put(cell.id(), Exponents.of(cell.score()));
        }
        return exponents;
    }

    public static void requireFloat(double value, String what) {
        require(Math.abs(value) <= Float.MAX_VALUE, "%s: %s is beyond the range of floats", what, value);
    }

    public static void require(boolean holds, String problem, Object... details) {
        if (!holds) {
            throw new IllegalArgumentException(String.format(Locale.ROOT, problem, details));
        }
    }
}
