package dev.recommender.registry;

import dev.recommender.Parameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * How the algorithm and the parameters of a model were found, as its {@link ModelStatistics} hold it. Immutable.
 *
 * @param metric what was tuned for, such as {@code ndcg}
 * @param cutoff after how many recommendations
 * @param best the number of the trial that was chosen
 * @param parameters all parameters of the chosen candidate
 * @param end why no more was tried, in words
 * @param duration how long it took, without the training on all events
 * @param verdict what the check says of the chosen candidate beside the default: {@code better}, {@code perhaps_better},
 *     {@code not_better} or {@code worse}; empty if the default itself was chosen, or if there was no check
 * @param words the verdict in sentences, or that the default was chosen; empty if there was no check
 * @param check what {@code best}, {@code standard} (the default) and {@code popularity} reach on events that no trial saw, by
 *     these names; empty if there was no check
 * @param trials what was tried, in this order; the first is the default
 * @param trialsLeftOut how many trials are left out because there are too many
 */
public record TuningReport(
        String metric,
        int cutoff,
        int best,
        Parameters parameters,
        String end,
        Duration duration,
        String verdict,
        String words,
        Map<String, Double> check,
        List<Trial> trials,
        int trialsLeftOut) {
    /** How many trials a report has at most. */
    public static final int MOST_TRIALS = 100;

    public TuningReport {
        check = Collections.unmodifiableMap(new LinkedHashMap<>(check));
        trials = List.copyOf(trials);
    }

    /**
     * A candidate that was tried.
     *
     * @param number its place among all trials, from 1
     * @param candidate the algorithm, and the parameters that are not its defaults, for people
     * @param state how it ended: {@code measured}, {@code stopped_early}, {@code refused}, {@code too_large} or {@code failed}
     * @param reason why it was not measured on all users; empty if it was
     * @param value what it reached: on all users if it was measured, on the last sample if it was stopped early; else absent
     * @param duration how long it took
     */
    public record Trial(
            int number, String candidate, String state, String reason, OptionalDouble value, Duration duration) {}

    /** The same with no more than so many trials: the default, the chosen one, and of the others those of the greatest values. */
    TuningReport withTrials(int most) {
        if (trials.size() <= most) {
            return this;
        }
        List<Trial> ranked = new ArrayList<>(trials);
        ranked.sort((a, b) -> Double.compare(rank(b), rank(a)));
        List<Trial> kept = new ArrayList<>(ranked.subList(0, Math.max(0, most)));
        kept.sort((a, b) -> Integer.compare(a.number(), b.number()));
        return with(kept, trialsLeftOut + trials.size() - kept.size());
    }

    private double rank(Trial trial) {
        return trial.number() == best || trial.number() == 1
                ? Double.POSITIVE_INFINITY
                : trial.value().orElse(Double.NEGATIVE_INFINITY);
    }

    /** The same without reasons, which are free texts. */
    TuningReport withoutReasons() {
        return with(
                trials.stream()
                        .map(trial -> new Trial(
                                trial.number(), trial.candidate(), trial.state(), "", trial.value(), trial.duration()))
                        .toList(),
                trialsLeftOut);
    }

    private TuningReport with(List<Trial> others, int leftOut) {
        return new TuningReport(
                metric, cutoff, best, parameters, end, duration, verdict, words, check, others, leftOut);
    }
}
