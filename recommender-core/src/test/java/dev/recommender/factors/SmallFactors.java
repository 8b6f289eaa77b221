package dev.recommender.factors;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.als.AlsTrainer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Models of vectors of a few items that use every section of the model file, and all that they can be asked. */
public final class SmallFactors {
    private SmallFactors() {}

    public static FactorModel full(VectorPrecision precision) {
        List<UsageEvent> events = new ArrayList<>();
        String[] histories = {"ab", "abc", "bcd", "aad", "bé", "e"};
        for (int user = 0; user < histories.length; user++) {
            for (int at = 0; at < histories[user].length(); at++) {
                events.add(UsageEvent.of("user-" + user, histories[user].substring(at, at + 1))
                        .at(Instant.ofEpochSecond(1_700_000_000 - 86_400L * (3 * user + at))));
            }
        }
        events.add(UsageEvent.of("user-1", "d").at(Instant.EPOCH));
        List<CatalogItem> catalog = new ArrayList<>();
        for (String id : List.of("a", "b", "c", "d", "cold")) {
            catalog.add(CatalogItem.of(id)
                    .name("Item " + id)
                    .category("ab".contains(id) ? "first" : "last")
                    .feature("colour", "ac".contains(id) ? "red" : "blue"));
        }
        return AlsTrainer.builder()
                .factors(8)
                .iterations(3)
                .placedByFeatures()
                .precision(precision)
                .decayHalfLife(Duration.ofDays(30))
                .build()
                .train(TrainingInput.of(UsageEvents.of(events))
                        .catalog(Catalog.of(catalog))
                        .keepUnknownItems())
                .model();
    }

    /** Everything that a model can be asked, as text: two models with the same text answer the same. */
    public static String answers(TrainedModel model) {
        FactorModel factors = (FactorModel) model;
        StringBuilder text = new StringBuilder();
        text.append(model.metadata()).append(factors.factors()).append('\n');
        for (Iterator<String> items = model.items(); items.hasNext(); ) {
            String item = items.next();
            text.append(item).append(model.item(item));
            text.append(factors.itemVector(item).map(Arrays::toString)).append('\n');
            if (!item.isBlank()) {
                text.append(model.recommender().similarItems(item, 20)).append('\n');
                text.append(model.recommender().recommend(Query.items(item).includeSeen()))
                        .append('\n');
            }
        }
        for (Iterator<String> users = model.users(); users.hasNext(); ) {
            String user = users.next();
            if (!user.isBlank()) {
                Query query =
                        Query.user(user).and(Seed.of("b").weight(2)).count(50).explain();
                text.append(user).append(model.recommender().recommend(query)).append('\n');
                text.append(model.recommender().recommend(Query.user(user)));
                text.append(factors.userVector(user).map(Arrays::toString));
                text.append(factors.similarUsers(user, 3))
                        .append(model.recommender().predict(user, "b"));
                text.append(factors.forget(user).similarUsers("user-2", 3)).append('\n');
            }
        }
        return text.append(model.recommender().recommend(Query.popular().count(50)))
                .toString();
    }
}
