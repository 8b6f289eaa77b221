package dev.recommender.internal.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Diversity;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.RandomShop;
import dev.recommender.sar.SarModels;
import dev.recommender.sar.SarTrainer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rules about whole lists, against greedy twins over the whole ranking, on seeded random shops. */
class ListRulesTest {
    private static final int ALL = 1000;

    static LongStream firstSeeds() {
        return categorized(1000, 1010);
    }

    static LongStream moreSeeds() {
        return categorized(1010, 1120);
    }

    private static LongStream categorized(long from, long to) {
        return LongStream.range(from, to)
                .filter(seed -> new RandomShop(seed)
                        .catalog.stream().anyMatch(item -> item.category().isPresent()));
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void eachCategoryIsCappedGreedilyAndListsAreAsLongAsTheyCanBe(long seed) {
        Shop shop = new Shop(seed);
        int cap = 1 + shop.random.random.nextInt(3);
        for (Query query : shop.queries()) {
            List<Recommendation> ranking = shop.recommender.recommend(query.count(ALL));
            List<String> expected = new ArrayList<>();
            Map<String, Integer> taken = new HashMap<>();
            for (Recommendation next : ranking) {
                String category = shop.category(next.item());
                if (category.isEmpty() || taken.merge(category, 1, Integer::sum) <= cap) {
                    expected.add(next.item());
                }
            }
            Query capped = query.maxPerCategory(cap);
            for (int count = 1; count <= expected.size() + 2; count++) {
                assertThat(items(shop.recommender.recommend(capped.count(count))))
                        .isEqualTo(expected.subList(0, Math.min(count, expected.size())));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void eachCategoryIsCappedGreedilyOnMoreShops(long seed) {
        eachCategoryIsCappedGreedilyAndListsAreAsLongAsTheyCanBe(seed);
    }

    @Test
    void aLimitForCategoriesThatThereAreNotIsRefused() {
        List<UsageEvent> events = List.of(UsageEvent.of("u", "a"), UsageEvent.of("v", "a"));
        try (NeighborModel model = SarModels.train(SarTrainer.builder(), events)) {
            assertThatThrownBy(
                            () -> model.recommender().recommend(Query.popular().maxPerCategory(2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("maxPerCategory has no effect: no item of this model has a category");
        }
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void diversityFollowsItsFormulaWithinItsBound(long seed) {
        Shop shop = new Shop(seed);
        double loss = shop.random.random.nextInt(5) / 4.0;
        Diversity diversity = new Diversity(shop.random.random.nextInt(5) / 4.0, loss);
        for (Query plain : shop.queries()) {
            Query query = plain.withoutBackfill();
            List<Recommendation> ranking = shop.recommender.recommend(query.count(ALL));
            List<String> expected = shop.diversified(ranking, diversity);
            for (int count = 1; count <= expected.size() + 1; count++) {
                List<Recommendation> list =
                        shop.recommender.recommend(query.diversity(diversity).count(count));
                assertThat(items(list)).isEqualTo(expected.subList(0, Math.min(count, expected.size())));
                double kept = list.stream().mapToDouble(Recommendation::score).sum();
                double best = ranking.stream()
                        .limit(count)
                        .mapToDouble(Recommendation::score)
                        .sum();
                assertThat(kept).isGreaterThanOrEqualTo((1 - loss) * best - 1e-9 * best);
            }
            assertThat(shop.recommender.recommend(query.diversity(new Diversity(0, 1))))
                    .isEqualTo(shop.recommender.recommend(query));
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void diversityFollowsItsFormulaOnMoreShops(long seed) {
        diversityFollowsItsFormulaWithinItsBound(seed);
    }

    @ParameterizedTest
    @MethodSource("firstSeeds")
    void diversityKeepsToCategoriesAndBackfillComesLast(long seed) {
        Shop shop = new Shop(seed);
        for (Query query : shop.queries()) {
            List<Recommendation> list = shop.recommender.recommend(
                    query.diversity(new Diversity(0.7, 0.5)).maxPerCategory(2).count(ALL));
            Map<String, Long> counts = list.stream()
                    .map(next -> shop.category(next.item()))
                    .filter(category -> !category.isEmpty())
                    .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
            assertThat(counts.values()).allMatch(count -> count <= 2);
            boolean filling = false;
            for (Recommendation next : list) {
                filling |= next.source() == Recommendation.Source.POPULARITY;
                assertThat(next.source() == Recommendation.Source.POPULARITY).isEqualTo(filling);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("moreSeeds")
    @Tag("slow")
    void diversityKeepsToCategoriesOnMoreShops(long seed) {
        diversityKeepsToCategoriesAndBackfillComesLast(seed);
    }

    private static List<String> items(List<Recommendation> list) {
        return list.stream().map(Recommendation::item).toList();
    }

    /** A random shop with categories, trained. */
    private static final class Shop {
        final RandomShop random;
        final NeighborModel model;
        final Recommender recommender;
        private final Map<String, CatalogItem> catalog;

        Shop(long seed) {
            random = new RandomShop(seed);
            catalog = random.catalog.stream().collect(Collectors.toMap(CatalogItem::id, Function.identity()));
            SarTrainer trainer =
                    SarTrainer.builder().supportThreshold(1).withoutDecay().build();
            model = trainer.train(TrainingInput.of(UsageEvents.of(random.events))
                            .catalog(Catalog.of(random.catalog))
                            .keepUnknownItems())
                    .model();
            recommender = model.recommender();
        }

        List<Query> queries() {
            return List.of(
                    Query.user(random.user()),
                    Query.items(random.item(), random.item()),
                    Query.user(random.user()).and(random.item()).includeSeen(),
                    Query.popular());
        }

        String category(String item) {
            return catalog.containsKey(item) ? catalog.get(item).category().orElse("") : "";
        }

        /** Maximal marginal relevance as {@link Diversity} defines it. */
        List<String> diversified(List<Recommendation> ranking, Diversity diversity) {
            List<Recommendation> left = new ArrayList<>(ranking);
            List<String> picked = new ArrayList<>();
            while (!left.isEmpty()) {
                double least = (1 - diversity.maxLoss()) * left.get(0).score();
                Recommendation chosen = left.get(0);
                double best = Double.NEGATIVE_INFINITY;
                for (Recommendation candidate : left) {
                    double closest = picked.stream()
                            .mapToDouble(item -> likeness(item, candidate.item()))
                            .max()
                            .orElse(0);
                    double relevance = (1 - diversity.strength())
                                    * candidate.score()
                                    / ranking.get(0).score()
                            - diversity.strength() * closest;
                    if (candidate.score() >= least && relevance > best) {
                        chosen = candidate;
                        best = relevance;
                    }
                }
                left.remove(chosen);
                picked.add(chosen.item());
            }
            return picked;
        }

        private double likeness(String left, String right) {
            double own = Math.max(
                    model.similarity(left, left).orElseThrow(),
                    model.similarity(right, right).orElseThrow());
            double similarity = Math.max(
                    model.similarity(left, right).orElseThrow(),
                    model.similarity(right, left).orElseThrow());
            return own <= 0 ? 0 : Math.max(0, Math.min(1, similarity / own));
        }
    }
}
