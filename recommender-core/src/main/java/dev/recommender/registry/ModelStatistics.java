package dev.recommender.registry;

import dev.recommender.ParsingProblem;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingStatistics;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What the training of a model counted and measured, as the model's {@link ModelRecord#statistics} hold it. The names
 * in the JSON are the same for every algorithm. A failed training has statistics of what was read until then.
 *
 * @param algorithm the algorithm that trained, or was to train
 * @param training what the training counted, and how long its phases took; absent if it failed
 * @param featureWeightsLeftOut how many feature weights, all smaller than those in {@code training}, are left out because
 *     a record has no room for them
 * @param usage what was read of the usage events; absent if none were read
 * @param catalog what was read of the catalog; absent if none was read
 * @param evaluation the result of the evaluation, if one was requested and the training got so far
 * @param tuning how the algorithm and the parameters were found, if that was requested and the training got so far
 * @param notes what the training noticed that is no error; see {@link dev.recommender.TrainingResult}
 */
public record ModelStatistics(
        String algorithm,
        Optional<TrainingStatistics> training,
        int featureWeightsLeftOut,
        Optional<Parsing> usage,
        Optional<Parsing> catalog,
        Optional<Evaluated> evaluation,
        Optional<TuningReport> tuning,
        List<String> notes) {
    /** The longest JSON that {@link #toJson} writes, in characters. */
    public static final int MAX_LENGTH = 81_920;

    public ModelStatistics {
        notes = List.copyOf(notes);
    }

    /** Statistics of a training that has read nothing. */
    public static ModelStatistics none(String algorithm) {
        return new ModelStatistics(
                algorithm,
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    /** These statistics with what was read of the usage events. */
    public ModelStatistics usage(Parsing read) {
        return new ModelStatistics(
                algorithm, training, featureWeightsLeftOut, Optional.of(read), catalog, evaluation, tuning, notes);
    }

    /** These statistics with what was read of the catalog. */
    public ModelStatistics catalog(Parsing read) {
        return new ModelStatistics(
                algorithm, training, featureWeightsLeftOut, usage, Optional.of(read), evaluation, tuning, notes);
    }

    /** These statistics with what a training counted. */
    public ModelStatistics training(TrainingStatistics counted) {
        return new ModelStatistics(algorithm, Optional.of(counted), 0, usage, catalog, evaluation, tuning, notes);
    }

    /** These statistics with the result of an evaluation. */
    public ModelStatistics evaluation(Evaluated evaluated) {
        return new ModelStatistics(
                algorithm, training, featureWeightsLeftOut, usage, catalog, Optional.of(evaluated), tuning, notes);
    }

    /** These statistics with the algorithm that a tuning has chosen, and what it found. */
    public ModelStatistics tuning(String chosen, TuningReport report) {
        return new ModelStatistics(
                chosen,
                training,
                featureWeightsLeftOut,
                usage,
                catalog,
                evaluation,
                Optional.of(report.withTrials(TuningReport.MOST_TRIALS)),
                notes);
    }

    /** These statistics with what a training noticed. */
    public ModelStatistics notes(List<String> noticed) {
        return new ModelStatistics(
                algorithm, training, featureWeightsLeftOut, usage, catalog, evaluation, tuning, noticed);
    }

    /** The part of the catalog's items that has events, from 0 to 1; absent without a catalog or a training. */
    public OptionalDouble catalogCoverage() {
        return training.map(TrainingStatistics::catalogCoverage).orElse(OptionalDouble.empty());
    }

    /**
     * Reads a JSON object that {@link #toJson} wrote. Fields that it does not know are passed over.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ModelStatistics parse(String json) {
        return ModelStatisticsJson.read(json);
    }

    /**
     * These statistics without what they quote of usage events: rejected lines, events after the reference time, all notes, and
     * why trials of a tuning ended. A note is free text, which may name any user, and an identifier may be any word of it.
     * Counts, reasons of rejected lines and places stay.
     */
    public ModelStatistics withoutQuotes() {
        return new ModelStatistics(
                algorithm,
                training.map(ModelStatistics::withoutEvents),
                featureWeightsLeftOut,
                usage.map(Parsing::withoutQuotes),
                catalog,
                evaluation.map(evaluated -> evaluated.events(evaluated.events().withoutQuotes())),
                tuning.map(TuningReport::withoutReasons),
                List.of());
    }

    static TrainingStatistics withoutEvents(TrainingStatistics counted) {
        return new TrainingStatistics(
                counted.users(),
                counted.items(),
                counted.events(),
                counted.catalogItems(),
                counted.counts(),
                counted.featureWeights(),
                counted.durations(),
                counted.eventTimes(),
                counted.referenceTime(),
                List.of(),
                counted.eventTypes());
    }

    /**
     * These statistics as a JSON object of at most {@value #MAX_LENGTH} characters. If there is no room for all feature
     * weights, it has the weights of the largest absolute value and the number of the others. If there is no room for all
     * counts and durations either, it has the first of them.
     *
     * <p>If all else takes more than half of the room, it is cut until it does not, in this order: of many trials of a tuning and
     * many layouts of files some are kept, then the texts of reports are cut. If it still takes more than three quarters, more
     * is cut until it does not. First the trials are left out, then the layouts. Then notes are cut to
     * {@value StatisticsCut#LONGEST_NOTE} characters, and then the events after the reference time are left out. At last the
     * notes are left out that have no room; a note says how many.
     */
    public String toJson() {
        return ModelStatisticsJson.write(this);
    }

    /**
     * What was read of a source.
     *
     * @param report lines read, accepted and rejected, and what the files were taken for
     * @param duration how long reading took
     */
    public record Parsing(ParsingReport report, Duration duration) {
        private static final String REMOVED = "removed";

        Parsing withoutQuotes() {
            return new Parsing(
                    new ParsingReport(
                            report.lines(),
                            report.successes(),
                            unquoted(report.errors()),
                            unquoted(report.warnings()),
                            report.files()),
                    duration);
        }

        private static List<ParsingProblem> unquoted(List<ParsingProblem> problems) {
            return problems.stream()
                    .map(each -> new ParsingProblem(each.reason(), each.count(), each.file(), each.line(), REMOVED))
                    .toList();
        }
    }

    /**
     * The result of an evaluation. All but {@code events} and {@code duration} is empty if nothing could be evaluated.
     *
     * @param events what was read of the events to evaluate with
     * @param duration how long the evaluation took, reading apart
     * @param counts how many users, events and recommendations there were, by name
     * @param scores the model's metrics
     * @param baseline the same metrics of what was popular at the moment of each user's test, for the same users
     * @param gains the model's values less the baseline's, for each metric that is a mean over users; if an interval is all
     *     above 0, the model is better by more than chance
     * @param percentiles how the model's recommendations divide over unpopular and popular items
     * @param words whether the model is better than the baseline, and whether by more than chance, in a sentence; may be empty
     * @param notes what readers of the figures should know, such as that training events are newer than test events. They hold
     *     counts and moments, and quote no event
     */
    public record Evaluated(
            Parsing events,
            Duration duration,
            Map<String, Long> counts,
            List<Score> scores,
            List<Score> baseline,
            List<Score> gains,
            List<PopularityBucket> percentiles,
            String words,
            List<String> notes) {
        public Evaluated {
            counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
            scores = List.copyOf(scores);
            baseline = List.copyOf(baseline);
            gains = List.copyOf(gains);
            percentiles = List.copyOf(percentiles);
            notes = List.copyOf(notes);
        }

        /** The same with another report of what was read. */
        Evaluated events(Parsing read) {
            return new Evaluated(read, duration, counts, scores, baseline, gains, percentiles, words, notes);
        }

        /** An evaluation for which the events could not be used: too many were rejected, or no user has a relevant item. */
        public static Evaluated nothing(Parsing events, Duration duration) {
            return new Evaluated(events, duration, Map.of(), List.of(), List.of(), List.of(), List.of(), "", List.of());
        }

        /** One of the {@link #counts}; 0 if there is no count of this name. */
        public long count(String name) {
            return counts.getOrDefault(name, 0L);
        }
    }

    /**
     * The value of a metric, or the difference of two.
     *
     * @param metric the metric's name in lower case with underscores, such as {@code hit_rate}
     * @param cutoff after how many recommendations; absent if the metric has no cut-off
     * @param value the number
     * @param interval where the number would lie with other users like these; absent if the metric is no mean over users
     */
    public record Score(String metric, OptionalInt cutoff, double value, Optional<Interval> interval) {
        /** A value without an interval. */
        public Score(String metric, OptionalInt cutoff, double value) {
            this(metric, cutoff, value, Optional.empty());
        }
    }

    /** A confidence interval of 95 %, both bounds included. */
    public record Interval(double low, double high) {}

    /**
     * How many of the recommendations are of items of similar popularity.
     *
     * @param from the lowest percentile of popularity in training, included; 0 is for items without training events
     * @param to the highest percentile, included in the last bucket only
     * @param share the part of all recommendations, from 0 to 1
     */
    public record PopularityBucket(double from, double to, double share) {}
}
