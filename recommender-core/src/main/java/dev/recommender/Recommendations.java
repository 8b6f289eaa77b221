package dev.recommender;

import java.util.AbstractList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The answer to a query: an unmodifiable list, best first, that also says which of the query's ids the model does not
 * know, and which of its rules match no item. Unknown ids contribute nothing and are no error; nor are such rules.
 */
public final class Recommendations extends AbstractList<Recommendation> implements RandomAccess {
    private static final Recommendation[] NONE = {};

    private final Recommendation[] items;
    private final Optional<String> unknownUser;
    private final Optional<String> nearUser;
    private final List<String> unknownItems;
    private final Map<String, String> nearItems;
    private final List<String> unmatched;

    private Recommendations(
            Recommendation[] items,
            Optional<String> unknownUser,
            Optional<String> nearUser,
            List<String> unknownItems,
            Map<String, String> nearItems,
            List<String> unmatched) {
        this.items = items;
        this.unknownUser = unknownUser;
        this.nearUser = nearUser;
        this.unknownItems = unknownItems;
        this.nearItems = nearItems;
        this.unmatched = unmatched;
    }

    /** A list with what the model did not know. */
    public static Recommendations of(
            List<Recommendation> items, Optional<String> unknownUser, List<String> unknownItems) {
        return of(items, unknownUser, unknownItems, List.of());
    }

    /** A list with what the model did not know, and what of the query's rules matched none of its items. */
    public static Recommendations of(
            List<Recommendation> items,
            Optional<String> unknownUser,
            List<String> unknownItems,
            List<String> unmatched) {
        Recommendation[] copy = items.toArray(NONE);
        for (Recommendation item : copy) {
            Objects.requireNonNull(item);
        }
        return new Recommendations(copy, unknownUser, Optional.empty(), copy(unknownItems), Map.of(), copy(unmatched));
    }

    /** Most lists are empty, and cost nothing. */
    private static List<String> copy(List<String> texts) {
        return texts.isEmpty() ? List.of() : List.copyOf(texts);
    }

    /** The query's user, if the model has no history of that user. */
    public Optional<String> unknownUser() {
        return unknownUser;
    }

    /** The same list, which also says whom the model knows in place of the unknown user. */
    public Recommendations withNearUser(String user) {
        return new Recommendations(items, unknownUser, Optional.of(user), unknownItems, nearItems, unmatched);
    }

    /**
     * A user of the model whose id is the same number as that of the unknown user, but written with {@code .0} where the
     * other is not, or the reverse: {@code 17850.0} for {@code 17850}. Nothing of that user is in the list.
     */
    public Optional<String> nearUser() {
        return nearUser;
    }

    /** The query's seed items that the model does not know, in the order of the query. */
    public List<String> unknownItems() {
        return unknownItems;
    }

    /** The same list, which also says what the model knows in place of unknown items. */
    public Recommendations withNearItems(Map<String, String> known) {
        Map<String, String> copy = Collections.unmodifiableMap(new LinkedHashMap<>(known));
        return new Recommendations(items, unknownUser, nearUser, unknownItems, copy, unmatched);
    }

    /**
     * Items of the model whose ids are the same numbers as those of unknown items, otherwise written as in {@link #nearUser}:
     * {@code 22423} for {@code 22423.0}. By the unknown id, in the order of the query. They contribute nothing.
     */
    public Map<String, String> nearItems() {
        return nearItems;
    }

    /**
     * What of the query's rules can match no item of the model, as a rule because of a typing error: a category, feature
     * or value that no item has, or ids of a set of items that the model does not know. One sentence each, which starts
     * with the rule's name in {@link Query}: {@code where: no item has the category "shoess"}. Of a set the first unknown
     * ids are named, and the number of the others. Predicates are not looked into.
     */
    public List<String> unmatched() {
        return unmatched;
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
