package dev.recommender;

import dev.recommender.internal.util.Arguments;

/**
 * How a list is made more varied: by maximal marginal relevance (Carbonell and Goldstein, 1998) over the model's own
 * similarities. Rank by rank, the item is chosen that maximises
 *
 * <pre>(1 − strength) × score / best score − strength × largest similarity to an item chosen before</pre>
 *
 * <p>but never one whose score is less than (1 − maxLoss) times the best score that is left. So each rank, and the
 * list as a whole, gives up at most the part maxLoss of the score of the undiversified list. Similarities are taken
 * relative to the larger of the two items' similarities to themselves, and bounded to 0 … 1.
 *
 * @param strength how much variety counts against score, from 0 to 1
 * @param maxLoss the largest part of the score to give up, from 0 to 1
 */
public record Diversity(double strength, double maxLoss) {
    public Diversity {
        Arguments.requireFraction("strength", strength);
        Arguments.requireFraction("maxLoss", maxLoss);
    }
}
