package dev.recommender.neighbors;

import dev.recommender.ScoredId;
import dev.recommender.Verification;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowScorer;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.util.Arguments;
import dev.recommender.models.AbstractModel;
import dev.recommender.spi.ItemScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A model of neighbours: which items go together, how popular each is, and what each user took. Immutable and shared
 * freely between threads; {@link #close} waits for queries in progress.
 *
 * <p>A model file holds ids, numbers and JSON, and no serialised objects; docs/model-format.md describes it. Unless that
 * is waived it is checked before it is used, so it may come from anywhere. While a model is open, its file may be replaced
 * by another (as {@link #save} does it), but must not be changed in place.
 */
public final class NeighborModel extends AbstractModel {
    /** The kind of these models' files. */
    public static final String KIND = NeighborParts.KIND;

    private final NeighborParts parts;

    private NeighborModel(NeighborParts parts) {
        super(parts.model(), parts::file);
        this.parts = parts;
    }

    @Override
    protected ItemScorer newScorer() {
        return new RowScorer(parts);
    }

    /**
     * A model of these parts, for the trainers of this library.
     *
     * @hidden its parameter is internal
     */
    public static NeighborModel of(NeighborParts parts) {
        return new NeighborModel(parts);
    }

    /**
     * Opens a model file after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, damaged, or of a newer format
     * @throws IOException if it cannot be read
     */
    public static NeighborModel open(Path file) throws IOException {
        return open(file, Verification.ON_OPEN);
    }

    /**
     * Opens a model file. All but small files are mapped, not loaded. The operating system reads a part when a query
     * first touches it, and keeps it in memory as long as there is room. All processes that have the file open share
     * that memory.
     *
     * @param verification when to check the file's content
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, of a newer format, or found damaged
     * @throws IOException if it cannot be read
     */
    public static NeighborModel open(Path file, Verification verification) throws IOException {
        return new NeighborModel(NeighborParts.read(file, verification));
    }

    /**
     * This model as a copy on the heap. The copy depends neither on its file nor on this model, and answers its first
     * queries as fast as later ones.
     *
     * @throws dev.recommender.ModelFormatException if the file is verified lazily, and found damaged
     */
    public NeighborModel load() {
        return new NeighborModel(parts().onHeap());
    }

    /**
     * The similarity of a target to a seed, found in use or predicted from features; 0 for items that do not go together.
     *
     * @return empty if the model does not know both items
     */
    public OptionalDouble similarity(String seed, String target) {
        int row = model().items().indexOf(seed);
        int column = model().items().indexOf(target);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(parts.similarity(row, column));
    }

    /**
     * The affinity of a user to an item as of the model's reference time, 0 for an item that the user never took. An
     * affinity below the range of doubles is given as {@link Double#MIN_VALUE}.
     *
     * @return empty if the model does not know the item or has no history of the user
     */
    public OptionalDouble affinity(String user, String item) {
        int row = model().users().indexOf(user);
        int column = model().items().indexOf(item);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(model().histories().affinity(row, column));
    }

    /**
     * How many co-occurrence units hold the item.
     *
     * @return empty if the model does not know the item
     */
    public OptionalInt frequency(String item) {
        int index = model().items().indexOf(item);
        return index == Ids.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(model().frequency(index));
    }

    /**
     * The users with the most distinct items in their histories, with how many; of equal ones in the order of ids.
     *
     * @param count how many users at most; at least 1
     */
    public List<ScoredId> activeUsers(int count) {
        Arguments.requireAtLeast("count", count, 1);
        return Users.best(
                model(), count, user -> parts.model().histories().affinities().length(user));
    }

    /**
     * The users whose affinities are most like this one's: those with the largest positive dot product, with it. Scans
     * all histories.
     *
     * @param count how many users at most; at least 1
     * @return empty if the model has no history of the user
     */
    public List<ScoredId> similarUsers(String user, int count) {
        return Users.similar(model(), user, Arguments.requireAtLeast("count", count, 1));
    }

    @Override
    public NeighborModel forget(String user) {
        return forget(List.of(user));
    }

    @Override
    public NeighborModel forget(Collection<String> users) {
        return new NeighborModel(parts().with(model().without(users)));
    }

    /**
     * What every question starts from, but queries, which find out when they borrow working space.
     *
     * @throws IllegalStateException if the model is closed
     */
    NeighborParts parts() {
        requireOpen();
        return parts;
    }

    private ModelParts model() {
        return parts().model();
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "NeighborModel of %,d items and %,d users from %,d events",
                parts.model().items().count(),
                parts.model().users().count(),
                parts.model().header().events());
    }
}
