package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.internal.util.TimeSpans;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * That a training is to find the algorithm and the parameters that suit its events, and for how long it may try. Immutable;
 * each method returns a changed copy.
 *
 * <pre>{@code
 * TrainingRequest request = TrainingRequest.of("usage/").tuning(TuningPlan.of(Duration.ofMinutes(15)));
 * }</pre>
 *
 * @param budget how long all may take, the check and the training on all events included: more than 0, to the millisecond, and
 *     at most {@link #LONGEST}
 * @param maxTrials how many candidates may be tried; empty for as many as fit into the budget
 * @param algorithms the algorithms that take part, the one that is used today first; empty for those that are built in
 * @param split how events are divided into those to learn from, to choose by and to check with: one of {@link
 *     dev.recommender.evaluation.Split#NAMES}; empty for the split that a tuning has by default
 */
public record TuningPlan(Duration budget, OptionalInt maxTrials, List<String> algorithms, Optional<String> split) {
    /** The longest budget. */
    public static final Duration LONGEST = Duration.ofDays(1);

    /** What a budget must be, in words. */
    static final String BUDGET_RANGE = "must be more than 0 and at most " + TimeSpans.text(LONGEST);

    static final String FIELD = "tuning";
    static final String BUDGET = "budget";
    static final String MAX_TRIALS = "maxTrials";
    static final String ALGORITHMS = "algorithms";
    static final String SPLIT = "split";

    /**
     * A plan.
     *
     * @throws InvalidParametersException if something is out of its range, or an algorithm is named twice
     */
    public TuningPlan {
        if (!isAllowed(budget)) {
            throw violation(BUDGET, BUDGET_RANGE, budget);
        }
        budget = Duration.ofMillis(budget.toMillis());
        if (maxTrials.isPresent() && maxTrials.getAsInt() < 1) {
            throw violation(MAX_TRIALS, "must be at least 1", maxTrials.getAsInt());
        }
        algorithms = List.copyOf(algorithms);
        if (new LinkedHashSet<>(algorithms).size() < algorithms.size()
                || algorithms.stream().anyMatch(String::isBlank)) {
            throw violation(ALGORITHMS, "must be names of installed algorithms, each once", algorithms);
        }
    }

    /**
     * Tries the algorithms that are built in.
     *
     * @throws InvalidParametersException if the budget is not positive or longer than {@link #LONGEST}
     */
    public static TuningPlan of(Duration budget) {
        return new TuningPlan(budget, OptionalInt.empty(), List.of(), Optional.empty());
    }

    /**
     * Tries no more than so many candidates, which makes what is found independent of the clock if the budget is long.
     *
     * @throws InvalidParametersException if it is less than 1
     */
    public TuningPlan maxTrials(int count) {
        return new TuningPlan(budget, OptionalInt.of(count), algorithms, split);
    }

    /**
     * Tries these algorithms instead of those that are built in, the one that is used today first. Whether they are installed is
     * checked when the training is requested.
     *
     * @throws InvalidParametersException if one is named twice
     */
    public TuningPlan algorithms(String... names) {
        return new TuningPlan(budget, maxTrials, List.of(names), split);
    }

    /**
     * Divides the events in another way than by default, such as {@code latest-users}, which asks new users with a part of their
     * events. Whether there is such a split is checked when the training is requested.
     *
     * @param name one of {@link dev.recommender.evaluation.Split#NAMES}
     */
    public TuningPlan split(String name) {
        return new TuningPlan(budget, maxTrials, algorithms, Optional.of(name));
    }

    /** The plan for people, such as {@code within 15m, of at most 20 trials, of sar, als}. */
    public String inWords() {
        return "within " + TimeSpans.text(budget)
                + (maxTrials.isPresent() ? ", of at most " + maxTrials.getAsInt() + " trials" : "")
                + (algorithms.isEmpty() ? "" : ", of " + String.join(", ", algorithms))
                + split.map(name -> ", split by " + name).orElse("");
    }

    /** Whether a budget is within its range. */
    static boolean isAllowed(Duration budget) {
        return !budget.isNegative() && budget.compareTo(LONGEST) <= 0 && budget.toMillis() >= 1;
    }

    /** That an algorithm stands beside a tuning, which finds one. */
    public static Violation besideAlgorithm(String name) {
        return Violation.withRemedy(
                        "algorithm",
                        "has no effect beside " + FIELD,
                        "leave it out, or say in " + FIELD + "." + ALGORITHMS + " what to try")
                .value(name);
    }

    private static InvalidParametersException violation(String field, String allowed, Object value) {
        return InvalidParametersException.of(Violation.ofValue(FIELD + "." + field, allowed, value.toString()));
    }
}
