package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Planner;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training is not refused where its plan fits, and a plan that does not fit names what its refusal names. */
@Tag("slow")
class PlanPromiseTest {
    private static final Pattern OPTION = Pattern.compile("(\\w+)\\((\\d+)\\), which needs ([\\d,.]+ MiB)");

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTrainingWithTheLeastBudgetThatFitsIsNotRefused(int threads) {
        for (int seed = 0; seed < 40; seed++) {
            RandomShop shop = new RandomShop(seed);
            TrainingInput input = TrainingInput.of(Parts.of(shop.events, 1 + seed % 5));
            requireKept(shop.options(), threads, input);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void eventsThatTakeMoreBytesLaterOnArePlannedFor(int threads) {
        Random random = new Random(5);
        List<UsageEvent> events = new ArrayList<>();
        for (int at = 0; at < 200_000; at++) {
            boolean late = at > 100_000;
            UsageEvent event = UsageEvent.of("u" + random.nextInt(late ? 70_000 : 200), "i" + random.nextInt(300));
            events.add(late ? event.weight(random.nextDouble()) : event);
        }
        TrainingInput input = TrainingInput.of(Parts.of(events, 4));
        requireKept(SarTrainer.builder().build().options(), threads, input);
        requireKept(SarTrainer.builder().maxNeighbors(5).build().options(), threads, input);
    }

    @Test
    void whatARefusalNamesThePlanNamesToo() {
        int refused = 0;
        for (int seed = 0; seed < 120; seed++) {
            RandomShop shop = new RandomShop(seed);
            TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
            refused += requireSameRemedies(shop.options(), 1 + seed % 2, 6 << 20, input);
        }
        assertThat(refused).isEqualTo(120);
    }

    @Test
    void whatLargeUnitsCostIsNamedWithWhatSmallerOnesWould() {
        TrainingInput input = TrainingInput.of(UsageEvents.of(MemoryBudgetTest.events(4, 5, 4000, 4000)));
        SarOptions options = SarTrainer.builder()
                .supportThreshold(1)
                .maxNeighbors(3000)
                .build()
                .options();
        assertThat(requireSameRemedies(options, 2, 12 << 20, input)).isEqualTo(1);
        assertThat(plan(options, 2, 12 << 20, input).advice())
                .anySatisfy(line -> assertThat(line).startsWith("a memory budget of "))
                .anySatisfy(line -> assertThat(line).startsWith("threads(1), which needs "))
                .anySatisfy(line -> assertThat(line).startsWith("maxNeighbors(200), which needs "))
                .anySatisfy(line -> assertThat(line).startsWith("maxItemsPerUnit(1000), which needs "))
                .as("a threshold that all pairs of items reach saves nothing")
                .noneSatisfy(line -> assertThat(line).startsWith("supportThreshold"));
    }

    @Test
    void whatSavesNothingIsNotNamed() {
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 100_000; user++) {
            events.add(UsageEvent.of("u" + user, "i" + user % 10));
        }
        TrainingPlan plan =
                plan(SarTrainer.builder().build().options(), 1, 7 << 20, TrainingInput.of(UsageEvents.of(events)));
        assertThat(plan.fits()).isFalse();
        assertThat(plan.advice()).singleElement().asString().startsWith("a memory budget of ");
        assertThat(plan.report()).contains("what would help:\n    a memory budget of ");
    }

    /** Trains with the least budget that the plan says is enough. */
    private static void requireKept(SarOptions options, int threads, TrainingInput input) {
        long enough = plan(options, threads, Long.MAX_VALUE, input).peakBytes();
        long least = 1;
        while (least < enough) {
            long middle = least + (enough - least) / 2;
            if (plan(options, threads, middle, input).fits()) {
                enough = middle;
            } else {
                least = middle + 1;
            }
        }
        long budget = enough;
        int users = TrainingThreads.supervise(
                        threads,
                        TrainingMonitor.none(),
                        work -> new Training(new SarTraining(options), budget, input, work).run())
                .statistics()
                .users();
        assertThat(users).isPositive();
    }

    /** Returns 1 if the training is refused, else 0. */
    private static int requireSameRemedies(SarOptions options, int threads, long budget, TrainingInput input) {
        InsufficientMemoryException refusal = catchThrowableOfType(
                InsufficientMemoryException.class,
                () -> TrainingThreads.supervise(
                        threads,
                        TrainingMonitor.none(),
                        work -> new Training(new SarTraining(options), budget, input, work).run()));
        if (refusal == null) {
            return 0;
        }
        TrainingPlan plan = plan(options, threads, budget, input);
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
            RowOptions changed = switch (planned.group(1)) {
                case "maxNeighbors" -> options.shared().maxNeighbors(value);
                case "supportThreshold" -> options.shared().supportThreshold(value);
                case "maxItemsPerUnit" -> options.shared().maxItemsPerUnit(value);
                default -> options.shared();
            };
            int changedThreads = planned.group(1).equals("threads") ? value : threads;
            long needed = plan(new SarOptions(options.similarity(), changed), changedThreads, budget, input)
                    .peakBytes();
            assertThat(planned.group(3)).isEqualTo(String.format(Locale.ROOT, "%,.1f MiB", needed / 0x1p20));
            assertThat(needed).isLessThanOrEqualTo(plan.peakBytes());
        }
        return 1;
    }

    private static TrainingPlan plan(SarOptions options, int threads, long budget, TrainingInput input) {
        return TrainingThreads.supervise(
                threads, TrainingMonitor.none(), work -> Planner.plan(new SarTraining(options), budget, input, work));
    }
}
