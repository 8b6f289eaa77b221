package dev.recommender;

/** On which scale a model gives its scores. The order of items is the same on every scale. */
public enum ScoreScale {
    /** The score as the model computes it, unbounded: the sum of affinity × weight in a model of neighbours. */
    RAW,

    /**
     * The scale of the users' own affinities, as the Python reference normalises:
     *
     * <pre>(score − lo) / (hi − lo) × (ratingMax − ratingMin) + ratingMin</pre>
     *
     * <p>where ratingMin and ratingMax are the smallest and largest affinity of any user and item. lo is ratingMin
     * times the smallest count over all items, and hi is ratingMax times the largest count. An item's count is the
     * score that it would have if each event weighed 1 before decay. Where hi equals lo the score is ratingMin.
     */
    RATING,

    /**
     * From 0 to 1: min(1, score / q). The training determines q at its end as the 99th percentile of the best scores of
     * a seeded sample of up to 1,000 users.
     */
    UNIT_INTERVAL
}
