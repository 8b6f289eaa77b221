package dev.recommender;

import java.util.List;

/**
 * One recommended item.
 *
 * @param item the item's id
 * @param score how well it fits, on the model's {@link ScoreScale} and times the query's boosts; positive on the raw
 *     scale, and 0 for back-filled items
 * @param source why it is in the list
 * @param because the seeds that made the score, largest contribution first; empty unless the query asked to explain.
 *     Their scores add up to the recommendation's score. On the {@link ScoreScale#RATING} scale they add up to the
 *     score minus that of an item without any evidence
 */
public record Recommendation(String item, double score, Source source, List<Contribution> because) {
    /** Where a recommendation comes from. */
    public enum Source {
        /** The model scores the item for the seeds, from what users did with both. */
        MODEL,
        /** The item has too little use to be compared by it. Its features resemble the features of the seeds. */
        CONTENT,
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
