package dev.recommender.sar;

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
 * @param histories a row per user: the affinity to each item
 */
record ModelData(
        ModelInfo info,
        Ids items,
        Ids users,
        ByteBuffer frequencies,
        ByteBuffer selfSimilarities,
        RowBlocks similarities,
        RowBlocks histories) {
    /** How often an item occurs, in units. */
    int frequency(int item) {
        return frequencies.getInt(4 * item);
    }

    float selfSimilarity(int item) {
        return selfSimilarities.getFloat(4 * item);
    }

    /**
     * Checks that the parts agree with each other and with their own rules.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    void verify() {
        items.verify();
        users.verify();
        require(info.items() == items.count(), "metadata names another number of items");
        require(users.count() == 0 || info.users() == users.count(), "metadata names another number of users");
        require(frequencies.limit() == 4L * items.count(), "frequencies of another number of items");
        require(selfSimilarities.limit() == 4L * items.count(), "self-similarities of another number of items");
        require(similarities.rows() == items.count(), "similarities of another number of items");
        require(histories.rows() == users.count(), "histories of another number of users");
        for (int item = 0; item < items.count(); item++) {
            require(frequency(item) >= 0 && Float.isFinite(selfSimilarity(item)), "bad statistics of item " + item);
        }
        similarities.verify(items.count());
        histories.verify(items.count());
    }

    private static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
