package dev.recommender;

import java.util.Locale;

/**
 * What one seed adds to an item's score.
 *
 * @param seed the seed's item id
 * @param affinity how much the seed counts for the user: its weight after decay
 * @param weight what one unit of affinity to the seed adds to the score of the recommended item; in a model of
 *     neighbours, their similarity
 * @param score affinity × weight, times the query's boosts of the item, on the model's scale of scores
 */
public record Contribution(String seed, double affinity, double weight, double score) {
    /** For people: the seed with its score in four digits. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s %.4g", seed, score);
    }
}
