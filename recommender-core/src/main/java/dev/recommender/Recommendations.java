package dev.recommender;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The answer to a query: an unmodifiable list, best first, that also says which of the query's ids the model does not
 * know. Unknown ids contribute nothing and are no error.
 */
public final class Recommendations extends AbstractList<Recommendation> implements RandomAccess {
    private static final Recommendation[] NONE = {};

    private final Recommendation[] items;
    private final Optional<String> unknownUser;
    private final List<String> unknownItems;

    private Recommendations(Recommendation[] items, Optional<String> unknownUser, List<String> unknownItems) {
        this.items = items;
        this.unknownUser = unknownUser;
        this.unknownItems = unknownItems;
    }

    /** A list with what the model did not know. */
    public static Recommendations of(
            List<Recommendation> items, Optional<String> unknownUser, List<String> unknownItems) {
        Recommendation[] copy = items.toArray(NONE);
        for (Recommendation item : copy) {
            Objects.requireNonNull(item);
        }
        return new Recommendations(copy, unknownUser, unknownItems.isEmpty() ? List.of() : List.copyOf(unknownItems));
    }

    /** The query's user, if the model has no history of that user. */
    public Optional<String> unknownUser() {
        return unknownUser;
    }

    /** The query's seed items that the model does not know, in the order of the query. */
    public List<String> unknownItems() {
        return unknownItems;
    }

    @Override
    public Recommendation get(int index) {
        return items[index];
    }

    @Override
    public int size() {
        return items.length;
    }
}
