package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingPlan;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import dev.recommender.internal.training.PlanPromise;
import dev.recommender.spi.TrainingResources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan of vectors says what the training takes, the placing of cold items included. */
class AlsPlanTest {
    /** Items with so many different values of a feature, and half as many more that nobody took. */
    private static TrainingInput input(AlsShop shop, int values) {
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < shop.items * 3 / 2; item++) {
            List<String> titles = new ArrayList<>();
            for (int value = item; value < values; value += shop.items) {
                titles.add("word " + value);
            }
            catalog.add(CatalogItem.of("i" + item).feature("word", titles).feature("kind", "k" + item % 3));
        }
        return TrainingInput.of(UsageEvents.of(shop.events)).catalog(Catalog.of(catalog));
    }

    private static TrainingResult<FactorModel> train(
            AlsOptions options, int threads, long budget, TrainingInput input) {
        return AlsTrainer.of(options.toParameters(), new TrainingResources(threads, budget))
                .train(input);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @Tag("slow")
    void aTrainingWithTheLeastBudgetThatFitsIsNotRefused(int threads) {
        for (int seed = 0; seed < 8; seed++) {
            AlsTrainer.Builder builder =
                    AlsTrainer.builder().factors(8 << seed % 3).iterations(1);
            AlsOptions options = (seed % 2 == 0 ? builder : builder.placedByFeatures())
                    .supportThreshold(1 + seed % 2)
                    .build()
                    .options();
            TrainingInput input = input(new AlsShop(seed, 60, 40), 500 * seed);
            PlanPromise.requireKept(
                    AlsTraining.of(options, input), threads, input, budget -> train(options, threads, budget, input));
        }
    }

    @Test
    void whatARefusalNamesThePlanNamesToo() {
        for (int seed = 0; seed < 4; seed++) {
            AlsOptions options = AlsTrainer.builder()
                    .factors(64)
                    .iterations(1)
                    .placedByFeatures()
                    .build()
                    .options();
            TrainingInput input = input(new AlsShop(seed, 60, 40), 4_000);
            int threads = 1 + seed % 2;
            assertThat(PlanPromise.requireSameRemedies(
                            AlsTraining.of(options, input),
                            threads,
                            8 << 20,
                            input,
                            budget -> train(options, threads, budget, input)))
                    .isEqualTo(1);
        }
    }

    @Test
    @Tag("slow")
    void coldItemsArePlannedAndRefusedBeforeVectorsAreLearnt() {
        int values = 20_000;
        TrainingInput input = input(new AlsShop(3, 60, 40), values);
        AlsTrainer.Builder builder =
                AlsTrainer.builder().factors(64).iterations(1).threads(1);
        TrainingPlan without = builder.build().plan(input);
        assertThat(without.bytes()).doesNotContainKey("cold items");
        AlsTrainer placing = builder.placedByFeatures().build();
        TrainingPlan plan = placing.plan(input);
        // A number for each term and number of a vector is held at once.
        assertThat(plan.bytes().get("cold items")).isBetween(8L * 64 * values, 3L * 8 * 64 * values);
        assertThat(plan.peakBytes()).isEqualTo(plan.bytes().get("cold items"));
        List<String> phases = new ArrayList<>();
        TrainingMonitor monitor = new TrainingMonitor() {
            @Override
            public void progress(String phase, double fraction) {
                phases.add(phase);
            }
        };
        AlsTrainer small = builder.memoryBudget(plan.peakBytes() * 3 / 4).build();
        assertThatExceptionOfType(InsufficientMemoryException.class)
                .isThrownBy(() -> small.train(input.monitor(monitor)))
                .withMessageContaining("cold items ")
                .withMessageContaining("factors(32), which needs");
        assertThat(phases).doesNotContain("factors");
        AlsTrainer enough = builder.memoryBudget(plan.peakBytes()).build();
        assertThat(enough.train(input.monitor(monitor)).statistics().count("coldItems"))
                .isPositive();
        assertThat(phases).contains("factors", "cold items");
    }
}
