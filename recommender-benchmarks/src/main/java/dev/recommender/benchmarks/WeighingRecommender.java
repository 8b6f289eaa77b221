package dev.recommender.benchmarks;

import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * Another recommender, asked with a recency of seeds. So two recencies can be compared on one test set, user by user.
 *
 * @param recommender answers
 * @param recency of all queries
 */
public record WeighingRecommender(Recommender recommender, Recency recency) implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
        return recommender.recommend(query.recency(recency));
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        return recommender.predict(user, item);
    }

    @Override
    public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
        return recommender.recommendAll(users, query.recency(recency), sink);
    }
}
