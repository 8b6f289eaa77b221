package dev.recommender.tuning;

import dev.recommender.RecommenderException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A journal cannot be used: it is of another tuning, damaged, in use, or cannot be read or written. The message names the
 * file, what is wrong, and the remedy. The file is left as it is.
 */
public class JournalException extends RecommenderException {
    private static final long serialVersionUID = 1;

    private final String file;
    private final List<String> differences;

    public JournalException(String file, String message, List<String> differences, @Nullable Throwable cause) {
        super(file + ": " + message, cause);
        this.file = file;
        this.differences = List.copyOf(differences);
    }

    /** The journal. */
    public String file() {
        return file;
    }

    /** In what the journal differs from the tuning that was to go on with it; empty if something else is wrong. */
    public List<String> differences() {
        return differences;
    }
}
