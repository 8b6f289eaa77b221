package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ParsingReport;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingStatistics;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.internal.training.Phases;
import dev.recommender.internal.training.PlanSink;
import dev.recommender.internal.training.RowWeights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan counts what the training will count, bounds what it cannot know, and comes close to the heap it takes. */
@Tag("slow")
class TrainingPlanTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void plansOfRandomShopsAreWhatTheirTrainingsCount(int threads) {
        for (int seed = 0; seed < 80; seed++) {
            boolean sequential = seed % 4 == 3;
            RandomShop shop = sequential ? RandomShop.timed(seed) : new RandomShop(seed);
            SarOptions options = sequential ? shop.sequentialOptions() : shop.options();
            SarTrainer trainer = SarTrainer.of(options, threads);
            TrainingInput input = TrainingInput.of(Parts.of(shop.events, 1 + seed % 5));
            input = seed % 3 == 0 ? input.catalog(Catalog.of(shop.catalog)) : input;
            input = seed % 2 == 0 ? input.keepUnknownItems() : input;
            if (count(input) == 0) {
                continue;
            }
            TrainingPlan plan = trainer.plan(input);
            TrainingStatistics trained = trainer.train(input).statistics();
            assertThat(plan.events()).isEqualTo(trained.events());
            assertThat(plan.users()).isEqualTo(trained.users());
            assertThat(plan.count("pairs")).isEqualTo(trained.count("pairs"));
            assertThat(plan.count("similarities")).isGreaterThanOrEqualTo(trained.count("neighbors"));
            assertThat(plan.fits()).isTrue();
            List<String> phases =
                    new ArrayList<>(List.of(Phases.READING, Phases.GROUPING, SarTraining.SIMILARITY, Phases.MODEL));
            if (!options.shared().weights().equals(RowWeights.PLAIN)) {
                phases.add(Phases.WEIGHTS);
            }
            assertThat(plan.bytes()).containsOnlyKeys(phases.toArray(new String[0]));
        }
    }

    @Test
    void timeIsDrivenByTheSquaresOfUnits() {
        List<UsageEvent> events = new RandomEvents(6).events();
        Map<String, Set<String>> units = new HashMap<>();
        events.forEach(event ->
                units.computeIfAbsent(event.user(), user -> new HashSet<>()).add(event.item()));
        TrainingPlan plan = SarTrainer.create().plan(UsageEvents.of(events));
        assertThat(plan.count("additions"))
                .isEqualTo(units.values().stream()
                        .mapToLong(unit -> unit.size() * (unit.size() - 1L) / 2)
                        .sum());
        assertThat(plan.count("largestUnit"))
                .isEqualTo(units.values().stream().mapToInt(Set::size).max().orElseThrow());
        TrainingPlan capped = SarTrainer.builder().maxItemsPerUnit(3).build().plan(UsageEvents.of(events));
        assertThat(capped.count("largestUnit")).isEqualTo(3);
        assertThat(capped.count("additions")).isLessThan(plan.count("additions"));
        assertThat(capped.count("pairs")).isEqualTo(plan.count("pairs"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void ofManyEventsASampleTellsHowManyPairsThereAre(int threads) {
        Random random = new Random(9);
        List<UsageEvent> some = new ArrayList<>();
        for (int user = 0; user < 3000; user++) {
            for (int at = 0; at < 100; at++) {
                some.add(UsageEvent.of("u" + user, "i" + random.nextInt(120)));
            }
        }
        int copies = 8;
        List<UsageEvents> parts = new ArrayList<>();
        for (int copy = 0; copy < copies; copy++) {
            String suffix = "-" + copy;
            parts.add(sink -> {
                for (UsageEvent event : some) {
                    sink.event(
                            event.user() + suffix,
                            event.item(),
                            UsageEvents.NO_TIME,
                            event.type(),
                            UsageEvents.NO_WEIGHT);
                }
                return ParsingReport.clean(some.size());
            });
        }
        UsageEvents many = new Parts(parts);
        TrainingPlan one = SarTrainer.create().plan(UsageEvents.of(some));
        TrainingPlan all = SarTrainer.builder().threads(threads).build().plan(many);
        assertThat(all.events()).isEqualTo(copies * 300_000L).isGreaterThan(PlanSink.MAX_SAMPLE);
        assertThat(all.users()).isEqualTo(copies * 3000);
        assertThat((double) all.count("pairs"))
                .isCloseTo(copies * (double) one.count("pairs"), within(0.01 * copies * one.count("pairs")));
        assertThat((double) all.count("additions"))
                .isCloseTo(copies * (double) one.count("additions"), within(0.03 * copies * one.count("additions")));
    }

    @Test
    void theReportSaysWhatGoesInWhatItTakesAndWhatWouldHelp() {
        UsageEvents events = UsageEvents.of(MemoryBudgetTest.events(3, 400, 1500, 60));
        TrainingPlan plan = SarTrainer.builder()
                .supportThreshold(1)
                .threads(1)
                .memoryBudget(1000)
                .build()
                .plan(events);
        assertThat(plan.fits()).isFalse();
        assertThat(MemoryBudgetTest.spilled(plan)).isTrue();
        assertThat(plan.report())
                .startsWith("sar: 400 users, 1,500 items, 24,000 events: ")
                .contains(" of 1.0 KiB at similarity, which does not fit")
                .contains("708,000 additions")
                .contains("the largest has 60")
                .contains("24,000 pairs");
        assertThat(SarTrainer.builder().supportThreshold(1).build().plan(events).report())
                .contains("with maxNeighbors(200): ")
                .contains("with supportThreshold(2): ");
    }

    @Test
    void itemsOfTheCatalogCount() {
        List<CatalogItem> items = new ArrayList<>();
        for (int item = 0; item < 500; item++) {
            items.add(CatalogItem.of("new " + item));
        }
        TrainingInput input = TrainingInput.of(UsageEvents.of(List.of(UsageEvent.of("u", "i"))))
                .catalog(Catalog.of(items))
                .keepUnknownItems();
        assertThat(SarTrainer.create().plan(input).items()).isEqualTo(501);
    }

    @ParameterizedTest
    @CsvSource({"all, true", "limited, true", "repeated, false", "ridge, true", "sequential, true", "als, true"})
    void thePlannedHeapIsEnoughAndHalfOfItIsNot(String shape, boolean half) throws Exception {
        long planned = Long.parseLong(run(shape, "plan", 1L << 30).strip());
        assertThat(run(shape, "train", planned / 3 * 4)).isEqualTo("trained\n");
        assertThat(run(shape, "plan", planned / 3 * 2))
                .as("the plan itself takes less")
                .isEqualTo(planned + "\n");
        if (half) {
            assertThat(run(shape, "train", planned / 2)).doesNotContain("trained");
        }
    }

    private static long count(TrainingInput input) {
        try {
            Set<String> known = new HashSet<>();
            input.catalog().ifPresent(catalog -> catalog.items().forEach(item -> known.add(item.id())));
            boolean all = known.isEmpty() || input.unknownItems() == TrainingInput.UnknownItems.KEEP;
            long[] count = {0};
            input.usage().forEach((user, item, time, type, weight) -> {
                count[0] += all || known.contains(item.toString()) ? 1 : 0;
                return true;
            });
            return count[0];
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Runs {@link SmallHeap} with so much heap; returns what it prints. */
    private static String run(String shape, String what, long heap) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SmallHeap.class.getName(),
                        shape,
                        what)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return out;
    }
}
