package dev.recommender.internal.events;

import java.util.Arrays;

/**
 * What determines the memory of a training.
 *
 * @param events events held, where equal ones can be held as one
 * @param eventBytes what the packed events take
 * @param idBytes what the tables of ids take
 * @param users distinct users
 * @param items distinct items, including those of the catalog
 * @param largestUser the most events held of one user
 * @param largestPiece the most events of one user that are unpacked at once
 * @param pairs distinct (user, item) pairs
 * @param pairsLongAgo pairs that are far older than the newest of their user
 * @param units co-occurrence units
 * @param entries the items of all units
 * @param warm items that reach the support threshold
 * @param cells similarities, before neighbours are limited
 */
public record Sizes(
        long events,
        long eventBytes,
        long idBytes,
        int users,
        int items,
        long largestUser,
        long largestPiece,
        long pairs,
        long pairsLongAgo,
        long units,
        long entries,
        int warm,
        long cells) {
    /**
     * The same with a support threshold. A pair of items takes as many units as that says.
     *
     * @param frequency how many units hold each item
     * @param cellsOfUnits how many pairs of items occur in units, each pair of each unit twice
     */
    Sizes withThreshold(int[] frequency, int threshold, double cellsOfUnits) {
        int reached = (int)
                Arrays.stream(frequency).filter(units -> units >= threshold).count();
        return with(reached, (long) Math.min(cellsOfUnits / threshold, (double) reached * Math.max(0, reached - 1)));
    }

    /** The same, but with at most so many similarities. */
    public Sizes withCells(long most) {
        return with(warm, Math.min(cells, most));
    }

    private Sizes with(int otherWarm, long otherCells) {
        return new Sizes(
                events,
                eventBytes,
                idBytes,
                users,
                items,
                largestUser,
                largestPiece,
                pairs,
                pairsLongAgo,
                units,
                entries,
                otherWarm,
                otherCells);
    }
}
