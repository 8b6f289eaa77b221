package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** A name that no alias can have, or shares that none can have. Nothing was changed. */
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

    /** An alias needs a model when it is set, and a past to go back to when it is rolled back. */
    public static InvalidAliasException of(String alias, String problem) {
        return new InvalidAliasException("alias " + alias + ": " + problem);
    }
}
