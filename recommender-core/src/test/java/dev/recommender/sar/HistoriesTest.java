package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Histories in the model, outside it, forgotten, and asked for in batches. */
class HistoriesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofDays(10);

    private final List<UsageEvent> events = events();

    @TempDir
    private Path folder;

    @Test
    void onlyTheNewestItemsAreKept() {
        NeighborModel model = train(SarTrainer.builder().historyLimit(2));
        NeighborModel all = train(SarTrainer.builder());
        for (String user : List.of("u3", "u17")) {
            List<String> newest = events.stream()
                    .filter(event -> event.user().equals(user))
                    .sorted((a, b) -> b.time().orElseThrow().compareTo(a.time().orElseThrow()))
                    .map(UsageEvent::item)
                    .distinct()
                    .limit(2)
                    .toList();
            all.items().forEachRemaining(item -> {
                double expected =
                        newest.contains(item) ? all.affinity(user, item).orElseThrow() : 0;
                assertThat(model.affinity(user, item).orElseThrow()).isCloseTo(expected, within(1e-6 * expected));
            });
        }
        assertThat(model.similarity("i1", "i2")).isEqualTo(all.similarity("i1", "i2"));
    }

    @Test
    void aModelWithoutHistoriesKnowsNobodyButAnswersForItems() {
        NeighborModel model = train(SarTrainer.builder().withoutHistories());
        assertThat(model.users()).isExhausted();
        assertThat(model.recommender().recommend(Query.user("u1")).unknownUser())
                .contains("u1");
        assertThat(model.recommender().similarItems("i1", 5)).isNotEmpty();
    }

    @Test
    void anApplicationsHistoriesGiveWhatTheModelsOwnGive() {
        NeighborModel model = train(SarTrainer.builder());
        Recommender outside =
                model.recommender(user -> user.equals("u5") ? Optional.of(historyOf("u5")) : Optional.empty());
        Recommendations own = model.recommender().recommend(Query.user("u5").withoutBackfill());
        Recommendations given = outside.recommend(Query.user("u5").withoutBackfill());
        assertThat(own).isNotEmpty();
        same(given, own, 1);
        assertThat(outside.recommend(Query.user("u6")).unknownUser()).contains("u6");
        same(
                outside.recommend(Query.user("u5").and("i3").withoutBackfill()),
                model.recommender().recommend(Query.user("u5").and("i3").withoutBackfill()),
                1);
    }

    @ParameterizedTest
    @EnumSource(ScoreScale.class)
    void anApplicationIsAskedOnceForEachQueryThatHasAUser(ScoreScale scale) {
        List<String> asked = new ArrayList<>();
        Recommender outside = train(SarTrainer.builder().scoreScale(scale)).recommender(user -> {
            asked.add(user);
            return Optional.of(historyOf(user));
        });
        outside.recommend(Query.user("u5").and("i3"));
        assertThat(asked).containsExactly("u5");
        outside.predict("u6", "i1");
        assertThat(asked).containsExactly("u5", "u6");
        outside.recommend(Query.items("i3"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void aHistoryDecaysUntilTheQuerysMoment() {
        NeighborModel model = train(SarTrainer.builder());
        Instant later = model.metadata().referenceTime().orElseThrow().plus(HALF_LIFE);
        Query query = Query.user("u5").withoutBackfill();
        same(model.recommender().recommend(query.at(later)), model.recommender().recommend(query), 0.5);
    }

    @Test
    void aLiveEventWithoutTimeTakesNoWeightFromTheHistory() {
        NeighborModel model = train(SarTrainer.builder());
        Query query = Query.user("u5").withoutBackfill().count(100).explain();
        Recommendations alone = model.recommender().recommend(query);
        Recommendations live = model.recommender().recommend(query.and("i3"));
        for (Recommendation next : alone) {
            live.stream()
                    .filter(other -> other.item().equals(next.item()))
                    .forEach(other -> assertThat(other.score()).isGreaterThanOrEqualTo(next.score()));
        }
    }

    @Test
    void aForgottenUserLeavesNoTrace() throws IOException {
        NeighborModel model = train(SarTrainer.builder());
        NeighborModel without = model.forget("u5");
        assertThat(without.recommender().recommend(Query.user("u5")).unknownUser())
                .contains("u5");
        assertThat(model.recommender().recommend(Query.user("u5")).unknownUser())
                .isEmpty();
        for (int user = 0; user < 40; user++) {
            if (user != 5) {
                Query query = Query.user("u" + user);
                assertThat(without.recommender().recommend(query))
                        .isEqualTo(model.recommender().recommend(query));
            }
        }
        Path file = folder.resolve("without.model");
        without.save(file);
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(bytes).contains("u4u6").doesNotContain("u4u5u6");
        try (NeighborModel opened = NeighborModel.open(file)) {
            assertThat(opened.recommender().recommend(Query.user("u6")))
                    .isEqualTo(model.recommender().recommend(Query.user("u6")));
        }
        assertThat(model.forget("nobody").recommender().recommend(Query.user("u5")))
                .isEqualTo(model.recommender().recommend(Query.user("u5")));
    }

    /** Whole numbers in a column with gaps are written as decimal ones, and asked for as people know them. */
    @Test
    void theSameNumberOtherwiseWrittenIsNamedForAnUnknownUser() {
        NeighborModel model = SarTrainer.builder()
                .supportThreshold(1)
                .build()
                .train(UsageEvents.of(
                        List.of(UsageEvent.of("17850.0", "i1"), UsageEvent.of("7", "i1"), UsageEvent.of("x.0", "i2"))))
                .model();
        Recommender recommender = model.recommender();
        assertThat(recommender.recommend(Query.user("17850")).nearUser()).contains("17850.0");
        assertThat(recommender.recommend(Query.user("17850")).unknownUser()).contains("17850");
        assertThat(recommender.recommend(Query.user("7.0")).nearUser()).contains("7");
        for (String other : List.of("17850.0", "7", "8", "8.0", "x", "x.0", ".0", "7.00", "17850.", "-7")) {
            assertThat(recommender.recommend(Query.user(other)).nearUser())
                    .as(other)
                    .isEmpty();
        }
        assertThat(model.recommender(user -> Optional.empty())
                        .recommend(Query.user("17850"))
                        .nearUser())
                .isEmpty();
        assertThat(model.forget("17850.0")
                        .recommender()
                        .recommend(Query.user("17850"))
                        .nearUser())
                .isEmpty();
    }

    @Test
    void theSameNumberOtherwiseWrittenIsNamedForEachUnknownItem() {
        NeighborModel model = SarTrainer.builder()
                .supportThreshold(1)
                .build()
                .train(UsageEvents.of(List.of(UsageEvent.of("u", "22423"), UsageEvent.of("u", "7.0"))))
                .model();
        Recommendations some = model.recommender().recommend(Query.items("8.0", "7", "22423", "x", "22423.0", "7"));

        assertThat(some.unknownItems()).containsExactly("8.0", "7", "x", "22423.0", "7");
        assertThat(some.nearItems()).containsExactly(Map.entry("7", "7.0"), Map.entry("22423.0", "22423"));
        assertThat(model.recommender().similarItems("7", 3).nearItems()).containsExactly(Map.entry("7", "7.0"));
        assertThat(model.recommender().recommend(Query.items("22423")).nearItems())
                .isEmpty();
    }

    @Test
    void aBatchAnswersLikeSingleQueriesInOrderAndReadsOnlyALittleAhead() {
        NeighborModel model = train(SarTrainer.builder());
        AtomicInteger read = new AtomicInteger();
        Iterator<String> users = IntStream.range(0, 5_000)
                .peek(ignored -> read.incrementAndGet())
                .mapToObj(number -> "u" + number % 45)
                .iterator();
        AtomicInteger seen = new AtomicInteger();
        long answered = model.recommender().recommendAll(users, Query.popular().count(3), (user, list) -> {
            assertThat(user).isEqualTo("u" + seen.getAndIncrement() % 45);
            assertThat(list)
                    .isEqualTo(model.recommender().recommend(Query.user(user).count(3)));
            assertThat(list.unknownUser().isPresent()).isEqualTo(Integer.parseInt(user.substring(1)) >= 40);
            assertThat(read.get() - seen.get()).isLessThan(5_000 / 2);
        });
        assertThat(answered).isEqualTo(5_000);
    }

    @Test
    void aBatchEndsWithTheSinksException() {
        NeighborModel model = train(SarTrainer.builder());
        Iterator<String> users =
                IntStream.range(0, 5_000).mapToObj(number -> "u1").iterator();
        Assertions.assertThatIllegalStateException()
                .isThrownBy(() -> model.recommender().recommendAll(users, Query.popular(), (user, list) -> {
                    throw new IllegalStateException("full");
                }))
                .withMessage("full");
        assertThat(users.hasNext()).isTrue();
    }

    private List<Seed> historyOf(String user) {
        return events.stream()
                .filter(event -> event.user().equals(user))
                .map(event -> Seed.of(event.item())
                        .weight(event.weight().orElseThrow())
                        .at(event.time().orElseThrow()))
                .toList();
    }

    private static void same(List<Recommendation> actual, List<Recommendation> expected, double factor) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int rank = 0; rank < actual.size(); rank++) {
            double score = expected.get(rank).score() * factor;
            assertThat(actual.get(rank).score()).isCloseTo(score, within(1e-6 * score));
        }
    }

    private NeighborModel train(SarTrainer.Builder builder) {
        return builder.supportThreshold(2)
                .decayHalfLife(HALF_LIFE)
                .build()
                .train(UsageEvents.of(events))
                .model();
    }

    private static List<UsageEvent> events() {
        Random random = new Random(9);
        List<UsageEvent> events = new ArrayList<>();
        for (int event = 0; event < 700; event++) {
            events.add(UsageEvent.of("u" + random.nextInt(40), "i" + (int) (25 * Math.pow(random.nextDouble(), 2)))
                    .weight(1 + random.nextInt(3))
                    .at(START.plusSeconds(random.nextInt(5_000_000))));
        }
        return events;
    }
}
