package dev.recommender.internal.events;

/**
 * What determines the memory of a training.
 *
 * @param events events
 * @param eventBytes what the packed events take
 * @param idBytes what the tables of ids take
 * @param users distinct users
 * @param items distinct items, including those of the catalog
 * @param largestUser the most events of one user
 * @param pairs distinct (user, item) pairs
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
        long pairs,
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
                pairs,
                units,
                entries,
                warm,
                Math.min(cells, most));
    }
}
