package dev.recommender.internal.worker;

import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingMonitor;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.internal.events.RecordedEvents;
import dev.recommender.registry.AnswerDefaults;
import dev.recommender.registry.ModelStatistics.Evaluated;
import dev.recommender.registry.ModelStatistics.Interval;
import dev.recommender.registry.ModelStatistics.Parsing;
import dev.recommender.registry.ModelStatistics.PopularityBucket;
import dev.recommender.registry.ModelStatistics.Score;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates a model: five recommendations for each user of the evaluation's events, from what the user did in training. Beside
 * it stands what was popular at the moment of each user's test.
 * A model without histories is given the histories of these users. No event is read from its source more than once,
 * unless there are too many to be kept.
 */
final class ModelEvaluation {
    private static final Logger LOG = LoggerFactory.getLogger(ModelEvaluation.class);
    private static final int[] CUTOFFS = {1, 2, 3, 4, 5};
    private static final MathContext BOUND = new MathContext(5);

    /** Enough for narrow intervals, which need the figures of each user at the same time. */
    static final int MOST_USERS = 20_000;

    private static final long SEED = 42;

    private final AnswerDefaults answers;
    private final Predicate<CharSequence> known;
    private final long mostRecorded;
    private final TrainingMonitor monitor;
    private final int threads;
    private Optional<String> problem = Optional.empty();

    /**
     * Prepares an evaluation.
     *
     * @param known of which items events count
     * @param mostRecorded how much heap the events to evaluate with may take
     */
    ModelEvaluation(
            AnswerDefaults answers,
            Predicate<CharSequence> known,
            long mostRecorded,
            TrainingMonitor monitor,
            int threads) {
        this.answers = answers;
        this.known = known;
        this.mostRecorded = mostRecorded;
        this.monitor = monitor;
        this.threads = threads;
    }

    /**
     * Measures. Events that cannot be evaluated with are no failure, and leave the metrics out.
     *
     * @param train what the model was trained on
     * @param test the events to evaluate with, which can be read again
     */
    Evaluated measure(TrainedModel model, RecordedEvents train, UsageEvents test) throws IOException {
        monitor.progress(Progress.READING_EVALUATION, 0);
        long start = System.nanoTime();
        RecordedEvents recorded = new RecordedEvents(mostRecorded, known);
        ParsingReport report;
        try {
            report = recorded.recording(test).forEach(this::isKnown);
        } catch (ParsingException e) {
            report(e.getMessage());
            return Evaluated.nothing(new Parsing(e.report(), since(start)), Duration.ZERO);
        }
        Parsing parsing = new Parsing(report, since(start));
        monitor.progress(Progress.EVALUATING, 0);
        start = System.nanoTime();
        try {
            Evaluation evaluation = Evaluator.create()
                    .cutoffs(CUTOFFS)
                    .query(answers.apply(Query.popular()))
                    .maxTestUsers(MOST_USERS, SEED)
                    .threads(threads)
                    .evaluate(new Cancellable(recommender(model, train, recorded)), watched(train), watched(recorded));
            return evaluated(evaluation, parsing, since(start));
        } catch (RecommenderException e) {
            Cancellation.check(monitor);
            report(e.getMessage());
            return Evaluated.nothing(parsing, since(start));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Why the model was not evaluated, if so, for the notes on its training. */
    Optional<String> problem() {
        return problem;
    }

    private void report(@Nullable String reason) {
        problem = Optional.of("the model is not evaluated: " + reason);
        LOG.warn("a trained model is not evaluated; its notes say why");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Whether an event counts. Ends when the training is cancelled. */
    private boolean isKnown(CharSequence user, CharSequence item, long time, Object type, double weight) {
        Cancellation.check(monitor);
        return known.test(item);
    }

    private UsageEvents watched(UsageEvents events) {
        return sink -> events.forEach((user, item, time, type, weight) -> {
            Cancellation.check(monitor);
            return sink.event(user, item, time, type, weight);
        });
    }

    private Recommender recommender(TrainedModel model, RecordedEvents train, RecordedEvents test) throws IOException {
        if (model.users().hasNext()) {
            return model.recommender();
        }
        Map<String, List<Seed>> histories = new HashMap<>();
        watched(test).forEach((user, item, time, type, weight) -> {
            histories.computeIfAbsent(user.toString(), id -> new ArrayList<>());
            return true;
        });
        watched(train).forEach((user, item, time, type, weight) -> {
            List<Seed> history = histories.get(user.toString());
            if (history != null) {
                Seed seed = Seed.of(item.toString()).type(type);
                seed = time == UsageEvents.NO_TIME ? seed : seed.at(Instant.ofEpochMilli(time));
                history.add(Double.isNaN(weight) ? seed : seed.weight(weight));
            }
            return true;
        });
        return model.recommender(
                user -> Optional.ofNullable(histories.get(user)).filter(history -> !history.isEmpty()));
    }

    private static Evaluated evaluated(Evaluation evaluation, Parsing parsing, Duration duration) {
        Evaluation.Outcome model = evaluation.model();
        return new Evaluated(
                parsing,
                duration,
                counts(evaluation),
                scores(model),
                evaluation.baseline().map(ModelEvaluation::scores).orElse(List.of()),
                evaluation.gains().stream()
                        .map(gain -> score(gain.metric(), gain.cutoff(), gain.value(), gain.interval()))
                        .toList(),
                model.popularity().stream()
                        .map(bucket -> new PopularityBucket(bucket.from(), bucket.to(), bucket.share()))
                        .toList(),
                evaluation.verdictInWords().orElse(""),
                notes(evaluation));
    }

    private static List<String> notes(Evaluation evaluation) {
        Evaluation.Counts counts = evaluation.counts();
        List<String> notes = new ArrayList<>(evaluation.notes());
        if (counts.usersNotDrawn() > 0) {
            notes.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d test users were asked for, drawn at random.",
                    counts.users(),
                    (long) counts.users() + counts.usersNotDrawn()));
        }
        return notes;
    }

    private static List<Score> scores(Evaluation.Outcome outcome) {
        return outcome.scores().stream()
                .map(score -> score(score.metric(), score.cutoff(), score.value(), score.interval()))
                .toList();
    }

    private static Score score(
            Metric metric, OptionalInt cutoff, double value, Optional<Evaluation.Interval> interval) {
        return new Score(
                metric.name().toLowerCase(Locale.ROOT),
                cutoff,
                value,
                interval.map(bounds -> new Interval(rounded(bounds.low()), rounded(bounds.high()))));
    }

    /** A bound is drawn by lot, so further digits would say nothing, and a record has little room. */
    private static double rounded(double bound) {
        return new BigDecimal(bound).round(BOUND).doubleValue();
    }

    private static Map<String, Long> counts(Evaluation evaluation) {
        Evaluation.Counts counts = evaluation.counts();
        Evaluation.Outcome model = evaluation.model();
        Map<String, Long> named = new LinkedHashMap<>();
        named.put("users", (long) counts.users());
        named.put("usersNotDrawn", (long) counts.usersNotDrawn());
        named.put("unknownUsers", (long) model.unknownUsers());
        named.put("usersWithoutRelevantItem", (long) counts.usersWithoutRelevantItem());
        named.put("usersWithoutRecommendations", (long) model.usersWithoutRecommendations());
        named.put("relevantPairs", counts.relevantPairs());
        counts.training().ifPresent(training -> {
            named.put("seenPairs", training.seenPairs());
            named.put("newItemPairs", training.newItemPairs());
            named.put("trainEvents", training.events());
        });
        named.put("testEvents", counts.testEvents());
        named.put("earlierTestEvents", counts.earlierTestEvents());
        counts.training().ifPresent(training -> {
            named.put("trainUsers", (long) training.users());
            named.put("trainItems", (long) training.items());
        });
        named.put("recommendations", model.recommendations());
        named.put("distinctItems", (long) model.distinctItems());
        return named;
    }

    /** A recommender that ends when the training is cancelled. */
    private final class Cancellable implements Recommender {
        private final Recommender recommender;

        Cancellable(Recommender recommender) {
            this.recommender = recommender;
        }

        @Override
        public Recommendations recommend(Query query) {
            Cancellation.check(monitor);
            return recommender.recommend(query);
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            Cancellation.check(monitor);
            return recommender.predict(user, item);
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            return recommender.recommendAll(users, query, (user, list) -> {
                Cancellation.check(monitor);
                sink.accept(user, list);
            });
        }
    }
}
