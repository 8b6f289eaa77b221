package dev.recommender.registry;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What names a model in a {@link ModelRegistry}.
 *
 * @param value the identifier
 */
public record ModelId(UUID value) {
    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /**
     * Reads an id in the form {@code 8-4-4-4-12} of hexadecimal digits, in either case, and in no other form.
     *
     * @throws InvalidModelIdException if the text is anything else
     */
    public static ModelId parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidModelIdException(text);
        }
        return new ModelId(UUID.fromString(text));
    }

    /** The id in lower case, as {@link #parse} reads it. */
    @Override
    public String toString() {
        return value.toString();
    }
}
