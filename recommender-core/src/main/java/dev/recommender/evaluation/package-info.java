/**
 * Splits usage events and measures recommenders, so that two models, or a model and plain popularity, can be compared.
 *
 * <p>{@link dev.recommender.evaluation.Split} divides events into training and test events.
 * {@link dev.recommender.evaluation.Evaluator} trains on the training events, asks for each test user's recommendations
 * and compares them with the test events, beside popularity as of the moment of each user's test.
 * {@link dev.recommender.evaluation.TestSet} is split once, for any number of models, and
 * {@link dev.recommender.evaluation.Measurement} has what a model reached user by user. {@link dev.recommender.evaluation.Evaluation} holds the result and prints
 * itself as text, JSON and a page. {@link dev.recommender.evaluation.Metric} defines each number.
 *
 * <p>One denominator for all ranking metrics: <b>every metric is averaged over all test users that have at least one
 * relevant item</b>. A user who gets no recommendations scores 0. So does a user whom the model does not know, unless
 * back-filled items hit. Both are counted and reported. Leaving such users out, as much software does, makes a model
 * look better the fewer users it serves. {@link dev.recommender.evaluation.AveragedOver#PEER} reproduces what the
 * Python package {@code recommenders} averages over, for comparisons with its figures.
 *
 * <p>An item that the user has already used cannot be recommended, because seen items are left out. So it does not
 * count as relevant either. The evaluation reports the number of such pairs. A query template that includes seen items
 * makes them relevant; repeated and new items are then reported apart as well.
 *
 * <p>Every list is a ranking of all items. Candidates are never sampled: metrics of sampled candidates differ from those
 * of all even in expectation, and may order models differently (Krichene and Rendle: On Sampled Metrics for Item
 * Recommendation, 2020). What may be sampled are test users, whose figures have confidence intervals.
 *
 * <p>Results depend on the events alone: not on their order, nor on the number of threads.
 */
@NullMarked
package dev.recommender.evaluation;

import org.jspecify.annotations.NullMarked;
