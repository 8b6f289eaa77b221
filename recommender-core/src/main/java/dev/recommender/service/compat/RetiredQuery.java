package dev.recommender.service.compat;

/** How many recommendations the retired service gave. */
public final class RetiredQuery {
    /** How many if a client asked for no number. */
    public static final int DEFAULT_COUNT = 10;

    /** The most that a client could ask for. */
    public static final int MAX_COUNT = 100;

    private RetiredQuery() {}

    /**
     * The number itself.
     *
     * @throws IllegalArgumentException if the retired service would have refused it
     */
    public static int requireCount(int count) {
        if (count < 1 || count > MAX_COUNT) {
            throw new IllegalArgumentException("recommendationCount must be from 1 to " + MAX_COUNT + ": " + count);
        }
        return count;
    }
}
