package dev.recommender.sar;

/**
 * An item or a user in a ranking.
 *
 * @param id the item's or user's id
 * @param score what the ranking goes by
 */
public record Ranked(String id, double score) {}
