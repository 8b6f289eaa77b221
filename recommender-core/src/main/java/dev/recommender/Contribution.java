package dev.recommender;

/**
 * What one seed adds to an item's score.
 *
 * @param seed the seed's item id
 * @param similarity the similarity of the recommended item to the seed
 * @param affinity the user's affinity to the seed: its weight after decay
 * @param score similarity × affinity, times the query's boosts of the item, on the model's scale of scores
 */
public record Contribution(String seed, double similarity, double affinity, double score) {}
