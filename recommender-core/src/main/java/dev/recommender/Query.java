package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A question to a {@link Recommender}: for whom or from what, how many, and by which rules. Immutable; each method
 * returns a changed copy, so that a query can be kept as a template.
 *
 * <p>A user's history and the seeds are simply added together:
 * {@code Query.user("u42").and("bow", EventType.PURCHASE).count(5)}.
 *
 * <p>Rules apply before the best items are chosen. So a query returns exactly {@link #count(int)} items whenever as
 * many are eligible. A smaller count gives a prefix of what a larger one gives. Rules apply to back-filled items, too.
 */
public final class Query {
    private final QueryState state;

    private Query(QueryState state) {
        this.state = state;
    }

    /** What next for this user, from the history that the model or its application holds. */
    public static Query user(String id) {
        return popular().forUser(id);
    }

    /** What goes with these items, each weighing 1. Their order matters to a {@link #recency} alone: the newest is last. */
    public static Query items(String... items) {
        return items(Arrays.asList(Arguments.requireNonNull("items", items)));
    }

    /** As {@link #items(String...)}, in the order of the collection. */
    public static Query items(Collection<String> items) {
        return seeds(
                Arguments.requireNonNull("items", items).stream().map(Seed::of).toList());
    }

    /** What follows from these live events. */
    public static Query seeds(Collection<Seed> seeds) {
        Arguments.requireNonNull("seeds", seeds).forEach(seed -> Arguments.requireNonNull("seed", seed));
        return popular().with(state -> state.seeds = List.copyOf(seeds));
    }

    /** What most users take, without a user or a seed. */
    public static Query popular() {
        return new Query(new QueryState());
    }

    /** The same question for another user, or for one more than the seeds. */
    public Query forUser(String id) {
        Arguments.requireId("user", id);
        return with(state -> state.user = Optional.of(id));
    }

    /** Adds a live event. */
    public Query and(Seed seed) {
        return with(state -> state.seeds = append("seed", state.seeds, seed));
    }

    /** Adds an item that weighs 1. */
    public Query and(String item) {
        return and(Seed.of(item));
    }

    /** Adds a live event that happened just now. */
    public Query and(String item, EventType type) {
        return and(Seed.of(item).type(type));
    }

    /** Adds a live event. */
    public Query and(String item, EventType type, Instant time) {
        return and(Seed.of(item).type(type).at(time));
    }

    /**
     * Lets the earlier seeds count less than the newest; default: all count alike. If every seed has a time, their times
     * order them; else the order in which they were given does, the newest last. The user's history is not changed by it.
     * Contributions show affinities as they count. A model of ratings refuses the query.
     */
    public Query recency(Recency recency) {
        Arguments.requireNonNull("recency", recency);
        return with(state -> state.recency = Optional.of(recency));
    }

    /**
     * How many recommendations to return; default: 10.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Query count(int count) {
        Arguments.requireAtLeast("count", count, 1);
        return with(state -> state.count = count);
    }

    /** Allows the items of the history and the seeds themselves among the results; by default they are left out. */
    public Query includeSeen() {
        return with(state -> state.includesSeen = true);
    }

    /** Returns fewer items rather than fill the list with popular ones. */
    public Query withoutBackfill() {
        return with(state -> state.backfills = false);
    }

    /**
     * The moment to answer for: the user's history and the seeds decay until then. The default is the model's reference
     * time, so a live event never takes weight from the history. Events after the moment count as if they happened at
     * it. A moment before the model's reference time leaves the model's histories as they are.
     *
     * @throws IllegalArgumentException if it is more than 292 million years from 1970
     */
    public Query at(Instant time) {
        Arguments.requireMillis("at", time);
        return with(state -> state.at = Optional.of(time));
    }

    /** Allows only the items of this set. Several sets allow what is in all of them. */
    public Query onlyItems(ItemSet items) {
        return with(state -> state.onlyItems = append("items", state.onlyItems, items));
    }

    /** Allows only these items. */
    public Query onlyItems(String... items) {
        return onlyItems(ItemSet.of(items));
    }

    /**
     * Denies the items of this set, for example items that were already shown. Several sets deny every item that is in
     * any of them.
     */
    public Query exclude(ItemSet items) {
        return with(state -> state.exclude = append("items", state.exclude, items));
    }

    /** Denies these items. */
    public Query exclude(String... items) {
        return exclude(ItemSet.of(items));
    }

    /**
     * Allows only items that the catalog describes in this way. Items that the model's catalog does not have are left
     * out, and so is every item of a model without a catalog. Several conditions must all hold.
     *
     * @param condition is asked about the items that would make the list, so it should be quick; must not throw
     */
    public Query where(Predicate<CatalogItem> condition) {
        Arguments.requireNonNull("condition", condition);
        return with(state -> {
            state.predicate = Optional.of(
                    state.predicate.map(before -> before.and(condition)).orElse(condition));
        });
    }

    /** As {@link #where(Predicate)}, with a condition that is data, so that the query can be compared and sent. */
    public Query where(Condition condition) {
        return with(state -> state.conditions = append("condition", state.conditions, condition));
    }

    /**
     * Leaves out items with a lower score; with a positive minimum also every back-filled item, whose score is 0.
     *
     * @throws IllegalArgumentException if it is not finite
     */
    public Query minScore(double score) {
        Arguments.requireFinite("minScore", score);
        return with(state -> state.minScore = score);
    }

    /**
     * Multiplies the scores of the items of this set: a factor above 1 boosts them, one below 1 buries them. An item in
     * several sets gets the product of their factors.
     *
     * @throws IllegalArgumentException if the factor is not from 10<sup>−100</sup> to 10<sup>100</sup>, or the product of the
     *     query's factors above 1, or of those below 1, is not. So no score becomes infinite or vanishes
     */
    public Query boost(ItemSet items, double factor) {
        Boost boost = new Boost(items, factor);
        double product = factor;
        for (Boost other : state.boosts) {
            product *= other.factor > 1 == factor > 1 ? other.factor : 1;
        }
        Boost.requireRange("the product of the boosts' factors", product);
        return with(state -> state.boosts = append("boost", state.boosts, boost));
    }

    /**
     * Limits how many items there are of each category of the model's catalog. Items without a category are not limited.
     * A model without any category refuses the query.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Query maxPerCategory(int count) {
        Arguments.requireAtLeast("maxPerCategory", count, 1);
        return with(state -> state.maxPerCategory = OptionalInt.of(count));
    }

    /** Makes the list more varied, at a bounded cost in score; back-filled items stay at its end. */
    public Query diversity(Diversity diversity) {
        Arguments.requireNonNull("diversity", diversity);
        return with(state -> state.diversity = Optional.of(diversity));
    }

    /** Asks for each recommendation's {@link Recommendation#because() contributions}. */
    public Query explain() {
        return with(state -> state.explains = true);
    }

    /** The user whose history counts. */
    public Optional<String> user() {
        return state.user;
    }

    /** The live events, in the order they were given; unmodifiable. */
    public List<Seed> seeds() {
        return state.seeds;
    }

    /** How the earlier seeds count less, if they do. */
    public Optional<Recency> recency() {
        return state.recency;
    }

    /** How many recommendations are wanted; at least 1. */
    public int count() {
        return state.count;
    }

    /** Whether the history and the seeds may be among the results. */
    public boolean includesSeen() {
        return state.includesSeen;
    }

    /** Whether popular items fill a list that would be too short. */
    public boolean backfills() {
        return state.backfills;
    }

    /** The moment to answer for, if one was given. */
    public Optional<Instant> at() {
        return state.at;
    }

    /** The sets that an item must be in; unmodifiable. */
    public List<ItemSet> onlyItems() {
        return state.onlyItems;
    }

    /** The sets that an item must not be in; unmodifiable. */
    public List<ItemSet> exclude() {
        return state.exclude;
    }

    /** What the catalog must say of an item, conditions and predicates together, if anything. */
    public Optional<Predicate<CatalogItem>> where() {
        if (state.conditions.isEmpty()) {
            return state.predicate;
        }
        Predicate<CatalogItem> conditions = new Condition.All(state.conditions);
        return Optional.of(state.predicate.map(conditions::and).orElse(conditions));
    }

    /** The conditions that are data; unmodifiable. */
    public List<Condition> conditions() {
        return state.conditions;
    }

    /** Whether a predicate was given, which only this JVM knows: such a query cannot be sent. */
    public boolean hasPredicate() {
        return state.predicate.isPresent();
    }

    /** The lowest score wanted; negative infinity if any will do. */
    public double minScore() {
        return state.minScore;
    }

    /** The factors on scores; unmodifiable. */
    public List<Boost> boosts() {
        return state.boosts;
    }

    /** How many items of one category are allowed, if that is limited. */
    public OptionalInt maxPerCategory() {
        return state.maxPerCategory;
    }

    /** How the list is made more varied, if it is. */
    public Optional<Diversity> diversity() {
        return state.diversity;
    }

    /** Whether contributions are wanted. */
    public boolean explains() {
        return state.explains;
    }

    /**
     * What of this query has no effect, whatever model answers it. The addresses below {@code /api/v1} and commands refuse it. A recency needs seeds, and a
     * half-life seeds with times. What is about the history and the seeds needs a user or seeds: the moment to answer for, items
     * that were seen, and contributions.
     *
     * @return a violation for each option, with the remedy; empty if all have an effect
     */
    public List<Violation> withoutEffect() {
        List<Violation> violations = new ArrayList<>();
        if (recency().isPresent() && seeds().isEmpty()) {
            violations.add(Violation.withRemedy(
                    "recency", "has no effect without seeds, which it weighs", "give seeds, or leave recency out"));
        } else if (recency().filter(Recency.ByTime.class::isInstance).isPresent()
                && seeds().stream().allMatch(seed -> seed.time().isEmpty())) {
            violations.add(Violation.of(
                            "recency: a half-life has no effect on events without times; give their times, or a decay"
                                    + " by position such as reciprocal")
                    .at("recency")
                    .remedy("give the times of seeds, or a decay by position such as reciprocal"));
        }
        recency().ifPresent(recency -> violations.replaceAll(violation -> violation.value(recency.toString())));
        if (user().isEmpty() && seeds().isEmpty()) {
            refuseIf(at().isPresent(), "at", violations);
            refuseIf(includesSeen(), "includeSeen", violations);
            refuseIf(explains(), "explain", violations);
        }
        return violations;
    }

    private static void refuseIf(boolean given, String option, List<Violation> violations) {
        if (given) {
            violations.add(Violation.withRemedy(
                    option,
                    "has no effect without a user or seeds",
                    "give one of the two, or leave " + option + " out"));
        }
    }

    /** Whether another query asks the same: a key for caches of answers. Predicates are the same only if they are one object. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Query that && state.values().equals(that.state.values());
    }

    @Override
    public int hashCode() {
        return state.values().hashCode();
    }

    /** What the query says, for logs: sets by their sizes, a condition as being there. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "Query[", "]");
        user().ifPresent(user -> text.add("user " + user));
        state.seeds.forEach(seed -> text.add(seed.toString()));
        recency().ifPresent(recency -> text.add("recency " + recency));
        text.add("count " + state.count);
        at().ifPresent(time -> text.add("at " + time));
        state.onlyItems.forEach(set -> text.add("only " + set));
        state.exclude.forEach(set -> text.add("without " + set));
        state.conditions.forEach(condition -> text.add("where " + condition));
        state.predicate.ifPresent(predicate -> text.add("a predicate"));
        state.boosts.forEach(boost -> text.add(boost.items() + " × " + boost.factor()));
        maxPerCategory().ifPresent(limit -> text.add("at most " + limit + " per category"));
        diversity().ifPresent(diversity -> text.add(diversity.toString()));
        if (state.minScore > Double.NEGATIVE_INFINITY) {
            text.add("scores from " + state.minScore);
        }
        if (state.includesSeen) {
            text.add("seen items too");
        }
        if (!state.backfills) {
            text.add("no back-filling");
        }
        if (state.explains) {
            text.add("explained");
        }
        return text.toString();
    }

    private Query with(Consumer<QueryState> change) {
        QueryState changed = new QueryState(state);
        change.accept(changed);
        return new Query(changed);
    }

    private static <T> List<T> append(String name, List<T> list, T element) {
        Arguments.requireNonNull(name, element);
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }

    /**
     * A factor on the scores of some items.
     *
     * @param items whose scores
     * @param factor from 10<sup>−100</sup> to 10<sup>100</sup>
     */
    public record Boost(ItemSet items, double factor) {
        public Boost {
            Arguments.requireNonNull("items", items);
            requireRange("factor of a boost", factor);
        }

        private static void requireRange(String name, double factor) {
            if (!(factor >= 1e-100 && factor <= 1e100)) {
                throw new InvalidValueException(
                        Violation.ofValue(name, "must be from 1e-100 to 1e100", Double.toString(factor)));
            }
        }
    }
}
