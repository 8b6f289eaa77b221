package dev.recommender;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/** All options of a query; changed only before the query that holds it is made. */
final class QueryState {
    Optional<String> user = Optional.empty();
    List<Seed> seeds = List.of();
    Optional<Recency> recency = Optional.empty();
    int count = 10;
    boolean includesSeen;
    boolean backfills = true;
    Optional<Instant> at = Optional.empty();
    List<ItemSet> onlyItems = List.of();
    List<ItemSet> exclude = List.of();
    List<Condition> conditions = List.of();
    Optional<Predicate<CatalogItem>> predicate = Optional.empty();
    double minScore = Double.NEGATIVE_INFINITY;
    List<Query.Boost> boosts = List.of();
    OptionalInt maxPerCategory = OptionalInt.empty();
    Optional<Diversity> diversity = Optional.empty();
    boolean explains;

    QueryState() {}

    QueryState(QueryState that) {
        user = that.user;
        seeds = that.seeds;
        recency = that.recency;
        count = that.count;
        includesSeen = that.includesSeen;
        backfills = that.backfills;
        at = that.at;
        onlyItems = that.onlyItems;
        exclude = that.exclude;
        conditions = that.conditions;
        predicate = that.predicate;
        minScore = that.minScore;
        boosts = that.boosts;
        maxPerCategory = that.maxPerCategory;
        diversity = that.diversity;
        explains = that.explains;
    }

    /** Everything, for comparison. */
    List<Object> values() {
        return List.of(
                user,
                seeds,
                recency,
                count,
                includesSeen,
                backfills,
                at,
                onlyItems,
                exclude,
                conditions,
                predicate,
                minScore,
                boosts,
                maxPerCategory,
                diversity,
                explains);
    }
}
