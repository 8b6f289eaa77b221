package dev.recommender;

/**
 * Answers queries from one model. Shared freely between threads; needs no closing of its own, and stays usable as long
 * as its model is open.
 */
public interface Recommender {
    /**
     * The best items for the query: exactly {@link Query#count()} of them whenever as many are eligible.
     *
     * @throws IllegalStateException if the model has been closed
     */
    Recommendations recommend(Query query);

    /**
     * The items most similar to this one, without the item itself and without back-filling.
     *
     * @param count how many at most; at least 1
     * @throws IllegalArgumentException if the count is less than 1
     */
    default Recommendations similarItems(String item, int count) {
        return recommend(Query.items(item).count(count).withoutBackfill());
    }
}
