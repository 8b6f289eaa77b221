/**
 * The engine: Smart Adaptive Recommendations. Users who took the same things lend each other what they took since: items
 * are similar if they occur together, a user's affinity to an item is the decayed sum of what the user did with it, and
 * an item's score is the sum, over everything the user took, of affinity times similarity.
 *
 * <p>Start with {@link dev.recommender.sar.SarTrainer}; what it makes is a {@link dev.recommender.neighbors.NeighborModel}. A model of
 * rows that were computed elsewhere is made by {@link dev.recommender.neighbors.NeighborModelBuilder}. Data flows one way:
 *
 * <pre>
 * UsageEvents → EventColumns (packed) → EventBuckets (by user) → Interactions (rows by user and by unit)
 *             → Cooccurrence → SimilarityRows → NeighborParts ⇄ model file
 * rows from elsewhere → NeighborModelBuilder → NeighborParts
 * NeighborParts → RankingRecommender: seeds × affinities → RowScorer → TopItems → Recommendations
 * </pre>
 *
 * <p>What is easy to get wrong: a row of similarities belongs to the <em>seed</em>, its columns are the targets; the
 * similarity of an item to itself is kept apart from the rows and counts only where seen items are included; items are
 * indexed by popularity, so index order is the order of popularity.
 */
@NullMarked
package dev.recommender.sar;

import org.jspecify.annotations.NullMarked;
