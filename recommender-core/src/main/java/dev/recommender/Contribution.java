package dev.recommender;

/**
 * What one seed adds to an item's score.
 *
 * @param seed the seed's item id
 * @param affinity how much the seed counts for the user: its weight after decay
 * @param weight what the model makes of one unit of affinity to the seed, for the recommended item: their similarity in a
 *     model of neighbours
 * @param score affinity × weight, times the query's boosts of the item, on the model's scale of scores
 */
public record Contribution(String seed, double affinity, double weight, double score) {}
