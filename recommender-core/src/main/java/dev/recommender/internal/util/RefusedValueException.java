package dev.recommender.internal.util;

import java.util.Optional;

/** A value that is not allowed, in a sentence and in parts. */
public final class RefusedValueException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String name;
    private final String value;
    private final String remedy;

    /**
     * Describes it.
     *
     * @param name of the value; empty if it has none
     * @param value empty if it is not to be repeated
     */
    RefusedValueException(String message, String name, String value, String remedy) {
        super(message);
        this.name = name;
        this.value = value;
        this.remedy = remedy;
    }

    public Optional<String> name() {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    public Optional<String> value() {
        return Optional.of(value).filter(text -> !text.isEmpty());
    }

    public String remedy() {
        return remedy;
    }
}
