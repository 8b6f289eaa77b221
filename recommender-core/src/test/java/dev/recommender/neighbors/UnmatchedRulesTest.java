package dev.recommender.neighbors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Condition;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnmatchedRulesTest {
    @Test
    void rulesThatCanMatchNothingAreNamed() {
        try (NeighborModel model = SmallModels.full()) {
            Query query = Query.items("a")
                    .onlyItems("x", "y")
                    .exclude("z")
                    .boost(ItemSet.of("1", "2", "3", "4", "5", "6", "7"), 2)
                    .where(Condition.category("first", "frist"))
                    .where(Condition.feature("color", "red").negate())
                    .where(Condition.any(
                            Condition.feature("colour", "red", "green"), Condition.all(Condition.feature("size"))));

            assertThat(model.recommender().recommend(query).unmatched())
                    .containsExactly(
                            "onlyItems: the model knows no item of this set: x, y",
                            "exclude: the model knows no item of this set: z",
                            "boost: the model knows no item of this set: 1, 2, 3, 4, 5 and 2 more",
                            "where: no item has the category \"frist\"",
                            "where: no item has the feature \"color\"",
                            "where: no item's feature \"colour\" has the value \"green\"",
                            "where: no item has the feature \"size\"");
        }
    }

    @Test
    void rulesThatMatchSomethingAreNotNamed() {
        try (NeighborModel model = SmallModels.full()) {
            Query query = Query.items("a")
                    .onlyItems("b")
                    .exclude(ItemSet.of())
                    .boost(ItemSet.of("c"), 2)
                    .where(Condition.category("first").or(Condition.feature("colour", "blue")))
                    .where(Condition.feature("colour"))
                    .where(item -> false);

            assertThat(model.recommender().recommend(query).unmatched()).isEmpty();
            assertThat(model.recommender().recommend(Query.items("a")).unmatched())
                    .isEmpty();
        }
    }

    @Test
    void theFirstUnknownIdsOfASetThatIsPartlyKnownAreNamed() {
        try (NeighborModel model = SmallModels.full()) {
            ItemSet set = ItemSet.of("1", "b", "2", "3", "c", "1", "4", "5", "6");
            Query query = Query.items("a").onlyItems(set).exclude("c", "x").boost(set, 2);

            for (int time = 0; time < 2; time++) {
                assertThat(model.recommender().recommend(query).unmatched())
                        .containsExactly(
                                "onlyItems: the model does not know 6 items of this set: 1, 2, 3, 4, 5 and 1 more",
                                "exclude: the model does not know 1 item of this set: x",
                                "boost: the model does not know 6 items of this set: 1, 2, 3, 4, 5 and 1 more");
            }
            assertThat(model.recommender().recommend(query))
                    .extracting(each -> each.item())
                    .containsExactly("b");
        }
    }

    /** A name of an item, and a value of another feature, are no value of this one. */
    @Test
    void aTextOfTheCatalogInAnotherPlaceIsNotAMatch() {
        try (NeighborModel model = SmallModels.full()) {
            Condition condition = Condition.all(
                    Condition.category("red"), Condition.feature("first"), Condition.feature("colour", "Item a"));

            assertThat(model.recommender()
                            .recommend(Query.popular().where(condition))
                            .unmatched())
                    .hasSize(3);
        }
    }

    @Test
    void aModelWithoutACatalogMatchesNoCondition() {
        SarTrainer trainer = SarTrainer.builder().supportThreshold(1).build();
        try (NeighborModel model =
                trainer.train(UsageEvents.of(List.of(UsageEvent.of("u", "a")))).model()) {
            Query query = Query.popular().where(Condition.category("first"));

            assertThat(model.recommender().recommend(query).unmatched())
                    .containsExactly("where: no item has the category \"first\"");
        }
    }

    @Test
    void aRandomCatalogsWordsAreFoundAsASearchOfAllItemsFindsThem() {
        for (long seed = 1; seed <= 30; seed++) {
            Random random = new Random(seed);
            List<CatalogItem> items = new ArrayList<>();
            List<UsageEvent> events = new ArrayList<>();
            for (int item = 0; item < 1 + random.nextInt(6); item++) {
                items.add(described(random, "i" + item));
                events.add(UsageEvent.of("u", "i" + item));
            }
            SarTrainer trainer = SarTrainer.builder().supportThreshold(1).build();
            TrainingInput input = TrainingInput.of(UsageEvents.of(events)).catalog(Catalog.of(items));
            try (NeighborModel model = trainer.train(input).model()) {
                for (int word = 0; word < 5; word++) {
                    for (int value = 0; value < 5; value++) {
                        assertFound(model, items, Condition.category("t" + word));
                        assertFound(model, items, Condition.feature("t" + word));
                        if (items.stream().anyMatch(Condition.feature("t" + word))) {
                            assertFound(model, items, Condition.feature("t" + word, "t" + value));
                        }
                    }
                }
            }
        }
    }

    private static void assertFound(NeighborModel model, List<CatalogItem> items, Condition condition) {
        assertThat(model.recommender()
                        .recommend(Query.popular().where(condition))
                        .unmatched())
                .as("%s of %s", condition, items)
                .hasSize(items.stream().anyMatch(condition) ? 0 : 1);
    }

    private static CatalogItem described(Random random, String id) {
        CatalogItem item = CatalogItem.of(id);
        item = random.nextBoolean() ? item.name("t" + random.nextInt(5)) : item;
        item = random.nextBoolean() ? item.category("t" + random.nextInt(5)) : item;
        for (int feature = random.nextInt(3); feature > 0; feature--) {
            item = item.feature("t" + random.nextInt(5), "t" + random.nextInt(5));
        }
        return item;
    }
}
