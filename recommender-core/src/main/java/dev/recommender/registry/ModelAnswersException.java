package dev.recommender.registry;

import dev.recommender.RecommenderException;
import java.util.List;
import java.util.stream.Stream;

/**
 * A model is not deleted, because it answers under an alias, or what is about to replace it does: whoever asks by that would get no
 * answer, or that of another.
 */
public class ModelAnswersException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final ModelId id;
    private final transient List<String> aliases;

    /** Names the aliases, at least one. */
    public ModelAnswersException(ModelId id, List<String> aliases) {
        this(id, "model " + id + " answers " + under(aliases), aliases);
    }

    private ModelAnswersException(ModelId id, String who, List<String> aliases) {
        super(who + "; set " + (aliases.size() == 1 ? "it" : "them") + " to another model first");
        this.id = id;
        this.aliases = List.copyOf(aliases);
    }

    /**
     * Names the aliases of a model and those of the one that is about to replace it.
     *
     * @param own those of the model itself; may be empty
     * @param others those of its replacement, at least one
     */
    public static ModelAnswersException ofReplaced(
            ModelId id, List<String> own, ModelId replacement, List<String> others) {
        String who = own.isEmpty()
                ? "model " + replacement + ", which is about to replace model " + id + ", answers " + under(others)
                : "model " + id + " answers " + under(own) + ", and model " + replacement
                        + ", which is about to replace it, " + under(others);
        return new ModelAnswersException(
                id,
                who,
                Stream.concat(own.stream(), others.stream()).sorted().distinct().toList());
    }

    private static String under(List<String> names) {
        int last = names.size() - 1;
        return last == 0
                ? "under the alias " + names.get(0)
                : "under the aliases " + String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** The model that is not deleted. */
    public ModelId id() {
        return id;
    }

    /** The names of the aliases, those of its replacement among them, in their order. */
    public List<String> aliases() {
        return aliases;
    }
}
