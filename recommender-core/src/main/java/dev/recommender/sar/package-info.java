/**
 * The engine: Smart Adaptive Recommendations. Users who took the same things in the past are recommended what the
 * others took since. Items are similar if they occur together. A user's affinity to an item is the decayed sum of what
 * the user did with it. An item's score is the sum of affinity times similarity over everything that the user took.
 *
 * <p>Start with {@link dev.recommender.sar.SarTrainer}: it makes a {@link dev.recommender.neighbors.NeighborModel}.
 * {@link dev.recommender.neighbors.NeighborModelBuilder} makes a model from rows that were computed elsewhere. Data
 * flows one way:
 *
 * <pre>
 * UsageEvents → EventColumns (packed) → EventBuckets (by user) → Interactions (rows by user and by unit)
 *             → Cooccurrence or Successions → SimilarityRows → NeighborParts ⇄ model file
 * rows from elsewhere → NeighborModelBuilder → NeighborParts
 * NeighborParts → RankingRecommender: seeds × affinities → RowScorer → TopItems → Recommendations
 * </pre>
 *
 * <p>Three facts are easy to get wrong. A row of similarities belongs to the <em>seed</em>, and its columns are the
 * targets. The similarity of an item to itself is kept apart from the rows and counts only where seen items are
 * included. Items are indexed by popularity, so index order is the order of popularity.
 */
@NullMarked
package dev.recommender.sar;

import org.jspecify.annotations.NullMarked;
