package dev.recommender;

import java.util.List;

/**
 * One recommended item.
 *
 * @param item the item's id
 * @param score how well it fits, on the scale of the model's similarity; positive, but 0 for back-filled items
 * @param source why it is in the list
 * @param because the seeds that made the score, largest contribution first; empty unless the query asked to explain
 */
public record Recommendation(String item, double score, Source source, List<Contribution> because) {
    /** Where a recommendation comes from. */
    public enum Source {
        /** Users who took the seeds took this item. */
        SIMILARITY,
        /** Nothing or too little is known of the item's use; its features resemble the seeds'. */
        COLD_ITEM,
        /** The item is popular, and fills a list that would be too short. */
        POPULARITY
    }

    public Recommendation {
        because = List.copyOf(because);
    }

    public Recommendation(String item, double score, Source source) {
        this(item, score, source, List.of());
    }
}
