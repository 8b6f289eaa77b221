package dev.recommender.evaluation;

/** What metrics are averaged over. */
public enum AveragedOver {
    /**
     * All test users with at least one relevant item, for every ranking metric; those without recommendations score 0.
     * For the metrics of the lists themselves, all test users for whom the metric is defined.
     */
    ALL_TEST_USERS,

    /**
     * What the Python package {@code recommenders} averages over, for comparisons with its figures. It differs from
     * {@link #ALL_TEST_USERS} in this:
     *
     * <ul>
     *   <li>precision, both recalls, hit rate, both average precisions and the reciprocal rank leave out users without
     *       recommendations, because truth and predictions are joined on their common users;
     *   <li>R-precision leaves out users without a hit, because a mean skips their missing rows;
     *   <li>nDCG does average over all test users, but leaves out those whose ideal gain is 0;
     *   <li>novelty takes a recommended item without training events as 0, the least novel, instead of leaving it out;
     *   <li>catalog coverage divides by the training items alone, and so can exceed 1.
     * </ul>
     */
    PEER
}
