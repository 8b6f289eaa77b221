package dev.recommender;

/**
 * An item or a user in a ranking.
 *
 * @param id the item's or user's id
 * @param score the value that the ranking is sorted by
 */
public record ScoredId(String id, double score) {}
