package dev.recommender.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.internal.tasks.TrainingThreads;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What plans of any training promise. */
public final class PlanPromise {
    private static final Pattern OPTION = Pattern.compile("(\\w+)\\((\\d+)\\), which needs ([\\d,.]+ MiB)");

    private PlanPromise() {}

    /** Trains rows with the least budget that the plan says is enough. */
    public static void requireKept(RowTraining training, int threads, TrainingInput input) {
        requireKept(training, threads, input, budget -> rows(training, threads, budget, input));
    }

    /** Trains with the least budget that the plan says is enough. */
    public static void requireKept(
            ModelTraining training, int threads, TrainingInput input, LongFunction<TrainingResult<?>> trained) {
        long enough = plan(training, threads, Long.MAX_VALUE, input).peakBytes();
        long least = 1;
        while (least < enough) {
            long middle = least + (enough - least) / 2;
            if (plan(training, threads, middle, input).fits()) {
                enough = middle;
            } else {
                least = middle + 1;
            }
        }
        assertThat(trained.apply(enough).statistics().users()).isPositive();
    }

    private static TrainingResult<?> rows(RowTraining training, int threads, long budget, TrainingInput input) {
        return TrainingThreads.supervise(
                threads, TrainingMonitor.none(), work -> new Training(training, budget, input, work).run());
    }

    /** Returns 1 if the training of rows is refused, else 0. */
    public static int requireSameRemedies(RowTraining training, int threads, long budget, TrainingInput input) {
        return requireSameRemedies(training, threads, budget, input, most -> rows(training, threads, most, input));
    }

    /** Returns 1 if the training is refused, else 0. */
    public static int requireSameRemedies(
            ModelTraining training,
            int threads,
            long budget,
            TrainingInput input,
            LongFunction<TrainingResult<?>> trained) {
        InsufficientMemoryException refusal =
                catchThrowableOfType(InsufficientMemoryException.class, () -> trained.apply(budget));
        if (refusal == null) {
            return 0;
        }
        TrainingPlan plan = plan(training, threads, budget, input);
        assertThat(plan.fits()).isFalse();
        assertThat(plan.peakBytes()).isGreaterThanOrEqualTo(refusal.neededBytes());
        assertThat(plan.advice().get(0)).startsWith("a memory budget of ").contains("-Xmx");
        String advice = String.join("; ", plan.advice());
        Matcher named = OPTION.matcher(refusal.getMessage());
        while (named.find()) {
            assertThat(advice).contains(named.group(1) + "(" + named.group(2) + "), which needs ");
        }
        Matcher planned = OPTION.matcher(advice);
        while (planned.find()) {
            int value = Integer.parseInt(planned.group(2));
            ModelTraining changed = changed(training, planned.group(1), value);
            int changedThreads = planned.group(1).equals("threads") ? value : threads;
            long needed = plan(changed, changedThreads, budget, input).peakBytes();
            assertThat(planned.group(3)).isEqualTo(String.format(Locale.ROOT, "%,.1f MiB", needed / 0x1p20));
            assertThat(needed).isLessThanOrEqualTo(plan.peakBytes());
        }
        return 1;
    }

    private static ModelTraining changed(ModelTraining training, String option, int value) {
        RowOptions options = training.options();
        return switch (option) {
            case "maxNeighbors" -> training.with(options.maxNeighbors(value));
            case "supportThreshold" -> training.with(options.supportThreshold(value));
            case "maxItemsPerUnit" -> training.with(options.maxItemsPerUnit(value));
            case "threads" -> training;
            default ->
                training.savings().stream()
                        .filter(saving -> saving.option().equals(option) && saving.value() == value)
                        .findFirst()
                        .orElseThrow()
                        .training();
        };
    }

    public static TrainingPlan plan(ModelTraining training, int threads, long budget, TrainingInput input) {
        return TrainingThreads.supervise(
                threads, TrainingMonitor.none(), work -> Planner.plan(training, budget, input, work));
    }
}
