package dev.recommender.internal.model;

import dev.recommender.internal.events.Exponents;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.util.WideNumber;
import java.nio.ByteBuffer;

/**
 * The users' histories as rows of a model. Immutable; shared between threads.
 *
 * @param affinities a row per user with the affinity to each item, divided by two to the power of the user's exponent, or
 *     of the cell's own. No rows if the model holds no histories
 * @param exponents int32 per user
 * @param eventCounts the same rows with the affinity that each item would have if each event weighed 1, divided in the
 *     same way. No rows unless scores are on the rating scale
 * @param cellExponents of the cells that have one of their own
 */
public record Histories(
        RowBlocks affinities, ByteBuffer exponents, RowBlocks eventCounts, CellExponents cellExponents) {
    private static final int MAX_EXPONENT = Double.MAX_EXPONENT;

    /** From here on, the products of affinities with similarities and boosts are doubles in full precision. */
    private static final int LEAST_PLAIN = -300;

    /** Histories whose cells all have their user's exponent. */
    public Histories(RowBlocks affinities, ByteBuffer exponents, RowBlocks eventCounts) {
        this(affinities, exponents, eventCounts, CellExponents.NONE);
    }

    /** No histories. */
    public static Histories none() {
        return new Histories(RowBlocksBuilder.none(), Bytes.littleEndian(0), RowBlocksBuilder.none());
    }

    /** A user's exponent. */
    public int exponent(int user) {
        return exponents.getInt(4 * user);
    }

    /** Whether a user's affinities are within the range of doubles: each is the number in the row times {@link #scale}. */
    public boolean plain(int user) {
        return exponent(user) >= LEAST_PLAIN && (cellExponents.isEmpty() || cellExponents.find(user) < 0);
    }

    /** What the numbers in a user's row are multiplied by, if the user is {@linkplain #plain plain}. */
    public double scale(int user) {
        return Math.scalb(1.0, exponent(user));
    }

    /** The exponents of a user's cells, as many as a row has, by their columns. */
    public long[] exponents(int user, int[] columns, int length) {
        long[] all = new long[length];
        int place = cellExponents.find(user);
        int own = place < 0 ? 0 : cellExponents.start(place);
        int end = place < 0 ? 0 : cellExponents.end(place);
        for (int at = 0; at < length; at++) {
            while (own < end && cellExponents.column(own) < columns[at]) {
                own++;
            }
            boolean given = own < end && cellExponents.column(own) == columns[at];
            all[at] = given ? cellExponents.exponent(own) : exponent(user);
        }
        return all;
    }

    /** A user's affinity to an item; never 0 unless it is, even if it is below the range of doubles. */
    public double affinity(int user, int item) {
        long exponent = exponents(user, new int[] {item}, 1)[0];
        return new WideNumber(affinities.value(user, item), exponent).toDouble();
    }

    /** These without some users, ascending. */
    Histories without(int[] users) {
        return new Histories(
                affinities.without(users),
                Bytes.without(exponents, Integer.BYTES, users),
                eventCounts.rows() == 0 ? eventCounts : eventCounts.without(users),
                cellExponents.without(users));
    }

    Histories onHeap() {
        return new Histories(affinities.onHeap(), Bytes.copy(exponents), eventCounts.onHeap(), cellExponents.onHeap());
    }

    void verifyCounts(int users, boolean rated) {
        ModelParts.require(affinities.rows() == users, "histories of another number of users");
        ModelParts.require(eventCounts.rows() == (rated ? users : 0), "event counts of another number of users");
        ModelParts.require(exponents.limit() == 4L * users, "exponents of another number of users");
    }

    void verifyExponents(int items) {
        for (int user = 0; user < affinities.rows(); user++) {
            ModelParts.require(
                    exponent(user) >= Exponents.LEAST_OF_USER && exponent(user) <= MAX_EXPONENT,
                    "bad exponent of user " + user);
        }
        cellExponents.verify(affinities.rows(), items, Exponents.LEAST, MAX_EXPONENT);
    }

    void verifyCells() {
        cellExponents.verifyCells(affinities);
    }
}
