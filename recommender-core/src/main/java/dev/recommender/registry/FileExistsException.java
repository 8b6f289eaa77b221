package dev.recommender.registry;

import dev.recommender.RecommenderException;

/** A file of the store is there already, with another content than what was to be written; it stays as it is. */
public class FileExistsException extends RecommenderException {
    private static final long serialVersionUID = 1;

    public FileExistsException(String file) {
        super("the store has a file \"" + file
                + "\" of another content, which stays as it is; choose another name, or say"
                + " that it may be replaced");
    }
}
