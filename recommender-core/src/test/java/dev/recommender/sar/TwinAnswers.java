package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.CatalogItem;
import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.neighbors.NeighborModel;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Random queries, to which an engine and its twin give the same answers. */
public final class TwinAnswers {
    private TwinAnswers() {}

    public static void requireSame(
            NeighborModel model, BruteForceSar twin, Query query, Map<String, CatalogItem> catalog) {
        Recommendations answer = model.recommender().recommend(query);
        List<BruteForceSar.Scored> expected = twin.recommend(query, catalog);
        assertThat(answer).hasSameSizeAs(expected);
        double scale = 1e-9
                        * twin.seeds(query).values().stream()
                                .mapToDouble(Math::abs)
                                .sum()
                + 1e-300;
        for (int rank = 0; rank < expected.size(); rank++) {
            Recommendation ours = answer.get(rank);
            assertThat(ours.score())
                    .as("rank %d", rank)
                    .isCloseTo(
                            expected.get(rank).score(),
                            within(1e-9 * Math.abs(expected.get(rank).score()) + scale));
            if (!ours.item().equals(expected.get(rank).item())) {
                BruteForceSar.Scored other = expected.stream()
                        .filter(scored -> scored.item().equals(ours.item()))
                        .findFirst()
                        .orElse(expected.get(expected.size() - 1));
                assertThat(other.score())
                        .as("tie at rank %d", rank)
                        .isCloseTo(ours.score(), within(2e-9 * Math.abs(ours.score()) + scale));
            }
            if (query.explains() && ours.source() == Recommendation.Source.MODEL) {
                double sum =
                        ours.because().stream().mapToDouble(Contribution::score).sum();
                double size = ours.because().stream()
                        .mapToDouble(part -> Math.abs(part.score()))
                        .sum();
                assertThat(sum).isCloseTo(ours.score(), within(1e-9 * size));
            }
        }
        for (int rank = 1; rank < answer.size(); rank++) {
            Recommendation before = answer.get(rank - 1);
            Recommendation after = answer.get(rank);
            if (before.score() == after.score() && after.score() > 0) {
                assertThat(twin.items.indexOf(before.item()))
                        .as("of equal scores the more popular item comes first")
                        .isLessThan(twin.items.indexOf(after.item()));
            }
        }
        assertThat(new HashSet<>(answer.unknownItems())).isEqualTo(twin.unknown(query));
        boolean known = query.user().map(twin.affinities::containsKey).orElse(true);
        assertThat(answer.unknownUser()).isEqualTo(known ? Optional.empty() : query.user());
        Recommendations longest = model.recommender().recommend(query.count(twin.items.size() + 3));
        for (int count = 1; count <= twin.items.size() + 3; count++) {
            List<Recommendation> prefix = longest.subList(0, Math.min(longest.size(), count));
            if (!model.recommender().recommend(query.count(count)).equals(prefix)) {
                fail("the best " + count + " are no prefix of " + longest);
            }
        }
    }

    public static Query query(RandomShop shop, BruteForceSar twin) {
        Random random = shop.random;
        Query query = random.nextBoolean() ? Query.user(shop.user()) : Query.popular();
        for (int seeds = random.nextInt(4); seeds > 0; seeds--) {
            Seed seed = Seed.of(shop.item());
            seed = random.nextBoolean() ? seed.at(shop.time()) : seed;
            seed = random.nextBoolean() ? seed.type(EventType.REMOVE_SHOP_CART) : seed;
            query = query.and(random.nextInt(3) == 0 ? seed.weight(random.nextInt(7) - 2) : seed);
        }
        query = query.seeds().size() % 3 == 2 ? query.recency(shop.recency()) : query;
        query = query.count(1 + random.nextInt(shop.items + 3));
        query = random.nextInt(3) == 0 ? query.includeSeen() : query;
        query = random.nextInt(3) == 0 ? query.withoutBackfill() : query;
        query = random.nextInt(4) == 0 ? query.at(shop.time()) : query;
        query = random.nextInt(3) == 0 ? query.onlyItems(some(twin, random)) : query;
        query = random.nextInt(3) == 0 ? query.exclude(some(twin, random)) : query;
        query = random.nextInt(3) == 0 ? query.boost(some(twin, random), 0.5 + random.nextInt(4)) : query;
        query = random.nextInt(4) == 0 ? query.where(item -> item.has("f1", "v1")) : query;
        query = random.nextInt(5) == 0 ? query.minScore(random.nextInt(3) / 10.0) : query;
        return random.nextBoolean() ? query.explain() : query;
    }

    private static ItemSet some(BruteForceSar twin, Random random) {
        List<String> some = new ArrayList<>(List.of("unheard of"));
        twin.items.stream().filter(item -> random.nextBoolean()).forEach(some::add);
        return ItemSet.of(some);
    }
}
