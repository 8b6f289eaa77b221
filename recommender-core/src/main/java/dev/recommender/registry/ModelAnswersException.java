package dev.recommender.registry;

import dev.recommender.RecommenderException;
import java.util.List;

/** A model is not deleted, because it answers under an alias: whoever asks by that would get no answer, or that of another. */
public class ModelAnswersException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final ModelId id;
    private final transient List<String> aliases;

    /** Names the aliases, at least one. */
    public ModelAnswersException(ModelId id, List<String> aliases) {
        super("model " + id + " answers under the " + (aliases.size() == 1 ? "alias " : "aliases ") + inWords(aliases)
                + "; set " + (aliases.size() == 1 ? "it" : "them") + " to another model first");
        this.id = id;
        this.aliases = List.copyOf(aliases);
    }

    private static String inWords(List<String> names) {
        int last = names.size() - 1;
        return last == 0 ? names.get(0) : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** The model. */
    public ModelId id() {
        return id;
    }

    /** The names of the aliases, in their order. */
    public List<String> aliases() {
        return aliases;
    }
}
