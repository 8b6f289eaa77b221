/**
 * Splits usage events and measures recommenders, so that two models, or a model and plain popularity, can be compared.
 *
 * <p>{@link dev.recommender.evaluation.Split} divides events into training and test events.
 * {@link dev.recommender.evaluation.Evaluator} trains on the training events, asks for each test user's recommendations
 * and compares them with the test events. {@link dev.recommender.evaluation.Evaluation} holds the result and prints
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
 * makes them relevant.
 *
 * <p>Results depend on the events alone: not on their order, nor on the number of threads.
 */
@NullMarked
package dev.recommender.evaluation;

import org.jspecify.annotations.NullMarked;
