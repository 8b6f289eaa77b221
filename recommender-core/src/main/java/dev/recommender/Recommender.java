package dev.recommender;

import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Answers queries from one model. Shared freely between threads; needs no closing of its own, and stays usable as long
 * as its model is open.
 */
public interface Recommender {
    /**
     * The best items for the query: exactly {@link Query#count()} of them whenever as many are eligible.
     *
     * @throws IllegalArgumentException if the query wants a varied list, and the model's algorithm does not compare items;
     *     or if it limits categories, and no item of the model has one
     * @throws IllegalStateException if the model has been closed
     */
    Recommendations recommend(Query query);

    /**
     * The score that the model gives to an item for a user, whether the user has seen it or not.
     *
     * @return empty if the model knows no history of the user or does not know the item, or has nothing to tell its score by
     */
    OptionalDouble predict(String user, String item);

    /**
     * Answers the same query for many users, on all processors, in constant memory.
     *
     * <p>The calling thread calls the sink, in the order of the users. So an interrupted run can be resumed after the
     * last user that the sink saw.
     *
     * @param users user ids, read as they are needed
     * @param query what to ask for each user; its own user, if any, is replaced
     * @return how many users were answered
     * @throws IllegalStateException if the model has been closed, or the calling thread is interrupted
     */
    long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink);

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
