package dev.recommender.examples;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Condition;
import dev.recommender.Diversity;
import dev.recommender.EventType;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.util.List;

/** What may be recommended, in which order, and why it is. */
public final class RulesAndReasons {
    private RulesAndReasons() {}

    /** Asks the recommender of a generated shop. */
    public static void main(String[] arguments) {
        Shop shop = Shop.open();
        Catalog catalog = Catalog.of(shop.products());
        Recommender recommender = SarTrainer.builder()
                .coldItems(10)
                .build()
                .train(UsageEvents.of(shop.events()), catalog)
                .model()
                .recommender();

        // Prepare sets once, use them in every query; replace the object when the stock changes.
        ItemSet inStock = catalog.select(item -> item.id().hashCode() % 10 != 0);
        ItemSet season = catalog.select(item -> item.has("theme", "gardening"));
        Query homepage = Query.popular()
                .onlyItems(inStock)
                .boost(season, 1.5)
                .where(Condition.feature("price", "high").negate())
                .maxPerCategory(3)
                .diversity(new Diversity(0.3, 0.2))
                .count(8)
                .explain();

        List<Recommendation> list =
                recommender.recommend(homepage.forUser("c00042").and("p0012", EventType.ADD_SHOP_CART));
        for (Recommendation next : list) {
            String name = catalog.item(next.item()).flatMap(CatalogItem::name).orElse(next.item());
            List<String> because = next.because().stream()
                    .limit(2)
                    .map(part ->
                            catalog.item(part.seed()).flatMap(CatalogItem::name).orElse(part.seed()))
                    .toList();
            System.out.println("You may like the " + name + ", because you looked at the "
                    + String.join(" and the ", because) + ".");
        }
    }
}
