package dev.recommender.neighbors;

import dev.recommender.ScoreScale;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelLayout;
import dev.recommender.internal.model.ItemFeatures;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import java.nio.ByteBuffer;

/**
 * The parts of a model, each a view of bytes in the form that the model file has, on the heap or mapped.
 *
 * @param info what the model was trained from
 * @param items item ids by item index
 * @param users user ids by user index; empty if the model holds no histories
 * @param frequencies int32 per item: the number of units that hold it
 * @param selfSimilarities float32 per item: its similarity to itself, 0 below the support threshold
 * @param similarities a row per seed item: the similarity to each other item
 * @param coldSimilarities a row per seed item: the similarity to items that one of the two has too little use to be
 *     compared by, predicted from their features; no cell is in both kinds of rows
 * @param stretches of the similarities, if rows are long
 * @param histories a row per user: the affinity to each item, divided by two to the power of the user's exponent
 * @param historyExponents int32 per user
 * @param unities a row per user, like the histories': what the affinity would be if each event weighed 1; no rows unless
 *     scores are on the rating scale
 * @param features what the catalog says of each item
 */
public record NeighborParts(
        ModelHeader info,
        Ids items,
        Ids users,
        ByteBuffer frequencies,
        ByteBuffer selfSimilarities,
        RowBlocks similarities,
        RowBlocks coldSimilarities,
        RowBounds stretches,
        RowBlocks histories,
        ByteBuffer historyExponents,
        RowBlocks unities,
        ItemFeatures features) {
    private static final int MAX_EXPONENT = Double.MAX_EXPONENT;

    public NeighborParts withScale(Scale scale) {
        return new NeighborParts(
                info.withScale(scale),
                items,
                users,
                frequencies,
                selfSimilarities,
                similarities,
                coldSimilarities,
                stretches,
                histories,
                historyExponents,
                unities,
                features);
    }

    NeighborParts withStretches(RowBounds others) {
        return new NeighborParts(
                info,
                items,
                users,
                frequencies,
                selfSimilarities,
                similarities,
                coldSimilarities,
                others,
                histories,
                historyExponents,
                unities,
                features);
    }

    /** How often an item occurs, in units. */
    int frequency(int item) {
        return frequencies.getInt(4 * item);
    }

    /** What the affinities in a user's row are multiplied by. */
    public double historyScale(int user) {
        return Math.scalb(1.0, historyExponents.getInt(4 * user));
    }

    public float selfSimilarity(int item) {
        return selfSimilarities.getFloat(4 * item);
    }

    /** Whether an item has too little use of its own to be compared by it. */
    public boolean cold(int item) {
        return frequency(item) < info.supportThreshold();
    }

    /** The similarity of a target to a seed, from whichever rows have it. */
    public double similarity(int seed, int target) {
        if (seed == target) {
            return selfSimilarity(seed);
        }
        float value = similarities.value(seed, target);
        return value != 0 || coldSimilarities.rows() == 0 ? value : coldSimilarities.value(seed, target);
    }

    /** The same model on the heap. */
    NeighborParts onHeap() {
        return new NeighborParts(
                info,
                items.onHeap(),
                users.onHeap(),
                ModelLayout.copy(frequencies),
                ModelLayout.copy(selfSimilarities),
                similarities.onHeap(),
                coldSimilarities.onHeap(),
                stretches.onHeap(),
                histories.onHeap(),
                ModelLayout.copy(historyExponents),
                unities.onHeap(),
                features.onHeap());
    }

    /**
     * Checks that the parts agree with each other and with their own rules, but for the cells of rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    public void verify(Verification verification) {
        verifyCounts();
        if (verification != Verification.NONE) {
            verifyParts();
            stretches.verifyPlaces(similarities);
        }
        if (verification == Verification.ON_OPEN) {
            stretches.verify(selfSimilarities, similarities, coldSimilarities);
        }
    }

    private void verifyCounts() {
        require(info.weights().asMap().size() >= info.eventWeights().size(), "metadata repeats event types");
        require(info.items() == items.count(), "metadata names another number of items");
        require(info.users() >= users.count(), "metadata names another number of users");
        require(frequencies.limit() == 4L * items.count(), "frequencies of another number of items");
        require(selfSimilarities.limit() == 4L * items.count(), "self-similarities of another number of items");
        require(similarities.rows() == items.count(), "similarities of another number of items");
        require(
                coldSimilarities.rows() == 0 || coldSimilarities.rows() == items.count(),
                "cold similarities of another number of items");
        require(histories.rows() == users.count(), "histories of another number of users");
        require(
                unities.rows() == (info.scale().scoreScale() == ScoreScale.RATING ? users.count() : 0),
                "unities of another number of users");
        require(historyExponents.limit() == 4L * users.count(), "exponents of another number of users");
    }

    private void verifyParts() {
        items.verify();
        items.verifyNoneBlank();
        users.verify();
        users.verifyNoneBlank();
        for (int user = 0; user < users.count(); user++) {
            require(Math.abs(historyExponents.getInt(4 * user)) <= MAX_EXPONENT, "bad exponent of user " + user);
        }
        for (int item = 0; item < items.count(); item++) {
            require(frequency(item) >= 0 && Float.isFinite(selfSimilarity(item)), "bad statistics of item " + item);
        }
        features.verify(items.count());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
