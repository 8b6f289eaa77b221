package dev.recommender.evaluation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an evaluation found. Immutable. Prints itself as a table ({@link #toString}), as JSON ({@link #toJson}) and as a
 * page for people ({@link #toHtml}).
 */
public final class Evaluation {
    private final Map<String, String> parameters;
    private final Provenance provenance;
    private final List<String> notes;
    private final Counts counts;
    private final Outcome model;
    private final Optional<Outcome> baseline;
    private final List<Difference> gains;
    private final Optional<Predictions> predictions;
    private final Optional<Comparison> comparison;

    Evaluation(
            Map<String, String> parameters,
            Provenance provenance,
            List<String> notes,
            Counts counts,
            Outcome model,
            Optional<Outcome> baseline,
            List<Difference> gains,
            Optional<Predictions> predictions,
            Optional<Comparison> comparison) {
        this.parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        this.provenance = provenance;
        this.notes = List.copyOf(notes);
        this.counts = counts;
        this.model = model;
        this.baseline = baseline;
        this.gains = List.copyOf(gains);
        this.predictions = predictions;
        this.comparison = comparison;
    }

    /** How it was measured, the split among it, in words and in a fixed order; unmodifiable. */
    public Map<String, String> parameters() {
        return parameters;
    }

    /** How the model was trained. */
    public Provenance provenance() {
        return provenance;
    }

    /**
     * What readers of the figures should know, one sentence or two each: first of all whether training events are newer
     * than test events, so that a model may have learned from the future. Empty if there is nothing.
     */
    public List<String> notes() {
        return notes;
    }

    /** How many users and events there were. */
    public Counts counts() {
        return counts;
    }

    /** What the model reached. */
    public Outcome model() {
        return model;
    }

    /**
     * What popularity as of the moment of the test reached, as {@link TestSet#popularity} says; empty if the training
     * events are not known or the evaluator is to leave it out.
     */
    public Optional<Outcome> baseline() {
        return baseline;
    }

    /**
     * The model's value less popularity's, for each metric that is a mean over users; empty if popularity was not
     * measured. If an interval is all above 0, the model is better by more than chance.
     */
    public List<Difference> gains() {
        return gains;
    }

    /** How predicted ratings compare with the simplest prediction; empty unless ratings were measured. */
    public Optional<Predictions> predictions() {
        return predictions;
    }

    /** The other model that this one was compared with, if so. */
    public Optional<Comparison> comparison() {
        return comparison;
    }

    /**
     * In what the training of the compared model differs from that of the model against: first the algorithm, then
     * parameters that both have, then parameters that only one has. Empty if nothing is compared, or if it is not known
     * how one of the two was trained.
     */
    public List<Contrast> contrasts() {
        return comparison
                .map(Comparison::provenance)
                .filter(against -> provenance.isKnown() && against.isKnown())
                .map(provenance::contrasts)
                .orElse(List.of());
    }

    /**
     * The model's value of a metric at a cut-off.
     *
     * @throws IllegalArgumentException if that was not measured
     */
    public double value(Metric metric, int cutoff) {
        return model.score(metric, cutoff).value();
    }

    /**
     * The model's value of a metric that has no cut-off.
     *
     * @throws IllegalArgumentException if that was not measured
     */
    public double value(Metric metric) {
        return model.score(metric).value();
    }

    /**
     * Whether the model is better than the one that it was compared with, else than popularity, and whether by more than chance: a
     * sentence, by nDCG of the longest lists. Empty if it stands alone, or no interval was requested.
     */
    public Optional<String> verdictInWords() {
        return Verdict.sentence(this);
    }

    /** What the model stands beside: popularity, then the model against. */
    List<Outcome> others() {
        return Stream.concat(baseline.stream(), comparison.stream().map(Comparison::against))
                .toList();
    }

    /** All of it as JSON, indented, fields always in the same order. */
    public String toJson() {
        return EvaluationJson.write(this);
    }

    /** A page in one piece: no scripts, nothing to load, light or dark as the reader likes it. */
    public String toHtml() {
        return EvaluationPage.write(this);
    }

    /**
     * A table of the metrics that most ask for, with what was counted, and the options and parameters that are not the
     * defaults. The other metrics, and all options and parameters, are in {@link #toJson} and {@link #toHtml}.
     */
    @Override
    public String toString() {
        return EvaluationText.write(this);
    }

    /**
     * One number.
     *
     * @param metric what was measured
     * @param cutoff after how many recommendations; absent if the metric has no cut-off
     * @param value the number
     * @param interval where the number would lie with other users like these; absent if the metric is neither a mean over
     *     users nor an error of ratings, or if no interval was requested
     */
    public record Score(Metric metric, OptionalInt cutoff, double value, Optional<Interval> interval) {}

    /**
     * One recommender's number less another's, by the same users.
     *
     * @param metric what was measured
     * @param cutoff after how many recommendations; absent if the metric has no cut-off
     * @param value the difference of the means over the users whom the metric counts for both, or of the errors over the
     *     ratings that both predict
     * @param interval where the difference would lie with other users like these, by the paired bootstrap; absent if no
     *     interval was requested
     * @param pValue how likely a difference as far from 0 is by chance, if there is none: twice the smaller of the parts
     *     of resampled differences that are not below and not above 0, at most 1. Not corrected for looking at several
     *     metrics. Absent if no interval was requested
     */
    public record Difference(
            Metric metric, OptionalInt cutoff, double value, Optional<Interval> interval, OptionalDouble pValue) {
        Score score() {
            return new Score(metric, cutoff, value, interval);
        }
    }

    /**
     * Another model by the same test users.
     *
     * @param against what the other model reached
     * @param provenance how it was trained
     * @param differences the first model's value less the other's, for each metric that is a mean over users, and for the
     *     errors of ratings, of which less is better
     */
    public record Comparison(Outcome against, Provenance provenance, List<Difference> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }
    }

    /**
     * How a model was trained, as its metadata says; empty for a recommender without metadata.
     *
     * @param algorithm the algorithm's name
     * @param parameters all its parameters, as the command line takes them; unmodifiable
     */
    public record Provenance(Optional<String> algorithm, Map<String, String> parameters) {
        public Provenance {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        }

        private boolean isKnown() {
            return algorithm.isPresent() || !parameters.isEmpty();
        }

        private List<Contrast> contrasts(Provenance against) {
            List<Contrast> contrasts = new ArrayList<>();
            contrasts.add(new Contrast("algorithm", algorithm, against.algorithm));
            Set<String> names = new LinkedHashSet<>(parameters.keySet());
            names.addAll(against.parameters.keySet());
            names.stream()
                    .map(name -> new Contrast(
                            name,
                            Optional.ofNullable(parameters.get(name)),
                            Optional.ofNullable(against.parameters.get(name))))
                    .sorted(Comparator.comparing(Contrast::isOfOneOnly))
                    .forEach(contrasts::add);
            contrasts.removeIf(each -> each.model().equals(each.against()));
            return contrasts;
        }
    }

    /**
     * One difference between two trainings.
     *
     * @param name "algorithm", or a parameter
     * @param model its value for the model; empty if the model's algorithm has no such parameter
     * @param against its value for the model against; empty likewise
     */
    public record Contrast(String name, Optional<String> model, Optional<String> against) {
        boolean isOfOneOnly() {
            return model.isEmpty() || against.isEmpty();
        }
    }

    /**
     * Predicted ratings beside the simplest prediction: the mean of the item's training ratings, or of all where it has none.
     *
     * @param ratings test events that have a rating
     * @param predicted those of them that the model predicts something of; only these are measured
     * @param itemMeans RMSE and MAE of the simplest prediction; empty if no training rating is known, or none is predicted
     * @param differences the model's less these, over the same ratings; below 0 where the model is nearer
     */
    public record Predictions(long ratings, long predicted, List<Score> itemMeans, List<Difference> differences) {
        public Predictions {
            itemMeans = List.copyOf(itemMeans);
            differences = List.copyOf(differences);
        }
    }

    /** A confidence interval, both bounds included. */
    public record Interval(double low, double high) {}

    /**
     * How a recommender divides its recommendations over unpopular and popular items.
     *
     * @param from the lowest percentile of popularity in training, included; 0 is for items without training events
     * @param to the highest percentile, included in the last bucket only
     * @param share the part of all recommendations that is of such items, from 0 to 1
     */
    public record PopularityBucket(double from, double to, double share) {}

    /**
     * What one recommender reached.
     *
     * @param name "model", "popularity" or "against"
     * @param scores every number, by metric, then cut-off; what no user has a value of is not among them
     * @param unknownUsers test users whom it does not know; they count
     * @param usersWithoutRecommendations test users who got an empty list; they count, with 0
     * @param recommendations recommended items, repeated ones included, at the greatest cut-off
     * @param distinctItems distinct ones among them
     * @param popularity their popularity, lowest first; empty if the training events are not known
     * @param repeated ranking metrics of {@link Relevant#REPEATED} items; empty if these are not told apart
     * @param newToUser ranking metrics of {@link Relevant#NEW} items; empty if these are not told apart
     */
    public record Outcome(
            String name,
            List<Score> scores,
            int unknownUsers,
            int usersWithoutRecommendations,
            long recommendations,
            int distinctItems,
            List<PopularityBucket> popularity,
            List<Score> repeated,
            List<Score> newToUser) {
        public Outcome {
            scores = List.copyOf(scores);
            popularity = List.copyOf(popularity);
            repeated = List.copyOf(repeated);
            newToUser = List.copyOf(newToUser);
        }

        /**
         * The score of a metric at a cut-off.
         *
         * @throws IllegalArgumentException if that was not measured
         */
        public Score score(Metric metric, int cutoff) {
            return score(metric, OptionalInt.of(cutoff));
        }

        /**
         * The score of a metric that has no cut-off.
         *
         * @throws IllegalArgumentException if that was not measured
         */
        public Score score(Metric metric) {
            return score(metric, OptionalInt.empty());
        }

        /** How the page draws it. */
        String style() {
            return name.equals("popularity") ? "popular" : name;
        }

        Optional<Score> find(Metric metric, OptionalInt cutoff) {
            return ReportText.find(scores, metric, cutoff);
        }

        private Score score(Metric metric, OptionalInt cutoff) {
            return find(metric, cutoff)
                    .orElseThrow(() -> new IllegalArgumentException(metric
                            + (cutoff.isPresent() ? " at " + cutoff.getAsInt() : " without a cut-off")
                            + " was not measured"));
        }
    }

    /**
     * How many users and events there were.
     *
     * @param users test users with at least one relevant item: the denominator of the ranking metrics
     * @param usersNotDrawn test users with a relevant item that are left out because their number was limited
     * @param usersWithoutRelevantItem test users left out because none of their test items is relevant
     * @param relevantPairs distinct pairs of a user that counts and a relevant item
     * @param testEvents events to test with
     * @param givenEvents events that held-out users are asked with; 0 for other splits
     * @param earlierTestEvents test events that happened before the newest training event
     * @param droppedEvents events that the split left out
     * @param rejectedRecords records that the source could not read
     * @param training what was counted of the training events; empty if they are not known
     * @param repeats repeated and new items apart; empty if seen items are left out or the training events are not known
     */
    public record Counts(
            int users,
            int usersNotDrawn,
            int usersWithoutRelevantItem,
            long relevantPairs,
            long testEvents,
            long givenEvents,
            long earlierTestEvents,
            long droppedEvents,
            long rejectedRecords,
            Optional<Training> training,
            Optional<Repeats> repeats) {}

    /**
     * What was counted of the training events.
     *
     * @param events events to train on
     * @param users distinct users in training
     * @param items distinct items in training
     * @param seenPairs pairs in the test that are not relevant because the user has used the item in training already
     * @param newItemPairs relevant pairs of items without training events, which most models cannot recommend
     */
    public record Training(long events, int users, int items, long seenPairs, long newItemPairs) {}

    /**
     * Relevant items that the user had taken before, and others.
     *
     * @param repeatUsers users with at least one repeated item
     * @param newUsers users with at least one new item
     * @param repeatedPairs relevant pairs that repeat what the user had taken before
     * @param newPairs relevant pairs that are new to the user
     */
    public record Repeats(int repeatUsers, int newUsers, long repeatedPairs, long newPairs) {}
}
