package dev.recommender.internal.model;

import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import java.nio.ByteBuffer;

/**
 * The users' histories as rows of a model. Immutable; shared between threads.
 *
 * @param affinities a row per user with the affinity to each item, divided by two to the power of the user's exponent.
 *     No rows if the model holds no histories
 * @param exponents int32 per user
 * @param eventCounts the same rows with the affinity that each item would have if each event weighed 1, divided in the
 *     same way. No rows unless scores are on the rating scale
 */
public record Histories(RowBlocks affinities, ByteBuffer exponents, RowBlocks eventCounts) {
    private static final int MAX_EXPONENT = Double.MAX_EXPONENT;

    /** No histories. */
    public static Histories none() {
        return new Histories(RowBlocksBuilder.none(), Bytes.littleEndian(0), RowBlocksBuilder.none());
    }

    /** What the numbers in a user's rows are multiplied by. */
    public double scale(int user) {
        return Math.scalb(1.0, exponents.getInt(4 * user));
    }

    Histories without(int user) {
        ByteBuffer kept = Bytes.littleEndian(exponents.limit() - 4);
        kept.put(0, exponents, 0, 4 * user);
        kept.put(4 * user, exponents, 4 * user + 4, exponents.limit() - 4 * user - 4);
        return new Histories(
                affinities.without(user), kept, eventCounts.rows() == 0 ? eventCounts : eventCounts.without(user));
    }

    Histories onHeap() {
        return new Histories(affinities.onHeap(), Bytes.copy(exponents), eventCounts.onHeap());
    }

    void verifyCounts(int users, boolean rated) {
        ModelParts.require(affinities.rows() == users, "histories of another number of users");
        ModelParts.require(eventCounts.rows() == (rated ? users : 0), "event counts of another number of users");
        ModelParts.require(exponents.limit() == 4L * users, "exponents of another number of users");
    }

    void verifyExponents() {
        for (int user = 0; user < affinities.rows(); user++) {
            ModelParts.require(Math.abs(exponents.getInt(4 * user)) <= MAX_EXPONENT, "bad exponent of user " + user);
        }
    }
}
