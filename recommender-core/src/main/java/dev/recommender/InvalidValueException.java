package dev.recommender;

/** A value that a method does not take. It says which, and what is allowed, in parts, too. */
public class InvalidValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    public InvalidValueException(Violation violation) {
        super(violation.detail());
        this.violation = violation;
    }

    public InvalidValueException(Violation violation, Throwable cause) {
        super(violation.detail(), cause);
        this.violation = violation;
    }

    /** What is wrong with the value. */
    public Violation violation() {
        return violation;
    }
}
