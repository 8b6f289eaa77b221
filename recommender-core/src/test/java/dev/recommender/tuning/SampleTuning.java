package dev.recommender.tuning;

import dev.recommender.Parameters;
import dev.recommender.ParsingReport;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Evaluation.Score;
import dev.recommender.evaluation.Metric;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;

/** What a tuning may find, made of a seed, with trials of every state. */
final class SampleTuning {
    private final Random random;
    private final int[] cutoffs;

    private SampleTuning(long seed, int... cutoffs) {
        this.random = new Random(seed);
        this.cutoffs = cutoffs;
    }

    /**
     * A tuning for nDCG at 10.
     *
     * @param reason what is said of the trial that failed
     * @param checked whether the check was made
     */
    static Tuning of(long seed, int trials, String reason, boolean checked) {
        return of(new SampleTuning(seed, 5, 10, 20), trials, reason, checked);
    }

    /** As {@link #of(long, int, String, boolean)}, measured after ten recommendations alone, and checked. */
    static Tuning atTen(long seed, int trials) {
        return of(new SampleTuning(seed, 10), trials, "a reason", true);
    }

    private static Tuning of(SampleTuning sample, int trials, String reason, boolean checked) {
        List<Trial> tried = new ArrayList<>();
        for (int number = 1; number <= trials; number++) {
            tried.add(sample.trial(number, reason));
        }
        Trial best = tried.stream()
                .filter(Trial::measured)
                .reduce((left, right) ->
                        right.value().orElseThrow() > left.value().orElseThrow() ? right : left)
                .orElseThrow();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("split", "standard, 0.8 : 0.2");
        parameters.put("seed", "42");
        return new Tuning(
                new TuningOptions(),
                new Tuning.Found(
                        parameters,
                        new Tuning.Parts(64_000, 16_000, 20_000, 1_234, 987),
                        sample.figures(1_234, 0.05, 0.03),
                        tried,
                        0,
                        2,
                        true,
                        best,
                        checked ? Optional.of(sample.check(best.number() == 1)) : Optional.empty(),
                        Tuning.End.BUDGET,
                        List.of("A note with <b>marks</b>. It has more to say, as of 1.5 s."),
                        List.of("A remark on the search."),
                        ParsingReport.clean(100_000),
                        Duration.ofSeconds(754)));
    }

    private Check check(boolean standardChosen) {
        Figures best = figures(987, 0.17, 0.4);
        Figures standard = figures(987, 0.14, 0.3);
        return new Check(
                best,
                Optional.of(standard),
                figures(987, 0.06, 0.03),
                standardChosen ? List.of() : differences(0.03),
                differences(0.11),
                List.of());
    }

    private List<Difference> differences(double value) {
        List<Difference> differences = new ArrayList<>();
        for (int cutoff : cutoffs) {
            differences.add(new Difference(
                    Metric.NDCG,
                    OptionalInt.of(cutoff),
                    value,
                    Optional.of(new Interval(value - 0.02, value + 0.02)),
                    OptionalDouble.of(0.004)));
        }
        return differences;
    }

    private Trial trial(int number, String reason) {
        boolean sar = number <= 3 || number % 5 == 0;
        boolean als = !sar && number % 7 == 0;
        Parameters parameters = sar
                ? Parameters.empty().with("similarity", number == 1 ? "jaccard" : "lift")
                : als
                        ? Parameters.empty().with("regularization", 0.01 * number)
                        : Parameters.empty().with("penalty", 1.0 + number).with("maxNeighbors", 20L * number);
        Candidate candidate =
                new Candidate(sar ? "sar" : als ? "als" : "ridge", number == 1 ? Parameters.empty() : parameters);
        Trial.State state = switch (number) {
            case 4 -> Trial.State.FAILED;
            case 5 -> Trial.State.TOO_LARGE;
            case 6 -> Trial.State.REFUSED;
            case 8, 9 -> Trial.State.STOPPED_EARLY;
            default -> Trial.State.MEASURED;
        };
        boolean trained = state == Trial.State.MEASURED || state == Trial.State.STOPPED_EARLY;
        double value = (sar ? 0.11 : 0.14) + random.nextDouble() * 0.05;
        int users = state == Trial.State.MEASURED ? 1_234 : 500;
        return new Trial(
                number,
                candidate,
                number == 1 ? "start" : sar ? "similarity" : "penalty",
                state,
                state == Trial.State.MEASURED ? "" : reason,
                looks(state, value),
                trained ? Optional.of(figures(users, value, 0.1 + random.nextDouble() * 0.6)) : Optional.empty(),
                trained && !als ? OptionalDouble.of(10 * number + 0.5) : OptionalDouble.empty(),
                trained && !als ? Map.of("neighbors", 10L * number) : Map.of(),
                Duration.ofMillis(1_500L * number));
    }

    /** Users of the sample have a little more. */
    private static List<Trial.Look> looks(Trial.State state, double value) {
        return switch (state) {
            case MEASURED -> List.of(new Trial.Look(500, value + 0.006), new Trial.Look(1_234, value));
            case STOPPED_EARLY -> List.of(new Trial.Look(500, value));
            default -> List.of();
        };
    }

    private Figures figures(int users, double value, double coverage) {
        List<Score> scores = new ArrayList<>();
        for (int cutoff : cutoffs) {
            double at = cutoff == 10 ? value : value * (0.8 + cutoff / 50.0);
            scores.add(new Score(
                    Metric.NDCG, OptionalInt.of(cutoff), at, Optional.of(new Interval(at - 0.012, at + 0.012))));
        }
        List<Double> lift = new ArrayList<>();
        for (int tenth = 1; tenth <= 10; tenth++) {
            lift.add(Math.pow(tenth / 8.0, 1 / (coverage + 0.3)) * (0.9 + random.nextDouble() / 5));
        }
        return new Figures(users, scores, coverage, lift);
    }
}
