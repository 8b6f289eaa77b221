package dev.recommender.neighbors;

import dev.recommender.CatalogItem;
import dev.recommender.ModelMetadata;
import dev.recommender.Recommender;
import dev.recommender.ScoredId;
import dev.recommender.TrainedModel;
import dev.recommender.UserHistoryProvider;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelReader;
import dev.recommender.internal.file.ModelWriter;
import dev.recommender.internal.ranking.ItemSets;
import dev.recommender.internal.ranking.RankingRecommender;
import dev.recommender.internal.ranking.ScratchPool;
import dev.recommender.internal.rows.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A SAR model: which items go together, how popular each is, and what each user took. Immutable and shared freely
 * between threads; {@link #close} waits for queries under way.
 *
 * <p>A model file holds ids, numbers and JSON, and no serialised objects; docs/model-format.md describes it. Unless that
 * is waived it is checked before it is used, so it may come from anywhere. While a model is open, its file may be replaced
 * by another (as {@link #save} does it), but must not be changed in place.
 */
public final class NeighborModel implements TrainedModel {
    private final NeighborParts data;
    private final ScratchPool scorers;
    private final ItemSets sets;
    private final Recommender recommender;

    public NeighborModel(NeighborParts data) {
        this.data = data;
        this.scorers = new ScratchPool(data);
        this.sets = new ItemSets(data.items());
        this.recommender = new RankingRecommender(data, scorers, sets, null);
    }

    /**
     * Opens a model file after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not a model, damaged, or of a newer format
     * @throws IOException if it cannot be read
     */
    public static NeighborModel open(Path file) throws IOException {
        return open(file, Verification.ON_OPEN);
    }

    /**
     * Opens a model file. All but small files are mapped, not loaded: what a query touches is read by then, stays in
     * memory as long as there is room, and is shared by all processes that have the file open.
     *
     * @param verification when to check the file's content
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not a model, of a newer format, or found damaged
     * @throws IOException if it cannot be read
     */
    public static NeighborModel open(Path file, Verification verification) throws IOException {
        return new NeighborModel(ModelReader.read(file, verification));
    }

    /**
     * This model as a copy on the heap, which depends neither on its file nor on this model, and answers its first
     * queries as fast as later ones.
     *
     * @throws dev.recommender.ModelFormatException if the file is verified lazily, and found damaged
     */
    public NeighborModel load() {
        NeighborParts data = data();
        return new NeighborModel(data.onHeap());
    }

    @Override
    public Recommender recommender() {
        scorers.requireOpen();
        return recommender;
    }

    @Override
    public Recommender recommender(UserHistoryProvider histories) {
        NeighborParts data = data();
        return new RankingRecommender(data, scorers, sets, histories);
    }

    @Override
    public ModelMetadata metadata() {
        NeighborParts data = data();
        return data.info().metadata();
    }

    @Override
    public void save(Path file) throws IOException {
        NeighborParts data = data();
        ModelWriter.write(data, file);
    }

    /**
     * The similarity of a target to a seed, found in use or predicted from features; 0 for items that do not go together.
     *
     * @return empty if the model does not know both items
     */
    public OptionalDouble similarity(String seed, String target) {
        NeighborParts data = data();
        int row = data.items().indexOf(seed);
        int column = data.items().indexOf(target);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(data.similarity(row, column));
    }

    /**
     * The affinity of a user to an item as of the model's reference time, 0 for an item that the user never took.
     *
     * @return empty if the model does not know the item or has no history of the user
     */
    public OptionalDouble affinity(String user, String item) {
        NeighborParts data = data();
        int row = data.users().indexOf(user);
        int column = data.items().indexOf(item);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(data.histories().value(row, column) * data.historyScale(row));
    }

    /**
     * How many co-occurrence units hold the item.
     *
     * @return empty if the model does not know the item
     */
    public OptionalInt frequency(String item) {
        NeighborParts data = data();
        int index = data.items().indexOf(item);
        return index == Ids.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(data.frequency(index));
    }

    /**
     * What every question starts from, but queries, which find out when they borrow a scorer.
     *
     * @throws IllegalStateException if the model is closed
     */
    public NeighborParts data() {
        scorers.requireOpen();
        return data;
    }

    /** What the catalog said of an item; empty if the model was trained without one, or the catalog lacks the item. */
    public Optional<CatalogItem> item(String id) {
        NeighborParts data = data();
        int index = data.items().indexOf(id);
        return index == Ids.UNKNOWN ? Optional.empty() : data.features().item(index, id);
    }

    /** The items, most popular first. */
    public Iterator<String> items() {
        NeighborParts data = data();
        return IntStream.range(0, data.items().count())
                .mapToObj(data.items()::text)
                .iterator();
    }

    /** The users whose histories the model holds, by id in the order of code points. */
    public Iterator<String> users() {
        NeighborParts data = data();
        return IntStream.range(0, data.users().count())
                .mapToObj(data.users()::text)
                .iterator();
    }

    /**
     * The items that the most co-occurrence units hold, with how many.
     *
     * @param count how many items at most; at least 1
     */
    public List<ScoredId> popularItems(int count) {
        NeighborParts data = data();
        return IntStream.range(
                        0, Math.min(requireAtLeastOne(count), data.items().count()))
                .mapToObj(item -> new ScoredId(data.items().text(item), data.frequency(item)))
                .toList();
    }

    /**
     * The users with the most distinct items in their histories, with how many; of equal ones in the order of ids.
     *
     * @param count how many users at most; at least 1
     */
    public List<ScoredId> activeUsers(int count) {
        NeighborParts data = data();
        return Users.best(
                data, requireAtLeastOne(count), user -> data.histories().length(user));
    }

    /**
     * The users whose affinities are most like this one's: those with the largest positive dot product, with it. Scans
     * all histories.
     *
     * @param count how many users at most; at least 1
     * @return empty if the model has no history of the user
     */
    public List<ScoredId> similarUsers(String user, int count) {
        NeighborParts data = data();
        return Users.similar(data, user, requireAtLeastOne(count));
    }

    /**
     * This model without a user's history, as if it had never been kept. The similarities, to which the user contributed
     * as one of many, stay as they are until the next training. The new model is independent of this one, if this one is
     * on the heap; else it is to be saved before this one is closed.
     */
    public NeighborModel forget(String user) {
        NeighborParts data = data();
        return new NeighborModel(Users.forget(data, user));
    }

    @Override
    public void close() {
        scorers.close();
    }

    private static int requireAtLeastOne(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1: " + count);
        }
        return count;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "SarModel of %,d items and %,d users from %,d events",
                data.items().count(),
                data.users().count(),
                data.info().events());
    }
}
