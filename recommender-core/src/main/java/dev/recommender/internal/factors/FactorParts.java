package dev.recommender.internal.factors;

import static dev.recommender.internal.model.ModelParts.require;

import dev.recommender.Verification;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.ModelSections;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.DenseRows;
import dev.recommender.internal.rows.NumberFormat;
import dev.recommender.internal.tasks.TrainingThreads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The parts of a model of vectors.
 *
 * <pre>
 * objective section, 40 bytes:          int32 size of a vector | int32 flags (1: ratings, 2: numbers of 16 bits)
 *                                       float64 α | float64 λ | float64 ν | int32 items that were learnt | int32 0
 * sums section:                         float32[size][size] Σ y y^T over the items that were learnt; empty of ratings
 * </pre>
 */
public final class FactorParts {
    /** The kind in the header of these models' files. */
    public static final String KIND = "VECS";

    private static final int OBJECTIVE = ModelSections.FIRST_OWN;
    private static final int SUMS = OBJECTIVE + 1;
    private static final int NORMS = OBJECTIVE + 2;
    private static final int TILE_DIRECTORY = OBJECTIVE + 3;
    private static final int TILE_BLOCKS = OBJECTIVE + 4;
    private static final int USER_DIRECTORY = OBJECTIVE + 5;
    private static final int USER_BLOCKS = OBJECTIVE + 6;

    private static final int OBJECTIVE_BYTES = 40;
    private static final int RATED = 1;
    private static final int SHORTS = 2;
    private static final int MOST_NUMBERS = 4096;

    private final ModelParts model;
    private final Objective objective;
    private final int learnt;
    private final float[][] sums;
    private final ItemVectors items;
    private final DenseRows users;

    private FactorParts(
            ModelParts model, Objective objective, int learnt, float[][] sums, ItemVectors items, DenseRows users) {
        this.model = model;
        this.objective = objective;
        this.learnt = learnt;
        this.sums = sums;
        this.items = items;
        this.users = users;
    }

    /**
     * Parts of a model whose users have no vectors yet.
     *
     * @param learnt how many items were learnt: the first ones; the others may be placed by their features
     * @param vectors by item index; they are replaced by what is kept of them
     */
    public static FactorParts of(
            ModelParts model,
            Objective objective,
            int learnt,
            float[][] vectors,
            int size,
            NumberFormat format,
            TrainingThreads work) {
        ItemVectors items = ItemVectors.of(vectors, size, format);
        return new FactorParts(
                model,
                objective,
                learnt,
                objective.rated() ? new float[0][] : Sums.symmetric(Sums.of(vectors, learnt, size, work)),
                items,
                DenseRows.none(userShape(size, format)));
    }

    /** What the vectors of so many items and users take in a model, in bytes. */
    public static long bytes(long items, long users, int size, NumberFormat format) {
        return ItemVectors.bytes(items, size, format)
                + users * (userShape(size, format).rowBytes() + DenseRows.DIRECTORY_ENTRY);
    }

    /** How the vectors of users are laid out. */
    static DenseRows.Shape userShape(int size, NumberFormat format) {
        return new DenseRows.Shape(size, 1, format);
    }

    /** These parts with the vectors of users, by user index. */
    public FactorParts withUsers(DenseRows vectors) {
        return new FactorParts(model, objective, learnt, sums, items, vectors);
    }

    /** These parts with the numbers that the training determined for the scale of scores. */
    public FactorParts withScale(Scale scale) {
        return new FactorParts(model.withScale(scale), objective, learnt, sums, items, users);
    }

    /** These parts without some users; those that they do not have change nothing. */
    public FactorParts without(Collection<String> ids) {
        return new FactorParts(model.without(ids), objective, learnt, sums, items, users.without(model.usersOf(ids)));
    }

    /** What every model holds. */
    public ModelParts model() {
        return model;
    }

    /** How many items have a vector that is not zero. */
    public int itemsWithVectors() {
        int count = 0;
        for (int item = 0; item < model.items().count(); item++) {
            count += items.normOf(item) > 0 ? 1 : 0;
        }
        return count;
    }

    /** How many numbers a vector has. */
    public int size() {
        return items.size;
    }

    /** In what form numbers are kept. */
    public NumberFormat format() {
        return items.format();
    }

    public Objective objective() {
        return objective;
    }

    int learnt() {
        return learnt;
    }

    float[][] sums() {
        return sums;
    }

    /** Whether an item was learnt, even if its vector became zero, or placed by its features. */
    boolean knows(int item) {
        return item < learnt || items.normOf(item) > 0;
    }

    ItemVectors items() {
        return items;
    }

    /** The users' vectors by user index. */
    public DenseRows users() {
        return users;
    }

    /** An item's vector. */
    public float[] itemVector(int item) {
        float[] vector = new float[items.size];
        items.read(item, vector);
        return vector;
    }

    /** A user's vector. */
    public float[] userVector(int user) {
        float[] vector = new float[items.size];
        users.read(user, 0, vector.length, vector);
        return vector;
    }

    /** The same parts on the heap. */
    public FactorParts onHeap() {
        return new FactorParts(model.onHeap(), objective, learnt, sums, items.onHeap(), users.onHeap());
    }

    /** A file of these parts, not written yet. */
    public ModelFileWriter file() {
        ByteBuffer goal = Bytes.littleEndian(OBJECTIVE_BYTES)
                .putInt(0, items.size)
                .putInt(4, (objective.rated() ? RATED : 0) | (format().exact() ? 0 : SHORTS))
                .putDouble(8, objective.alpha())
                .putDouble(16, objective.regularization())
                .putDouble(24, objective.exponent())
                .putInt(32, learnt);
        ByteBuffer matrix = Bytes.littleEndian(4 * sums.length * sums.length);
        for (float[] row : sums) {
            for (float number : row) {
                matrix.putFloat(number);
            }
        }
        ModelFileWriter file = new ModelFileWriter(KIND);
        model.write(file);
        file.section(OBJECTIVE, goal).section(SUMS, matrix.flip());
        items.write(file, NORMS, TILE_DIRECTORY, TILE_BLOCKS);
        return file.denseRows(USER_DIRECTORY, USER_BLOCKS, users);
    }

    /** Reads and verifies a file. */
    public static FactorParts read(Path path, Verification verification) throws IOException {
        try (ModelFileReader file = ModelFileReader.open(path, verification)) {
            file.requireKind(KIND);
            try {
                FactorParts parts = read(file);
                file.requireNoMore();
                parts.verify(verification);
                return parts;
            } catch (IllegalArgumentException e) {
                throw file.corrupt(String.valueOf(e.getMessage()));
            }
        }
    }

    private static FactorParts read(ModelFileReader file) throws IOException {
        ModelParts model = ModelParts.read(file);
        ByteBuffer goal = file.section(OBJECTIVE);
        require(goal.limit() == OBJECTIVE_BYTES, "objective of another length");
        int size = goal.getInt(0);
        int flags = goal.getInt(4);
        require(size >= 8 && size <= MOST_NUMBERS && size % 8 == 0, "vectors of a bad size");
        require((flags & ~(RATED | SHORTS)) == 0 && goal.getInt(36) == 0, "unknown flags");
        Objective objective =
                new Objective((flags & RATED) != 0, goal.getDouble(8), goal.getDouble(16), goal.getDouble(24));
        NumberFormat format = (flags & SHORTS) == 0 ? NumberFormat.FLOAT32 : NumberFormat.INT16;
        ByteBuffer matrix = file.section(SUMS);
        require(matrix.limit() == (objective.rated() ? 0 : 4L * size * size), "sums of another size");
        float[][] sums = new float[objective.rated() ? 0 : size][size];
        for (float[] row : sums) {
            for (int at = 0; at < size; at++) {
                row[at] = matrix.getFloat();
            }
        }
        int items = model.items().count();
        return new FactorParts(
                model,
                objective,
                goal.getInt(32),
                sums,
                ItemVectors.read(file, NORMS, TILE_DIRECTORY, TILE_BLOCKS, items, size, format),
                file.denseRows(USER_DIRECTORY, USER_BLOCKS, userShape(size, format)));
    }

    /**
     * Checks that the parts agree with each other and with their own rules, but for the numbers of vectors.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    private void verify(Verification verification) {
        model.verify(verification);
        require(learnt >= 0 && learnt <= items.items, "learnt another number of items");
        require(users.rows() == model.users().count(), "vectors of another number of users");
        require(positive(objective.alpha()) && positive(objective.regularization()), "bad objective");
        require(objective.exponent() >= 0 && objective.exponent() <= 2, "bad objective");
        for (float[] row : sums) {
            for (float number : row) {
                require(Float.isFinite(number), "sums that are not finite");
            }
        }
        items.verify(verification);
    }

    private static boolean positive(double value) {
        return value > 0 && value <= Double.MAX_VALUE;
    }
}
