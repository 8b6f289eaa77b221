package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** There is no alias of this name. */
public class UnknownAliasException extends RecommenderException {
    private static final long serialVersionUID = 1;

    public UnknownAliasException(String name) {
        super("there is no alias " + InvalidModelIdException.shown(name) + "; set it to a completed model first");
    }
}
