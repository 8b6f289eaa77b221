package dev.recommender.tuning;

import dev.recommender.Recommender;
import dev.recommender.TrainingCancelledException;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Measurement;
import dev.recommender.evaluation.TestSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * Measures candidates on nested samples of the validation users, each against the best so far. One that is worse by more
 * than chance is not measured on the next sample: the whole interval of the difference, by the paired bootstrap, is below
 * 0. With intervals of 95 % that happens in about 2.5 % of the looks to one that is as good as a rival chosen beforehand. The
 * best was chosen by the same users, as the greatest of many, so one that is as good in truth ends somewhat more often. It
 * would hardly have been chosen, since the choice is made by these users, too. After Maron and Moore: The Racing Algorithm,
 * 1997, with the paired test that samples of the same users allow.
 */
final class Race {
    private final TuningOptions options;
    private final Stop stop;
    private final List<TestSet> samples;
    private List<Measurement> best = List.of();

    Race(TuningOptions options, TestSet validation, Stop stop) {
        this.options = options;
        this.stop = stop;
        this.samples = new ArrayList<>();
        // A sample of more than half of the users would save little.
        for (int size : options.samples) {
            if (2 * size <= validation.size()) {
                samples.add(validation.sample(size, options.seed));
            }
        }
        samples.add(validation);
    }

    /** Whether there is a best one to compare with. */
    boolean hasBest() {
        return !best.isEmpty();
    }

    /** Measures a model as far as it is worth it. Each user is asked once, as samples are nested. */
    Result run(Recommender recommender) {
        Recommender watched = new WatchedRecommender(recommender, stop);
        List<Measurement> measured = new ArrayList<>();
        List<Trial.Look> looks = new ArrayList<>();
        for (TestSet sample : samples) {
            if (stop.rightNow().isPresent()) {
                throw new TrainingCancelledException();
            }
            Measurement measurement = measured.isEmpty()
                    ? sample.measure(watched)
                    : sample.measure(watched, measured.get(measured.size() - 1));
            measured.add(measurement);
            looks.add(new Trial.Look(sample.size(), measurement.value(options.metric, options.cutoff)));
            if (measured.size() < samples.size() && hasBest()) {
                Optional<String> reason = worse(measurement, best.get(measured.size() - 1));
                if (reason.isPresent()) {
                    return new Result(measured, looks, reason);
                }
            }
        }
        return new Result(measured, looks, Optional.empty());
    }

    /** From now on others are compared with this one, which was measured on all users. */
    void lead(Result result) {
        best = List.copyOf(result.measured);
    }

    /** From now on there is nothing to compare with. */
    void forgetBest() {
        best = List.of();
    }

    private Optional<String> worse(Measurement measurement, Measurement leader) {
        Difference difference = measurement.minus(leader, options.metric, options.cutoff);
        Interval interval = difference.interval().orElseThrow();
        return interval.high() < 0
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "worse than the best by %s [%s, %s] on the same %,d users, where the best has %.4f",
                        positive(-difference.value()),
                        positive(-interval.high()),
                        positive(-interval.low()),
                        measurement.testSet().size(),
                        leader.value(options.metric, options.cutoff)))
                : Optional.empty();
    }

    /** A positive number in four decimals, or in one digit where these were zeros. */
    private static String positive(double number) {
        return String.format(Locale.ROOT, number < 0.00005 ? "%.0e" : "%.4f", number);
    }

    /** What a measurement says. */
    static Figures figures(TuningOptions options, Measurement measurement) {
        return new Figures(
                measurement.testSet().size(),
                measurement.scores(options.metric, options.cutoffs()),
                measurement.catalogCoverage(options.cutoff),
                DoubleStream.of(measurement.popularityLift(options.cutoff))
                        .boxed()
                        .toList());
    }

    /**
     * How a candidate did.
     *
     * @param reason why it was not measured further, if so
     */
    record Result(List<Measurement> measured, List<Trial.Look> looks, Optional<String> reason) {
        Measurement last() {
            return measured.get(measured.size() - 1);
        }
    }
}
