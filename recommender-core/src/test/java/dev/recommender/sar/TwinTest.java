package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Engine and {@link BruteForceSar} agree on seeded random events, with every option and every rule mixed. */
class TwinTest {
    private static final int QUERIES = 12;

    static LongStream firstSeeds() {
        return LongStream.range(0, 12);
    }

    static LongStream moreSeeds() {
        return LongStream.range(12, 400);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void engineAndTwinAgree(long seed) {
        RandomShop shop = new RandomShop(seed);
        requireSame(shop, shop.options());
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void engineAndTwinAgreeOnMoreShops(long seed) {
        engineAndTwinAgree(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void engineAndTwinAgreeWhereOrderCounts(long seed) {
        RandomShop shop = RandomShop.timed(seed);
        requireSame(shop, shop.sequentialOptions());
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void engineAndTwinAgreeWhereOrderCountsOnMoreShops(long seed) {
        engineAndTwinAgreeWhereOrderCounts(seed);
    }

    private static void requireSame(RandomShop shop, SarOptions options) {
        boolean withCatalog = shop.random.nextBoolean();
        List<CatalogItem> catalog = withCatalog ? shop.catalog : List.of();
        TrainingInput input = TrainingInput.of(UsageEvents.of(shop.events)).keepUnknownItems();
        input = withCatalog ? input.catalog(Catalog.of(catalog)) : input;
        NeighborModel model =
                SarTrainer.of(options, 1 + shop.random.nextInt(3)).train(input).model();
        BruteForceSar twin = new BruteForceSar(shop.events, catalog, options);

        sameSimilarities(model, twin);
        Map<String, CatalogItem> byId =
                catalog.stream().collect(Collectors.toMap(CatalogItem::id, Function.identity()));
        for (int round = 0; round < QUERIES; round++) {
            TwinAnswers.requireSame(model, twin, TwinAnswers.query(shop, twin), byId);
        }
    }

    private static void sameSimilarities(NeighborModel model, BruteForceSar twin) {
        List<String> items = new ArrayList<>();
        model.items().forEachRemaining(items::add);
        assertThat(items).containsExactlyElementsOf(twin.items);
        for (int i = 0; i < items.size(); i++) {
            assertThat(model.frequency(items.get(i)).orElseThrow()).isEqualTo(twin.frequency[i]);
            for (int j = 0; j < items.size(); j++) {
                assertThat((float) model.similarity(items.get(i), items.get(j)).orElseThrow())
                        .as("similarity of %s to %s", items.get(j), items.get(i))
                        .isEqualTo(twin.similarity[i][j]);
            }
        }
    }
}
