package dev.recommender.registry;

import dev.recommender.RecommenderException;
import dev.recommender.Violation;
import dev.recommender.internal.util.Texts;

/** A text is not a model id. */
public class InvalidModelIdException extends RecommenderException {
    private static final long serialVersionUID = 1;
    private static final int SHOWN = 60;
    private static final String REMEDY = "give it as 8-4-4-4-12 hexadecimal digits";

    private final transient Violation violation;

    public InvalidModelIdException(String text) {
        super(words(text));
        this.violation = Violation.of(words(text)).at("model").value(text).remedy(REMEDY);
    }

    private static String words(String text) {
        return "\"" + shown(text) + "\" is not a model id; " + REMEDY;
    }

    /** What is wrong, of a field {@code model}. */
    public Violation violation() {
        return violation;
    }

    /** The start of a text that may be long or hold control characters. */
    static String shown(String text) {
        return Texts.shortened(text, SHOWN).replaceAll("\\p{Cntrl}", "?");
    }
}
