package dev.recommender;

import java.util.List;

/** Parameters or a request break one or more rules; nothing was done with them. */
public class InvalidParametersException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final transient List<String> violations;

    public InvalidParametersException(List<String> violations) {
        super("not valid: " + String.join("; ", violations));
        this.violations = List.copyOf(violations);
    }

    /** Every rule that is broken, each with the parameter, its value and what is allowed. */
    public List<String> violations() {
        return violations;
    }
}
