package dev.recommender.factors;

import dev.recommender.ScoredId;
import dev.recommender.Verification;
import dev.recommender.internal.factors.FactorParts;
import dev.recommender.internal.factors.FactorScorer;
import dev.recommender.internal.factors.Objective;
import dev.recommender.internal.factors.SimilarUsers;
import dev.recommender.internal.factors.VectorFile;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.util.Arguments;
import dev.recommender.models.AbstractModel;
import dev.recommender.spi.ItemScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A model of vectors: one for each item, and one for each user with a history. Immutable and shared freely between threads;
 * {@link #close} waits for queries in progress. Exports, vectors and similar users that were asked for before it go on.
 *
 * <p>A score is the inner product of the vectors of a user and an item. A query's user gets a vector that is solved at once
 * from history and live events, as of the moment that the query is for, and so does an unknown user with a basket. The
 * vector of a history alone, as of the reference time, is the one that {@link #userVector} gives. Similar items are those
 * with the largest cosine.
 *
 * <p>A model file holds ids, numbers and JSON, and no serialised objects; docs/model-format.md describes it. Unless that
 * is waived it is checked before it is used, so it may come from anywhere. While a model is open, its file may be replaced
 * by another (as {@link #save} does it), but must not be changed in place.
 */
public final class FactorModel extends AbstractModel {
    /** The kind of these models' files. */
    public static final String KIND = FactorParts.KIND;

    private final FactorParts parts;

    private FactorModel(FactorParts parts) {
        super(parts.model(), parts::file);
        this.parts = parts;
    }

    @Override
    protected ItemScorer newScorer() {
        return new FactorScorer(parts);
    }

    /**
     * A model of these parts, for the trainers of this library.
     *
     * @hidden its parameter is internal
     */
    public static FactorModel of(FactorParts parts) {
        return new FactorModel(parts);
    }

    /**
     * Opens a model file after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, damaged, or of a newer format
     * @throws IOException if it cannot be read
     */
    public static FactorModel open(Path file) throws IOException {
        return open(file, Verification.ON_OPEN);
    }

    /**
     * Opens a model file. All but small files are mapped, not loaded, as those of
     * {@link dev.recommender.neighbors.NeighborModel} are.
     *
     * @param verification when to check the file's content; lazily, a part is checked when a query first reads it
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not such a model, of a newer format, or found damaged
     * @throws IOException if it cannot be read
     */
    public static FactorModel open(Path file, Verification verification) throws IOException {
        return new FactorModel(FactorParts.read(file, verification));
    }

    /**
     * This model as a copy on the heap. The copy depends neither on its file nor on this model, and answers its first
     * queries as fast as later ones.
     *
     * @throws dev.recommender.ModelFormatException if the file is verified lazily, and found damaged
     */
    public FactorModel load() {
        return new FactorModel(parts().onHeap());
    }

    /** How many numbers a vector has; a multiple of 8. */
    public int factors() {
        return parts.size();
    }

    /** In how many bits the model keeps a number of a vector. */
    public VectorPrecision precision() {
        return parts.format().exact() ? VectorPrecision.BITS_32 : VectorPrecision.BITS_16;
    }

    /**
     * What an affinity of 1 weighs, where a pair without events weighs 1: α, as it was given or as the events decided it.
     *
     * @return empty if the model is of ratings
     */
    public OptionalDouble alpha() {
        Objective objective = parts().objective();
        return objective.rated() ? OptionalDouble.empty() : OptionalDouble.of(objective.alpha());
    }

    /** How many items have a vector that is not zero: that were learnt or placed by their features. Goes through all items. */
    public int itemsWithVectors() {
        return parts().itemsWithVectors();
    }

    /**
     * The vector of an item: {@link #factors} numbers, a copy. An item that was neither learnt nor placed by its features
     * has zeros.
     *
     * @return empty if the model does not know the item
     */
    public Optional<float[]> itemVector(String item) {
        int index = model().items().indexOf(item);
        return index == Ids.UNKNOWN ? Optional.empty() : Optional.of(parts.itemVector(index));
    }

    /**
     * The vector of a user, solved from the history that the model holds: {@link #factors} numbers, a copy. Its inner
     * product with an item's vector is the item's score as of the reference time, up to rounding:
     *
     * <ul>
     *   <li>With fewer than 32 bits, it is rounded as the model keeps it, while queries solve it anew.
     *   <li>If no affinity of the user is as much as 2<sup>−40</sup>, the vector is that of affinities divided by the power of
     *       two of the largest: floats might not hold it otherwise. Inner products are in the order of the scores then.
     * </ul>
     *
     * <p>With a half-life, an affinity is that small after some forty half-lives.
     *
     * @return empty if the model has no history of the user
     */
    public Optional<float[]> userVector(String user) {
        int index = model().users().indexOf(user);
        return index == Ids.UNKNOWN ? Optional.empty() : Optional.of(parts.userVector(index));
    }

    /**
     * The users whose vectors have the largest positive cosine with this one's, with it. Scans all users.
     *
     * @param count how many users at most; at least 1
     * @return empty if the model has no history of the user
     */
    public List<ScoredId> similarUsers(String user, int count) {
        Arguments.requireAtLeast("count", count, 1);
        return SimilarUsers.of(parts(), user, count);
    }

    /**
     * Writes the vectors of items, most popular first, but for those that have none: neither learnt nor placed by their
     * features. The file appears complete or not at all.
     *
     * @return how many vectors were written
     * @throws IOException if it cannot be written; then nothing is left behind
     */
    public int exportItems(Path file, VectorFormat format) throws IOException {
        return VectorFile.write(file, model().items(), parts.size(), parts::itemVector, format == VectorFormat.CSV);
    }

    /**
     * Writes the vectors of users with a history, by id, but for those that are zero. The file appears complete or not at
     * all.
     *
     * @return how many vectors were written
     * @throws IOException if it cannot be written; then nothing is left behind
     */
    public int exportUsers(Path file, VectorFormat format) throws IOException {
        return VectorFile.write(file, model().users(), parts.size(), parts::userVector, format == VectorFormat.CSV);
    }

    /** {@inheritDoc} The user's vector goes with the history. */
    @Override
    public FactorModel forget(String user) {
        return forget(List.of(user));
    }

    /** {@inheritDoc} The users' vectors go with the histories. */
    @Override
    public FactorModel forget(Collection<String> users) {
        return new FactorModel(parts().without(users));
    }

    private FactorParts parts() {
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
                "FactorModel of %,d items and %,d users in %,d numbers from %,d events",
                parts.model().items().count(),
                parts.model().users().count(),
                parts.size(),
                parts.model().header().events());
    }
}
