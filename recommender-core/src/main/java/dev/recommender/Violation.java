package dev.recommender;

import dev.recommender.internal.util.NearNames;
import dev.recommender.internal.util.RefusedValueException;
import dev.recommender.internal.util.Texts;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A rule that something given breaks: as a sentence for people, and in parts for programs. Immutable.
 *
 * @param detail what is wrong, whole: it names the field, the value and the remedy, as far as there are such
 * @param field where it is, by the names of the JSON, such as {@code seeds[0].weight}; empty if it is at no single place
 * @param value what was given: a text as it is, anything else as JSON. Of a long one the start, {@value #LONGEST_VALUE} characters
 * @param remedy what is allowed, or what to do instead
 */
public record Violation(String detail, Optional<String> field, Optional<String> value, Optional<String> remedy) {
    /** How much is kept of a value, in characters. */
    public static final int LONGEST_VALUE = 100;

    public Violation {
        value = value.map(given -> Texts.shortened(given, LONGEST_VALUE));
    }

    /** One that is at no single place. */
    public static Violation of(String detail) {
        return new Violation(detail, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A field that must be something else: {@code count must be at least 1}.
     *
     * @param allowed what it must be, which is the remedy, too; starts with a verb
     */
    public static Violation of(String field, String allowed) {
        return new Violation(field + " " + allowed, Optional.of(field), Optional.empty(), Optional.of(allowed));
    }

    /**
     * A field whose value must be something else: {@code count must be at least 1: 0}.
     *
     * @param allowed what it must be, which is the remedy, too; starts with a verb
     */
    public static Violation ofValue(String field, String allowed, String value) {
        Violation violation = of(field, allowed);
        return violation
                .detail(violation.detail + ": " + Texts.shortened(value, LONGEST_VALUE))
                .value(value);
    }

    /** As {@link #ofValue(String, String, String)}, of a value that the sentence shows in another form. */
    public static Violation ofValue(String field, String allowed, String shown, String value) {
        return ofValue(field, allowed, shown).value(value);
    }

    /** What an exception says of a value: in parts, if it knows them. */
    public static Violation of(IllegalArgumentException refusal) {
        if (refusal instanceof InvalidValueException invalid) {
            return invalid.violation();
        }
        String detail = String.valueOf(refusal.getMessage());
        return refusal instanceof RefusedValueException refused
                ? new Violation(detail, refused.name(), refused.value(), Optional.of(refused.remedy()))
                : of(detail);
    }

    /**
     * A field at fault: {@code alpha has no effect on ratings; leave one of the two out}.
     *
     * @param fault what is wrong with it; starts with a verb
     */
    public static Violation withRemedy(String field, String fault, String remedy) {
        return new Violation(
                field + " " + fault + "; " + remedy, Optional.of(field), Optional.empty(), Optional.of(remedy));
    }

    /**
     * A name that is none of those that are known. The remedy begins with the one that is nearly the same, if one is.
     *
     * @param fault what it is not, such as {@code is not a field of a query}
     */
    public static Violation unknown(String name, String fault, Collection<String> known) {
        String some = known.isEmpty() ? "leave it out" : "use some of " + List.copyOf(known);
        return withRemedy(
                Texts.shortened(name, LONGEST_VALUE),
                fault,
                near(name, known)
                        .map(near -> "use " + near + ", or another of " + List.copyOf(known))
                        .orElse(some));
    }

    /**
     * The known name that a wrong one is likely to mean, which {@link #unknown} begins with: for whoever words that anew. Case,
     * hyphens and underscores do not matter, and one letter in three may be wrong; empty if none is so near.
     */
    public static Optional<String> near(String wrong, Collection<String> known) {
        return NearNames.near(wrong, known);
    }

    /** The same in other words. */
    public Violation detail(String detail) {
        return new Violation(detail, field, value, remedy);
    }

    /** The same of another field; the sentence stays. */
    public Violation at(String field) {
        return new Violation(detail, Optional.of(field), value, remedy);
    }

    /** The same within a field that is around it; the sentence stays. */
    public Violation within(String parent) {
        return at(field.map(name -> parent + (name.startsWith("[") ? "" : ".") + name)
                .orElse(parent));
    }

    /** The same with what was given; the sentence stays. */
    public Violation value(String value) {
        return new Violation(detail, field, Optional.of(value), remedy);
    }

    /** The same with what to do; the sentence stays. */
    public Violation remedy(String remedy) {
        return new Violation(detail, field, value, Optional.of(remedy));
    }

    /** The sentence. */
    @Override
    public String toString() {
        return detail;
    }
}
