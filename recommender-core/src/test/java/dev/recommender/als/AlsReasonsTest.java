package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Contribution;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Reasons add up to the score, whatever the scale, the rules and the seeds. */
class AlsReasonsTest {
    @ParameterizedTest
    @EnumSource(names = {"RAW", "UNIT_INTERVAL"})
    void reasonsAddUpWithColdSeedsAndBoosts(ScoreScale scale) {
        AlsShop shop = new AlsShop(31, 80, 40);
        List<CatalogItem> catalog = new ArrayList<>();
        for (int item = 0; item < 40; item++) {
            catalog.add(CatalogItem.of("i" + item).feature("kind", "k" + item % 4));
        }
        catalog.add(CatalogItem.of("cold").feature("kind", "k1"));
        catalog.add(CatalogItem.of("cold too").feature("kind", "k2"));
        FactorModel model = AlsTrainer.builder()
                .factors(16)
                .placedByFeatures()
                .scoreScale(scale)
                .build()
                .train(TrainingInput.of(UsageEvents.of(shop.events)).catalog(Catalog.of(catalog)))
                .model();
        int explained = 0;
        int becauseOfCold = 0;
        for (int user = 0; user < 80; user++) {
            Query query = Query.user("u" + user)
                    .and(Seed.of("cold").weight(3))
                    .and(Seed.of("i2").weight(-1))
                    .boost(ItemSet.of("i1", "i3", "cold too"), 2.5)
                    .boost(ItemSet.of("i3", "i4"), 0.3)
                    .count(42)
                    .includeSeen()
                    .explain();
            for (Recommendation next : model.recommender().recommend(query)) {
                if (next.source() != Source.POPULARITY) {
                    double sum = next.because().stream()
                            .mapToDouble(Contribution::score)
                            .sum();
                    double size = next.because().stream()
                            .mapToDouble(part -> Math.abs(part.score()))
                            .sum();
                    assertThat(sum).isCloseTo(next.score(), within(1e-5 * size));
                    explained++;
                    becauseOfCold += next.because().stream()
                            .filter(part -> part.seed().equals("cold"))
                            .count();
                }
            }
        }
        assertThat(explained).isGreaterThan(1_000);
        assertThat(becauseOfCold).isGreaterThan(500);
    }
}
