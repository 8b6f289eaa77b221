package dev.recommender;

import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Parameters or a request break one or more rules; nothing was done with them. */
public class InvalidParametersException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final transient List<Violation> details;

    /** Rules that are told in sentences alone, and are about no single field. */
    public InvalidParametersException(List<String> violations) {
        this((Collection<Violation>) violations.stream().map(Violation::of).toList());
    }

    /** All rules that are broken, for an exception that says more. */
    protected InvalidParametersException(Collection<Violation> details) {
        super("not valid: " + details.stream().map(Violation::detail).collect(Collectors.joining("; ")));
        this.details = List.copyOf(details);
    }

    /** One rule that is broken. */
    public static InvalidParametersException of(Violation violation) {
        return of(List.of(violation));
    }

    /** All rules that are broken. */
    public static InvalidParametersException of(Collection<Violation> violations) {
        return new InvalidParametersException(violations);
    }

    /**
     * What is read.
     *
     * @param what is read, as the start of the sentence that refuses it, such as {@code the request is}
     * @throws InvalidParametersException if the reading is refused by an IllegalArgumentException
     */
    public static <T> T naming(String what, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            Violation violation = Violation.of(e);
            throw of(violation.detail(what + " " + violation.detail()));
        }
    }

    /** Every rule that is broken as a sentence, with the parameter, its value and what is allowed. */
    public List<String> violations() {
        return details.stream().map(Violation::detail).toList();
    }

    /** Every rule that is broken, with its field, value and remedy apart. */
    public List<Violation> details() {
        return details;
    }
}
