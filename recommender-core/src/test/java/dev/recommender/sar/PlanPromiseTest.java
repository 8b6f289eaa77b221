package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.EventType;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.training.PlanPromise;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training is not refused where its plan fits, and a plan that does not fit names what its refusal names. */
@Tag("slow")
class PlanPromiseTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void aTrainingWithTheLeastBudgetThatFitsIsNotRefused(int threads) {
        for (int seed = 0; seed < 40; seed++) {
            RandomShop shop = new RandomShop(seed);
            TrainingInput input = TrainingInput.of(Parts.of(shop.events, 1 + seed % 5));
            PlanPromise.requireKept(new SarTraining(shop.options()), threads, input);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void norIsOneWhereOrderCounts(int threads) {
        for (int seed = 0; seed < 40; seed++) {
            RandomShop shop = RandomShop.timed(seed);
            TrainingInput input = TrainingInput.of(Parts.of(shop.events, 1 + seed % 5));
            PlanPromise.requireKept(new SarTraining(shop.sequentialOptions()), threads, input);
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
        PlanPromise.requireKept(new SarTraining(SarTrainer.builder().build().options()), threads, input);
        PlanPromise.requireKept(
                new SarTraining(SarTrainer.builder().maxNeighbors(5).build().options()), threads, input);
    }

    /** Events are too many to plan with all of them, and nearly all items turn out to be below the threshold. */
    @Test
    void aPlanThatTakesTooManyItemsForPopularIsEnough() {
        int popular = 2_880_000;
        UsageEvents events = sink -> {
            Random random = new Random(1);
            for (int at = 0; at < popular; at++) {
                sink.event("h" + at / 10, "hot" + random.nextInt(10), UsageEvents.NO_TIME, EventType.CLICK, 1);
            }
            for (int at = 0; at < 16_000; at++) {
                String item = "tail" + at / 4;
                sink.event("t" + at / 2, item, UsageEvents.NO_TIME, EventType.CLICK, 1);
            }
            return ParsingReport.clean(popular + 16_000L);
        };
        TrainingInput input = TrainingInput.of(events);
        SarTrainer.Builder builder =
                SarTrainer.builder().supportThreshold(3).maxNeighbors(20).threads(1);
        long planned = builder.memoryBudget(1L << 40).build().plan(input).peakBytes();
        assertThat(builder.memoryBudget(planned)
                        .build()
                        .train(input)
                        .statistics()
                        .events())
                .isEqualTo(popular + 16_000L);
    }

    /** A table of all pairs is faster, and not worth a refusal. */
    @Test
    void aSmallCatalogIsTrainedWithoutATableWhereThatIsTooLarge() {
        List<UsageEvent> events = MemoryBudgetTest.events(4, 300, 4000, 60);
        SarTrainer.Builder builder =
                SarTrainer.builder().supportThreshold(1).maxNeighbors(20).threads(1);
        long table = builder.memoryBudget(1L << 40)
                .build()
                .plan(UsageEvents.of(events))
                .peakBytes();
        assertThat(table).isGreaterThan(64 << 20);
        TrainingPlan plan = builder.memoryBudget(32 << 20).build().plan(UsageEvents.of(events));
        assertThat(plan.fits()).isTrue();
        assertThat(builder.build().train(UsageEvents.of(events)).statistics().count("neighbors"))
                .isPositive();
    }

    @Test
    void whatARefusalNamesThePlanNamesToo() {
        int refused = 0;
        for (int seed = 0; seed < 120; seed++) {
            RandomShop shop = new RandomShop(seed);
            TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events));
            refused += PlanPromise.requireSameRemedies(new SarTraining(shop.options()), 1 + seed % 2, 6 << 20, input);
            RandomShop timed = RandomShop.timed(seed);
            refused += PlanPromise.requireSameRemedies(
                    new SarTraining(timed.sequentialOptions()),
                    1 + seed % 2,
                    6 << 20,
                    TrainingInput.of(UsageEvents.of(timed.events)));
        }
        assertThat(refused).isEqualTo(240);
    }

    @Test
    void whatLargeUnitsCostIsNamedWithWhatSmallerOnesWould() {
        TrainingInput input = TrainingInput.of(UsageEvents.of(MemoryBudgetTest.events(4, 5, 4000, 4000)));
        SarOptions options = SarTrainer.builder()
                .supportThreshold(1)
                .maxNeighbors(3000)
                .build()
                .options();
        assertThat(PlanPromise.requireSameRemedies(new SarTraining(options), 2, 12 << 20, input))
                .isEqualTo(1);
        assertThat(PlanPromise.plan(new SarTraining(options), 2, 12 << 20, input)
                        .advice())
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
        TrainingPlan plan = PlanPromise.plan(
                new SarTraining(SarTrainer.builder().build().options()),
                1,
                7 << 20,
                TrainingInput.of(UsageEvents.of(events)));
        assertThat(plan.fits()).isFalse();
        assertThat(plan.advice()).singleElement().asString().startsWith("a memory budget of ");
        assertThat(plan.report()).contains("what would help:\n    a memory budget of ");
    }
}
