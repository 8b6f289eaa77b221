package dev.recommender;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

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

    /** For people: the item with its score in four digits, the source if it is not the model, and what it is because of. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%s %.4g", item, score));
        if (source != Source.MODEL) {
            text.append(" (").append(source.name().toLowerCase(Locale.ROOT)).append(')');
        }
        if (!because.isEmpty()) {
            text.append(" because of ")
                    .append(because.stream().map(Contribution::toString).collect(Collectors.joining(" and ")));
        }
        return text.toString();
    }
}
