package dev.recommender.registry;

import dev.recommender.RecommenderException;
import dev.recommender.Violation;

/** An alias cannot have this name or these shares, or cannot be rolled back. Nothing was changed. */
public class InvalidAliasException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    private InvalidAliasException(Violation violation) {
        super(violation.detail());
        this.violation = violation;
    }

    static InvalidAliasException name(String name) {
        String shown = InvalidModelIdException.shown(name);
        String remedy = "use 1 to 64 lower-case letters, digits, - and _, first a letter or a digit";
        return new InvalidAliasException(Violation.of("\"" + shown + "\" cannot name an alias; " + remedy)
                .at("alias")
                .value(name)
                .remedy(remedy));
    }

    static InvalidAliasException weight(int weight) {
        return new InvalidAliasException(
                Violation.ofValue("weight", "must be from 1 to " + Alias.Share.MAX_WEIGHT, Integer.toString(weight)));
    }

    static InvalidAliasException shares(String problem) {
        return new InvalidAliasException(
                Violation.of("an alias cannot have " + problem).at("shares").remedy("leave it out"));
    }

    /** An alias cannot be set or rolled back in this way. */
    public static InvalidAliasException of(String alias, String problem) {
        return new InvalidAliasException(
                Violation.of("alias " + alias + ": " + problem).at("alias").value(alias));
    }

    /** What is wrong: of a field {@code alias}, {@code shares} or {@code weight}. */
    public Violation violation() {
        return violation;
    }
}
