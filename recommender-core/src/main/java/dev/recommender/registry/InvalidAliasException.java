package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** An alias cannot have this name or these shares, or cannot be rolled back. Nothing was changed. */
public class InvalidAliasException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private InvalidAliasException(String message) {
        super(message);
    }

    static InvalidAliasException name(String name) {
        return new InvalidAliasException(
                "\"" + InvalidModelIdException.shown(name)
                        + "\" cannot name an alias; use 1 to 64 lower-case letters, digits, - and _, first a letter or a digit");
    }

    static InvalidAliasException weight(int weight) {
        return new InvalidAliasException("weight must be from 1 to " + Alias.Share.MAX_WEIGHT + ": " + weight);
    }

    static InvalidAliasException shares(String problem) {
        return new InvalidAliasException("an alias cannot have " + problem);
    }

    /** An alias cannot be set or rolled back in this way. */
    public static InvalidAliasException of(String alias, String problem) {
        return new InvalidAliasException("alias " + alias + ": " + problem);
    }
}
