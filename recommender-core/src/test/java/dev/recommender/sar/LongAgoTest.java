package dev.recommender.sar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.ItemSet;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.Recommender;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.neighbors.NeighborModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decay loses nothing: whatever the half-life, items rank as their exact scores do, compared with numbers without limits. */
@Tag("slow")
class LongAgoTest {
    private static final Instant NEWEST = Instant.parse("2024-01-01T00:00:00Z");
    private static final long DAY = 86_400_000;
    private static final List<Long> HALF_LIVES =
            List.of(1L, 7L, 1000L, 3_600_000L, DAY, DAY * 21 / 20, 3 * DAY, 7 * DAY, 30 * DAY, 3_652_500 * DAY);
    private static final double TOLERANCE = 1e-5;

    @TempDir
    private Path folder;

    /** A small shop with events over a span of time, and a query for one of its users. */
    private static final class Shop {
        final Random random;
        final long halfLife;
        final long span;
        final List<UsageEvent> events = new ArrayList<>();

        Shop(long seed) {
            random = new Random(seed);
            halfLife = HALF_LIVES.get((int) (seed % HALF_LIVES.size()));
            span = List.of(1000L, DAY, 1000 * DAY, 20_000 * DAY).get(random.nextInt(4));
            int users = 2 + random.nextInt(10);
            int items = 3 + random.nextInt(12);
            for (int number = 0; number < users * 6; number++) {
                UsageEvent event = UsageEvent.of("u" + random.nextInt(users), "i" + random.nextInt(items));
                event = random.nextInt(12) == 0 ? event : event.at(time());
                events.add(random.nextInt(3) == 0 ? event.weight(1 + random.nextInt(4)) : event);
            }
            events.add(UsageEvent.of("newest", "i0").at(NEWEST));
        }

        /** Some of the times are close to each other. */
        Instant time() {
            long age = (long) (span * (random.nextBoolean() ? random.nextDouble() : Math.pow(random.nextDouble(), 20)));
            return NEWEST.minusMillis(age);
        }

        NeighborModel train(ScoreScale scale) {
            return SarTrainer.builder()
                    .supportThreshold(1)
                    .scoreScale(scale)
                    .decayHalfLife(Duration.ofMillis(halfLife))
                    .referenceTime(NEWEST)
                    .build()
                    .train(UsageEvents.of(events))
                    .model();
        }

        Query query() {
            Query query = random.nextInt(8) == 0 ? Query.popular() : Query.user("u" + random.nextInt(11));
            for (int live = random.nextInt(3); live > 0; live--) {
                Seed seed = Seed.of("i" + random.nextInt(15));
                query = query.and(random.nextBoolean() ? seed.at(time()) : seed.weight(random.nextInt(4)));
            }
            if (random.nextInt(3) == 0) {
                query = query.at(NEWEST.plusMillis((long) (span * random.nextDouble())));
            }
            if (random.nextInt(3) == 0) {
                query = query.boost(ItemSet.of("i1", "i4"), Math.pow(10, random.nextInt(13) - 6));
            }
            query = random.nextInt(3) == 0 ? query.includeSeen() : query;
            return query.count(100);
        }

        /** The exact affinity of each seed of a query. */
        Map<String, ExactDecay> seeds(Query query) {
            Map<String, ExactDecay> seeds = new TreeMap<>();
            long now = query.at().orElse(NEWEST).toEpochMilli();
            for (UsageEvent event : events) {
                if (query.user().equals(Optional.of(event.user()))) {
                    long since = now - NEWEST.toEpochMilli();
                    long age =
                            event.time().map(time -> now - time.toEpochMilli()).orElse(since);
                    seeds.merge(event.item(), ExactDecay.of(event.weight().orElse(1), age, halfLife), ExactDecay::plus);
                }
            }
            for (Seed seed : query.seeds()) {
                long age = seed.time().map(time -> now - time.toEpochMilli()).orElse(0L);
                seeds.merge(seed.item(), ExactDecay.of(seed.weight().orElse(1), age, halfLife), ExactDecay::plus);
            }
            return seeds;
        }
    }

    /** The exact scores of the items that may be recommended and have a positive one. */
    private static Map<String, ExactDecay> scores(Shop shop, NeighborModel model, Query query) {
        Map<String, ExactDecay> seeds = shop.seeds(query);
        Map<String, ExactDecay> scores = new LinkedHashMap<>();
        model.items().forEachRemaining(item -> {
            ExactDecay score = ExactDecay.ZERO;
            for (Map.Entry<String, ExactDecay> seed : seeds.entrySet()) {
                double similarity = model.similarity(seed.getKey(), item).orElse(0);
                score = score.plus(seed.getValue().times(similarity));
            }
            for (Query.Boost boost : query.boosts()) {
                score = boost.items().ids().contains(item) ? score.times(boost.factor()) : score;
            }
            if (score.sign() > 0 && (query.includesSeen() || !seeds.containsKey(item))) {
                scores.put(item, score);
            }
        });
        return scores;
    }

    private static void requireOrder(Map<String, ExactDecay> scores, List<Recommendation> list, String what) {
        List<Recommendation> scored =
                list.stream().filter(next -> next.source() != Source.POPULARITY).toList();
        assertThat(scored)
                .as(what)
                .extracting(Recommendation::item)
                .containsExactlyInAnyOrderElementsOf(scores.keySet());
        assertThat(list.subList(0, scored.size())).as(what).isEqualTo(scored);
        for (int rank = 1; rank < scored.size(); rank++) {
            ExactDecay before = scores.get(scored.get(rank - 1).item());
            ExactDecay after = scores.get(scored.get(rank).item());
            assertThat(before.times(1 + TOLERANCE).minus(after).sign())
                    .as(what + ", " + scored.get(rank - 1) + " before " + scored.get(rank))
                    .isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void itemsRankAsTheirExactScoresDo(int part) throws IOException {
        int wide = 0;
        for (int seed = part * 150; seed < (part + 1) * 150; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel model = reopened(shop.train(ScoreScale.RAW));
            for (int number = 0; number < 6; number++) {
                Query query = shop.query();
                String what = "shop " + seed + ", half-life " + shop.halfLife + ", " + query;
                Map<String, ExactDecay> scores = scores(shop, model, query);
                List<Recommendation> list = model.recommender().recommend(query);
                requireOrder(scores, list, what);
                double previous = Double.MAX_VALUE;
                for (Recommendation next : list) {
                    if (next.source() == Source.POPULARITY) {
                        continue;
                    }
                    double exact = scores.get(next.item()).toDouble();
                    wide += exact == 0 ? 1 : 0;
                    assertThat(next.score())
                            .as(what)
                            .isPositive()
                            .isLessThanOrEqualTo(previous)
                            .isCloseTo(exact, within(TOLERANCE * exact + Double.MIN_VALUE));
                    previous = next.score();
                }
            }
        }
        assertThat(wide).as("scores below the range of doubles").isGreaterThan(300);
    }

    @ParameterizedTest
    @EnumSource(ScoreScale.class)
    void everyScaleRanksAlikeAndExplainsItsScores(ScoreScale scale) {
        for (int seed = 0; seed < 150; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel model = shop.train(scale);
            NeighborModel raw = shop.train(ScoreScale.RAW);
            for (int number = 0; number < 5; number++) {
                Query query = shop.query().explain();
                List<Recommendation> list = model.recommender().recommend(query);
                List<Recommendation> expected = raw.recommender().recommend(query);
                String what = "shop " + seed + ", half-life " + shop.halfLife + ", " + query;
                assertThat(list)
                        .as(what)
                        .extracting(Recommendation::item)
                        .isEqualTo(expected.stream().map(Recommendation::item).toList());
                for (Recommendation next : list) {
                    assertThat(next.score()).as(what).isFinite();
                    if (next.source() == Source.POPULARITY) {
                        continue;
                    }
                    assertThat(next.because()).as(what).isNotEmpty().allMatch(part -> part.affinity() > 0);
                    double sum = next.because().stream()
                            .mapToDouble(part -> part.score())
                            .sum();
                    if (scale != ScoreScale.RATING) {
                        assertThat(next.score()).isPositive();
                        assertThat(sum)
                                .as(what)
                                .isCloseTo(next.score(), within(1e-9 * next.score() + 100 * Double.MIN_VALUE));
                    }
                    if (query.user().isPresent()
                            && query.seeds().isEmpty()
                            && query.boosts().isEmpty()
                            && query.at().isEmpty()) {
                        double predicted = model.recommender()
                                .predict(query.user().get(), next.item())
                                .orElseThrow();
                        assertThat(predicted)
                                .as(what)
                                .isCloseTo(next.score(), within(1e-9 * Math.abs(next.score()) + 1e-300));
                    }
                }
            }
        }
    }

    @Test
    void anApplicationsHistoriesRankAsTheModelsOwn() {
        for (int seed = 0; seed < 200; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel model = shop.train(ScoreScale.RAW);
            Recommender outside = model.recommender(user -> Optional.of(shop.events.stream()
                    .filter(event -> event.user().equals(user))
                    .map(event -> {
                        Seed past = Seed.of(event.item()).weight(event.weight().orElse(1));
                        return past.at(event.time().orElse(NEWEST));
                    })
                    .toList()));
            Query query = Query.user("u1").count(100).at(NEWEST.plusSeconds(seed));
            requireOrder(scores(shop, model, query), outside.recommend(query), "shop " + seed);
        }
    }

    @Test
    void aForgottenUserTakesTheExponentsOfOthersAlongUnchanged() throws IOException {
        for (int seed = 0; seed < 60; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel model = shop.train(ScoreScale.RAW);
            NeighborModel without = reopened(model.forget("u0"));
            for (int user = 1; user < 11; user++) {
                Query query = Query.user("u" + user).count(100);
                assertThat(without.recommender().recommend(query))
                        .isEqualTo(model.recommender().recommend(query));
            }
        }
    }

    @Test
    void theMostSimilarUsersAreFoundWhateverTheirAge() {
        for (int seed = 0; seed < 100; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel model = shop.train(ScoreScale.RAW);
            Map<String, ExactDecay> products = new TreeMap<>();
            Map<String, Map<String, ExactDecay>> affinities = new TreeMap<>();
            shop.events.forEach(event -> affinities.putIfAbsent(event.user(), shop.seeds(Query.user(event.user()))));
            // One of the two factors without its age: products of two ages have twice the half-lives, which changes no
            // order.
            List<ScoredId> similar = model.similarUsers("newest", 100);
            affinities.forEach((user, row) -> {
                if (!user.equals("newest") && row.containsKey("i0")) {
                    products.put(user, row.get("i0"));
                }
            });
            assertThat(similar).extracting(ScoredId::id).containsExactlyInAnyOrderElementsOf(products.keySet());
            for (int rank = 1; rank < similar.size(); rank++) {
                ExactDecay before = products.get(similar.get(rank - 1).id());
                ExactDecay after = products.get(similar.get(rank).id());
                assertThat(before.times(1 + TOLERANCE).minus(after).sign()).isNotNegative();
            }
            assertThat(similar).allMatch(user -> user.score() > 0);
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "1.05", "0.01", "400"})
    void aUserWhoReturnsAfterYearsIsRemembered(double days) {
        List<UsageEvent> events = List.of(
                at("u1", "a", "2023-01-01"),
                at("u2", "a", "2026-01-01"),
                at("u2", "b", "2026-01-01"),
                at("u3", "d", "2026-01-01"),
                at("u4", "d", "2026-01-01"));
        assertThat(first(events, 1, days, "u1")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "0.001", "400"})
    void whatCameLongBeforeANewItemWithoutNeighboursStillCounts(double days) {
        List<UsageEvent> events = new ArrayList<>(List.of(at("u1", "a", "2023-01-01"), at("u1", "new", "2024-01-01")));
        for (String user : List.of("u2", "u3")) {
            events.add(at(user, "a", "2024-01-01"));
            events.add(at(user, "b", "2024-01-01"));
        }
        IntStream.range(4, 8).forEach(user -> events.add(at("u" + user, "d", "2024-01-01")));
        assertThat(first(events, 2, days, "u1")).isEqualTo("b");
    }

    @Test
    void whatAddsUpToNothingDoesNotHideWhatCameBefore() {
        List<UsageEvent> events = new ArrayList<>(List.of(
                at("u1", "a", "2020-01-01"),
                at("u1", "a", "2024-01-01").weight(1),
                at("u1", "a", "2024-01-01").weight(-1),
                at("u2", "a", "2024-01-01"),
                at("u2", "b", "2024-01-01")));
        IntStream.range(4, 8).forEach(user -> events.add(at("u" + user, "d", "2024-01-01")));
        assertThat(first(events, 1, 1, "u1")).isEqualTo("b");
    }

    @Test
    void aLimitedHistoryKeepsTheExponentsOfWhatIsLeft() {
        for (int seed = 0; seed < 100; seed++) {
            Shop shop = new Shop(seed);
            NeighborModel all = shop.train(ScoreScale.RAW);
            NeighborModel limited = SarTrainer.builder()
                    .supportThreshold(1)
                    .historyLimit(2)
                    .decayHalfLife(Duration.ofMillis(shop.halfLife))
                    .referenceTime(NEWEST)
                    .build()
                    .train(UsageEvents.of(shop.events))
                    .model();
            limited.users()
                    .forEachRemaining(user -> limited.items().forEachRemaining(item -> {
                        double kept = limited.affinity(user, item).orElseThrow();
                        double expected = all.affinity(user, item).orElseThrow();
                        assertThat(kept).isIn(0.0, expected);
                    }));
        }
    }

    private static UsageEvent at(String user, String item, String day) {
        return UsageEvent.of(user, item).at(Instant.parse(day + "T00:00:00Z"));
    }

    private String first(List<UsageEvent> events, int threshold, double days, String user) {
        NeighborModel model = SarTrainer.builder()
                .supportThreshold(threshold)
                .decayHalfLife(Duration.ofMillis((long) (days * DAY)))
                .build()
                .train(UsageEvents.of(events))
                .model();
        Recommendation first = model.recommender().recommend(Query.user(user)).get(0);
        assertThat(first.source()).isEqualTo(Source.MODEL);
        assertThat(first.score()).isPositive();
        return first.item();
    }

    private NeighborModel reopened(NeighborModel model) throws IOException {
        Path file = folder.resolve("model");
        model.save(file);
        return NeighborModel.open(file);
    }
}
