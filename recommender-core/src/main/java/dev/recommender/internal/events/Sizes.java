package dev.recommender.internal.events;

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
    /** The same, but with at most so many similarities. */
    public Sizes withCells(long most) {
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
                warm,
                Math.min(cells, most));
    }
}
