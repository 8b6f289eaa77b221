package dev.recommender.tuning;

import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainingCancelledException;
import java.util.Iterator;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** Answers as long as the tuning is not to end. */
record WatchedRecommender(Recommender recommender, Stop stop) implements Recommender {
    @Override
    public Recommendations recommend(Query query) {
        if (stop.now().isPresent()) {
            throw new TrainingCancelledException();
        }
        return recommender.recommend(query);
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        return recommender.predict(user, item);
    }

    @Override
    public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
        return recommender.recommendAll(users, query, sink);
    }
}
