package dev.recommender.sar;

import dev.recommender.ModelMetadata;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A SAR model: which items go together, how popular each is, and what each user took. Immutable and shared freely
 * between threads; {@link #close} waits for queries under way.
 *
 * <p>A model file holds ids, numbers and JSON, and no serialised objects; docs/model-format.md describes it. It is
 * checked as a whole when it is opened, so it may come from anywhere. While a model is open, its file may be replaced
 * by another (as {@link #save} does it), but must not be changed in place.
 */
public final class SarModel implements TrainedModel {
    private final ModelData data;
    private final ScorerPool scorers;
    private final Recommender recommender;

    SarModel(ModelData data) {
        this.data = data;
        this.scorers = new ScorerPool(data);
        this.recommender = new SarRecommender(data, scorers);
    }

    /**
     * Opens a model file after checking all of it.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     * @throws dev.recommender.ModelFormatException if the file is not a model, damaged, or of a newer format
     * @throws IOException if it cannot be read
     */
    public static SarModel open(Path file) throws IOException {
        return new SarModel(ModelReader.read(file));
    }

    @Override
    public Recommender recommender() {
        return recommender;
    }

    @Override
    public ModelMetadata metadata() {
        return data.info().metadata();
    }

    @Override
    public void save(Path file) throws IOException {
        ModelWriter.write(data, file);
    }

    /**
     * The similarity of a target to a seed, 0 for items that do not go together.
     *
     * @return empty if the model does not know both items
     */
    public OptionalDouble similarity(String seed, String target) {
        int row = data.items().indexOf(seed);
        int column = data.items().indexOf(target);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                row == column ? data.selfSimilarity(row) : data.similarities().value(row, column));
    }

    /**
     * The affinity of a user to an item as of the model's reference time, 0 for an item that the user never took.
     *
     * @return empty if the model does not know the item or has no history of the user
     */
    public OptionalDouble affinity(String user, String item) {
        int row = data.users().indexOf(user);
        int column = data.items().indexOf(item);
        if (row == Ids.UNKNOWN || column == Ids.UNKNOWN) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(data.histories().value(row, column));
    }

    /**
     * How many co-occurrence units hold the item.
     *
     * @return empty if the model does not know the item
     */
    public OptionalInt frequency(String item) {
        int index = data.items().indexOf(item);
        return index == Ids.UNKNOWN ? OptionalInt.empty() : OptionalInt.of(data.frequency(index));
    }

    @Override
    public void close() {
        scorers.close();
    }

    @Override
    public String toString() {
        return "SarModel" + metadata();
    }
}
