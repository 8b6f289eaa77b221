package dev.recommender.evaluation;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/** Recommends what a table says: for each user, items with scores; equal scores in the order they were put in. */
final class TableRecommender implements Recommender {
    private final Map<String, Map<String, Double>> scores = new LinkedHashMap<>();

    TableRecommender put(String user, String item, double score) {
        scores.computeIfAbsent(user, added -> new LinkedHashMap<>()).put(item, score);
        return this;
    }

    /** Puts items that get 9, 8, 7 and so on. */
    TableRecommender list(String user, String... items) {
        scores.computeIfAbsent(user, added -> new LinkedHashMap<>());
        for (int rank = 0; rank < items.length; rank++) {
            put(user, items[rank], 9 - rank);
        }
        return this;
    }

    Map<String, Map<String, Double>> scores() {
        return scores;
    }

    @Override
    public Recommendations recommend(Query query) {
        String user = query.user().orElseThrow();
        List<Map.Entry<String, Double>> items =
                new ArrayList<>(scores.getOrDefault(user, Map.of()).entrySet());
        items.sort(Map.Entry.comparingByValue(Comparator.reverseOrder()));
        return Recommendations.of(
                items.stream()
                        .limit(query.count())
                        .map(item -> new Recommendation(item.getKey(), item.getValue(), Recommendation.Source.MODEL))
                        .toList(),
                scores.containsKey(user) ? Optional.empty() : Optional.of(user),
                List.of());
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        Double score = scores.getOrDefault(user, Map.of()).get(item);
        return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
    }

    @Override
    public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
        throw new AssertionError("the evaluator asks user by user");
    }
}
