package dev.recommender;

import dev.recommender.internal.util.Arguments;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the catalog must say of an item, as data: unlike a predicate it can be compared, printed, and sent as JSON.
 * Immutable.
 *
 * <pre>{@code
 * Condition.category("shoes", "boots").and(Condition.feature("price", "high").negate())
 * }</pre>
 */
public sealed interface Condition extends Predicate<CatalogItem> {
    /** The item is in one of these categories. */
    static Condition category(String... categories) {
        return new InCategory(List.of(categories));
    }

    /** A feature of the item has one of these values; any value, if none are given. */
    static Condition feature(String name, String... values) {
        return new HasFeature(name, List.of(values));
    }

    /** All of these hold; true of none. Those that are such conditions themselves are replaced by what they are made of. */
    static Condition all(Condition... conditions) {
        return new All(Stream.of(conditions)
                .flatMap(condition -> condition instanceof All all ? all.conditions.stream() : Stream.of(condition))
                .toList());
    }

    /**
     * At least one of these holds; false of none. Those that are such conditions themselves are replaced by what they are
     * made of.
     */
    static Condition any(Condition... conditions) {
        return new Any(Stream.of(conditions)
                .flatMap(condition -> condition instanceof Any any ? any.conditions.stream() : Stream.of(condition))
                .toList());
    }

    /** Both hold. */
    default Condition and(Condition other) {
        return all(this, other);
    }

    /** One of the two holds, or both do. */
    default Condition or(Condition other) {
        return any(this, other);
    }

    /** This does not hold. */
    @Override
    default Condition negate() {
        return new Not(this);
    }

    /**
     * The item is in one of some categories.
     *
     * @param categories at least one; unmodifiable
     */
    record InCategory(Collection<String> categories) implements Condition {
        public InCategory {
            categories = distinct(categories);
            if (categories.isEmpty()) {
                throw new InvalidValueException(Violation.of("a condition on the category needs a category")
                        .remedy("needs a category"));
            }
        }

        @Override
        public boolean test(CatalogItem item) {
            return item.category().filter(categories::contains).isPresent();
        }

        @Override
        public String toString() {
            return "category in " + categories;
        }
    }

    /**
     * A feature has one of some values.
     *
     * @param name the feature
     * @param values the values; empty for any; unmodifiable
     */
    record HasFeature(String name, Collection<String> values) implements Condition {
        public HasFeature {
            Arguments.requireId("feature", name);
            values = distinct(values);
        }

        @Override
        public boolean test(CatalogItem item) {
            List<String> own = item.features().getOrDefault(name, List.of());
            return values.isEmpty() ? !own.isEmpty() : own.stream().anyMatch(values::contains);
        }

        @Override
        public String toString() {
            return name + (values.isEmpty() ? " is there" : " in " + values);
        }
    }

    /**
     * All conditions hold.
     *
     * @param conditions which; unmodifiable
     */
    record All(List<Condition> conditions) implements Condition {
        public All {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean test(CatalogItem item) {
            return conditions.stream().allMatch(condition -> condition.test(item));
        }

        @Override
        public String toString() {
            return conditions.stream().map(Condition::toString).collect(Collectors.joining(" and ", "(", ")"));
        }
    }

    /**
     * At least one condition holds.
     *
     * @param conditions which; unmodifiable
     */
    record Any(List<Condition> conditions) implements Condition {
        public Any {
            conditions = List.copyOf(conditions);
        }

        @Override
        public boolean test(CatalogItem item) {
            return conditions.stream().anyMatch(condition -> condition.test(item));
        }

        @Override
        public String toString() {
            return conditions.stream().map(Condition::toString).collect(Collectors.joining(" or ", "(", ")"));
        }
    }

    /**
     * A condition does not hold.
     *
     * @param condition which
     */
    record Not(Condition condition) implements Condition {
        public Not {
            Arguments.requireNonNull("condition", condition);
        }

        @Override
        public boolean test(CatalogItem item) {
            return !condition.test(item);
        }

        @Override
        public String toString() {
            return "not " + condition;
        }
    }

    private static Set<String> distinct(Collection<String> texts) {
        texts.forEach(text -> Arguments.requireId("category or value", text));
        return Collections.unmodifiableSet(new LinkedHashSet<>(texts));
    }
}
