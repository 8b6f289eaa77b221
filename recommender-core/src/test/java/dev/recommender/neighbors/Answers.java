package dev.recommender.neighbors;

import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Seed;
import java.util.Iterator;

/** Everything that a model can be asked, as text: two models with the same text answer the same. */
public final class Answers {
    private Answers() {}

    public static String of(NeighborModel model) {
        StringBuilder text = new StringBuilder();
        text.append(model.metadata()).append('\n');
        for (Iterator<String> items = model.items(); items.hasNext(); ) {
            String item = items.next();
            text.append(item).append(model.frequency(item)).append(model.similarity(item, item));
            text.append(model.item(item)).append('\n');
            if (!item.isBlank()) {
                text.append(model.recommender().similarItems(item, 20)).append('\n');
                Query query = Query.items(item).includeSeen().where(described -> true);
                query = model.item(item).flatMap(CatalogItem::category).isPresent() ? query.maxPerCategory(2) : query;
                text.append(model.recommender().recommend(query)).append('\n');
            }
        }
        for (Iterator<String> users = model.users(); users.hasNext(); ) {
            String user = users.next();
            if (!user.isBlank()) {
                Query query =
                        Query.user(user).and(Seed.of("b").weight(2)).count(50).explain();
                text.append(user).append(model.recommender().recommend(query)).append('\n');
                text.append(model.similarUsers(user, 3))
                        .append(model.recommender().predict(user, "b"));
                text.append(model.forget(user).activeUsers(3)).append('\n');
            }
        }
        return text.append(model.recommender().recommend(Query.popular().count(50)))
                .toString();
    }
}
