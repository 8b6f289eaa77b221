package dev.recommender.internal.neighbors;

import dev.recommender.Verification;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.model.ModelSections;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The parts of a model of neighbours. Each is a view of bytes in the form that the model file has, on the heap or
 * mapped.
 *
 * @param model what every model holds
 * @param selfSimilarities float32 per item: its similarity to itself, 0 below the support threshold
 * @param similarities a row per seed item: the similarity to each other item
 * @param coldSimilarities a row per seed item with similarities predicted from features, for pairs of which at least
 *     one item has too little use to be compared by it. No cell is in both kinds of rows
 * @param bounds of the similarities, if rows are long
 */
public record NeighborParts(
        ModelParts model,
        ByteBuffer selfSimilarities,
        RowBlocks similarities,
        RowBlocks coldSimilarities,
        RowBounds bounds) {
    /** The kind in the header of these models' files. */
    public static final String KIND = "ROWS";

    private static final int SELF_SIMILARITIES = ModelSections.FIRST_OWN;
    private static final int SIMILARITY_DIRECTORY = SELF_SIMILARITIES + 1;
    private static final int SIMILARITY_BLOCKS = SELF_SIMILARITIES + 2;
    private static final int COLD_DIRECTORY = SELF_SIMILARITIES + 3;
    private static final int COLD_BLOCKS = SELF_SIMILARITIES + 4;
    private static final int BOUNDS = SELF_SIMILARITIES + 5;
    private static final int PACKED_DIRECTORY = SELF_SIMILARITIES + 6;
    private static final int PACKED_BLOCKS = SELF_SIMILARITIES + 7;

    /** These parts with the numbers that the training determined for the scale of scores. */
    public NeighborParts withScale(Scale scale) {
        return with(model.withScale(scale));
    }

    public NeighborParts with(ModelParts others) {
        return new NeighborParts(others, selfSimilarities, similarities, coldSimilarities, bounds);
    }

    float selfSimilarity(int item) {
        return selfSimilarities.getFloat(4 * item);
    }

    /** The similarity of a target to a seed, from whichever rows have it. */
    public double similarity(int seed, int target) {
        if (seed == target) {
            return selfSimilarity(seed);
        }
        float value = similarities.value(seed, target);
        return value != 0 || coldSimilarities.rows() == 0 ? value : coldSimilarities.value(seed, target);
    }

    /** The same parts on the heap. */
    public NeighborParts onHeap() {
        return new NeighborParts(
                model.onHeap(),
                Bytes.copy(selfSimilarities),
                similarities.onHeap(),
                coldSimilarities.onHeap(),
                bounds.onHeap());
    }

    /** A file of these parts, not written yet. */
    public ModelFileWriter file() {
        ModelFileWriter file = new ModelFileWriter(KIND);
        model.write(file);
        boolean packed = similarities.layout().isPacked();
        return file.section(SELF_SIMILARITIES, selfSimilarities)
                .rows(
                        packed ? PACKED_DIRECTORY : SIMILARITY_DIRECTORY,
                        packed ? PACKED_BLOCKS : SIMILARITY_BLOCKS,
                        similarities)
                .rows(COLD_DIRECTORY, COLD_BLOCKS, coldSimilarities)
                .section(BOUNDS, bounds.section());
    }

    /** Reads and verifies a file. */
    public static NeighborParts read(Path path, Verification verification) throws IOException {
        try (ModelFileReader file = ModelFileReader.open(path, verification)) {
            file.requireKind(KIND);
            try {
                ModelParts model = ModelParts.read(file);
                int items = model.items().count();
                NeighborParts parts = new NeighborParts(
                        model,
                        file.section(SELF_SIMILARITIES),
                        similarities(file, items),
                        file.rows(COLD_DIRECTORY, COLD_BLOCKS, items),
                        RowBounds.open(file.section(BOUNDS), items));
                file.requireNoMore();
                parts.verify(verification);
                return parts;
            } catch (IllegalArgumentException e) {
                throw file.corrupt(String.valueOf(e.getMessage()));
            }
        }
    }

    private static RowBlocks similarities(ModelFileReader file, int items) throws IOException {
        return file.has(PACKED_DIRECTORY)
                ? file.rows(PACKED_DIRECTORY, PACKED_BLOCKS, RowLayout.packed(items), items)
                : file.rows(SIMILARITY_DIRECTORY, SIMILARITY_BLOCKS, items);
    }

    /**
     * Checks that the parts agree with each other and with their own rules, but for the cells of rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    private void verify(Verification verification) {
        model.verify(verification);
        int items = model.items().count();
        ModelParts.require(selfSimilarities.limit() == 4L * items, "self-similarities of another number of items");
        ModelParts.require(similarities.rows() == items, "similarities of another number of items");
        ModelParts.require(
                coldSimilarities.rows() == 0 || coldSimilarities.rows() == items,
                "cold similarities of another number of items");
        if (verification != Verification.NONE) {
            for (int item = 0; item < items; item++) {
                ModelParts.require(Float.isFinite(selfSimilarity(item)), "bad self-similarity of item " + item);
            }
            bounds.verifyPlaces(similarities);
        }
        if (verification == Verification.ON_OPEN) {
            bounds.verify(selfSimilarities, similarities, coldSimilarities);
        }
    }
}
