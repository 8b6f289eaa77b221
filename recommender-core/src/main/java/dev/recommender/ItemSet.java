package dev.recommender;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prepared set of items, to allow, deny, boost or bury in queries: what is in stock, what was already shown, this
 * season's goods. Immutable and shared freely between threads.
 *
 * <p>A recommender translates a set into a bitmap of its own indexes once, and keeps the bitmap as long as the set is
 * referenced. So a large set costs little per query if the same object is used again. To change what is in stock,
 * replace the object. Ids that a model does not know match nothing, so one set serves every model; answers name the
 * first of them in {@link Recommendations#unmatched}.
 *
 * <p>Sets are equal if they were made of the same ids in the same order.
 */
public final class ItemSet {
    private final List<String> ids;

    private ItemSet(List<String> ids) {
        this.ids = ids;
    }

    /** The set of these ids; repeated ones count once. */
    public static ItemSet of(Collection<String> ids) {
        return new ItemSet(List.copyOf(ids));
    }

    /** The set of these ids; repeated ones count once. */
    public static ItemSet of(String... ids) {
        return of(Arrays.asList(ids));
    }

    /** The ids as they were given; unmodifiable. */
    public List<String> ids() {
        return ids;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ItemSet that && ids.equals(that.ids);
    }

    @Override
    public int hashCode() {
        return ids.hashCode();
    }

    @Override
    public String toString() {
        return "ItemSet of " + ids.size() + " ids";
    }
}
