package dev.recommender.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.sar.SarTrainer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The users that an evaluation asks for, the rules of the queries, and the items. */
class EvaluatorRulesTest {
    private static final List<UsageEvent> TRAIN = TestEvents.random(60, 12, 600, 1);
    private static final List<UsageEvent> TEST = TestEvents.random(60, 12, 300, 2);

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 25})
    void asManyTestUsersAsWantedAreDrawn(int wanted) {
        Evaluation all = evaluate(Evaluator.create(), TRAIN, TEST);
        assertThat(all.counts().users()).isGreaterThan(25);
        assertThat(all.counts().usersNotDrawn()).isZero();

        Recording some = new Recording();
        Evaluation drawn = Evaluator.create()
                .maxTestUsers(wanted, 3)
                .threads(1)
                .evaluate(some, UsageEvents.of(TRAIN), UsageEvents.of(TEST));
        assertThat(some.asked).hasSize(wanted).isSorted();
        assertThat(drawn.counts().users()).isEqualTo(wanted);
        assertThat(drawn.counts().usersNotDrawn()).isEqualTo(all.counts().users() - wanted);
        assertThat(drawn.parameters()).containsEntry("test users", "at most " + wanted + ", seed 3");
        assertThat(drawn.counts().relevantPairs())
                .isBetween((long) wanted, all.counts().relevantPairs() - 1);
    }

    @Test
    void whoIsDrawnDependsOnTheSeedAndNotOnTheOrderOfEvents() {
        Set<List<String>> draws = new HashSet<>();
        for (int seed = 0; seed < 5; seed++) {
            Recording once = new Recording();
            Recording again = new Recording();
            List<UsageEvent> shuffled = new ArrayList<>(TEST);
            Collections.shuffle(shuffled, new Random(seed));
            Evaluator evaluator = Evaluator.create().maxTestUsers(10, seed).threads(1);
            evaluate(evaluator, once, TRAIN, TEST);
            evaluate(evaluator, again, TRAIN, shuffled);
            assertThat(again.asked).isEqualTo(once.asked);
            draws.add(once.asked);
        }
        assertThat(draws).hasSize(5);
    }

    @Test
    void moreTestUsersThanThereAreChangeNothing() {
        Evaluation all = evaluate(Evaluator.create(), TRAIN, TEST);
        Evaluation most = evaluate(Evaluator.create().maxTestUsers(all.counts().users(), 9), TRAIN, TEST);
        assertThat(most.model()).isEqualTo(all.model());
        assertThat(most.counts()).isEqualTo(all.counts());
        assertThatThrownBy(() -> Evaluator.create().maxTestUsers(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxTestUsers must be at least 1: 0");
    }

    @Test
    void popularityFollowsTheSetsOfTheQueryTemplate() {
        Query template = Query.popular()
                .onlyItems(ItemSet.of("i0", "i1", "i2", "i5"))
                .onlyItems("i1", "i2", "i3", "i5")
                .exclude("i2");
        assertThat(popularItems(template, Catalog.of(List.of()), false)).containsExactlyInAnyOrder("i1", "i5");
    }

    @Test
    void popularityFollowsTheConditionAndTheLimitForCategoriesWhereTheCatalogIsKnown() {
        List<CatalogItem> items = new ArrayList<>();
        for (int item = 0; item < 12; item++) {
            CatalogItem described = CatalogItem.of("i" + item).feature("parity", item % 2 == 0 ? "even" : "odd");
            items.add(item == 11 ? described : described.category(item < 6 ? "low" : "high"));
        }
        Catalog catalog = Catalog.of(items);
        assertThat(popularItems(Query.popular().where(item -> item.has("parity", "odd")), catalog, true))
                .isNotEmpty()
                .isSubsetOf("i1", "i3", "i5", "i7", "i9", "i11");
        // One of each category, and the item without a category.
        assertThat(recommended(Query.popular().maxPerCategory(1), catalog)).isEqualTo(3);
        assertThat(recommended(Query.popular().maxPerCategory(2), catalog)).isEqualTo(5);
        for (Query template :
                List.of(Query.popular().where(item -> true), Query.popular().maxPerCategory(1))) {
            assertThatThrownBy(() -> evaluate(Evaluator.create().query(template), TRAIN, TEST))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("evaluate(trainer, input)");
        }
    }

    @Test
    void eventsOfItemsThatTheCatalogLacksAreLeftOutOfBothParts() {
        Catalog catalog = Catalog.of(List.of(CatalogItem.of("i0"), CatalogItem.of("i1"), CatalogItem.of("i2")));
        TrainingInput input = TrainingInput.of(UsageEvents.of(TRAIN)).catalog(catalog);
        Evaluation skipped = Evaluator.split(Split.random(0.5, 1)).evaluate(new TableTrainer(1), input);
        Evaluation kept = Evaluator.split(Split.random(0.5, 1)).evaluate(new TableTrainer(1), input.keepUnknownItems());
        long known = TRAIN.stream()
                .filter(event -> catalog.item(event.item()).isPresent())
                .count();
        assertThat(skipped.counts().training().orElseThrow().items()).isEqualTo(3);
        assertThat(skipped.counts().training().orElseThrow().events()
                        + skipped.counts().testEvents())
                .isEqualTo(known);
        assertThat(kept.counts().training().orElseThrow().events()
                        + kept.counts().testEvents())
                .isEqualTo(TRAIN.size());
    }

    /** What popularity recommends to somebody. */
    private static Set<String> popularItems(Query template, Catalog catalog, boolean byTraining) {
        Events events = Events.read(UsageEvents.of(TRAIN), UsageEvents.of(TEST));
        Options options = new Options();
        options.query = template;
        TrainingInput train = TrainingInput.of(UsageEvents.of(TRAIN));
        TestSet test = TestSet.of(
                options,
                TestData.read(events, events.sources(), options),
                byTraining ? train.catalog(catalog) : train,
                "given");
        Set<String> ids = new TreeSet<>();
        for (int[] list : RecommendedLists.ofPopular(test).items) {
            for (int item : list) {
                ids.add(events.itemIds()[item]);
            }
        }
        return ids;
    }

    /** How many items popularity recommends to a user who has none of them. */
    private static long recommended(Query template, Catalog catalog) {
        List<UsageEvent> events = new ArrayList<>(
                TRAIN.stream().map(event -> event.at(Instant.ofEpochSecond(1))).toList());
        events.add(UsageEvent.of("newcomer", "i0").at(Instant.ofEpochSecond(2)));
        Evaluation evaluation = Evaluator.split(Split.fixedDate(Instant.ofEpochSecond(2)))
                .query(template)
                .cutoffs(12)
                .evaluate(
                        SarTrainer.create(),
                        TrainingInput.of(UsageEvents.of(events)).catalog(catalog));
        return evaluation.baseline().orElseThrow().recommendations();
    }

    private static Evaluation evaluate(Evaluator evaluator, List<UsageEvent> train, List<UsageEvent> test) {
        return evaluate(evaluator, new Recording(), train, test);
    }

    private static Evaluation evaluate(
            Evaluator evaluator, Recording recommender, List<UsageEvent> train, List<UsageEvent> test) {
        return evaluator.evaluate(recommender, UsageEvents.of(train), UsageEvents.of(test));
    }

    /** Recommends the same to everybody, and remembers who asked. */
    private static final class Recording implements Recommender {
        private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
        private final TableRecommender table = new TableRecommender().list("all", "i3", "i1", "i4");

        @Override
        public Recommendations recommend(Query query) {
            asked.add(query.user().orElseThrow());
            return table.recommend(query.forUser("all"));
        }

        @Override
        public OptionalDouble predict(String user, String item) {
            throw new AssertionError("no ratings were asked for");
        }

        @Override
        public long recommendAll(Iterator<String> users, Query query, BiConsumer<String, Recommendations> sink) {
            throw new AssertionError("the evaluator asks user by user");
        }
    }
}
