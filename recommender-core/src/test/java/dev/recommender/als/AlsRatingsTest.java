package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.Seed;
import dev.recommender.TrainingException;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Explicit ratings: every pair with events has one, whatever it is. */
class AlsRatingsTest {
    /** Users and items of two kinds: of their own kind users rate 5, of the other as given. */
    private static List<UsageEvent> rated(double other) {
        Random random = new Random(5);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 30; item++) {
                if (random.nextInt(3) > 0) {
                    events.add(UsageEvent.of("u" + user, "i" + item).weight(user % 2 == item % 2 ? 5 : other));
                }
            }
        }
        return events;
    }

    private static FactorModel train(List<UsageEvent> events) {
        return AlsTrainer.builder()
                .factors(8)
                .ratings()
                .regularization(0.05)
                .build()
                .train(UsageEvents.of(events))
                .model();
    }

    @Test
    void aRatingOfZeroIsARating() {
        FactorModel model = train(rated(0));
        for (int user = 0; user < 60; user++) {
            for (int item = 0; item < 30; item++) {
                assertThat(model.recommender().predict("u" + user, "i" + item).orElseThrow())
                        .isCloseTo(user % 2 == item % 2 ? 5 : 0, within(0.5));
            }
        }
    }

    /** Most users have rated fewer items than a vector has numbers, so only the penalty tells one solution from all others. */
    @ParameterizedTest
    @CsvSource("1e-9, 8")
    void theLossNeverRisesHoweverSmallThePenalty(double regularization, int block) {
        Random random = new Random(6);
        List<UsageEvent> events = new ArrayList<>();
        double most = 0;
        for (int user = 0; user < 120; user++) {
            for (int item : random.ints(0, 60).distinct().limit(12).toArray()) {
                double rating = 1 + random.nextInt(5);
                events.add(UsageEvent.of("u" + user, "i" + item).weight(rating));
                most += rating * rating;
            }
        }
        AlsOptions options = AlsTrainer.builder()
                .factors(64)
                .blockSize(block)
                .iterations(20)
                .ratings()
                .regularization(regularization)
                .build()
                .options();
        AlsShop.Learnt learnt = AlsShop.train(options, 2, events);
        double before = most;
        for (double loss : learnt.losses()) {
            assertThat(loss).isBetween(-1e-6 * most, before + 1e-6 * most);
            before = loss;
        }
        for (UsageEvent event : events.subList(0, 60)) {
            double rating = event.weight().orElseThrow();
            assertThat(learnt.model()
                            .recommender()
                            .predict(event.user(), event.item())
                            .orElseThrow())
                    .isCloseTo(rating, within(regularization < 1e-3 ? 0.2 : 1.0));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e-9, 64", "1e-6, 64", "1e-6, 8", "1e-6, 16", "1e-4, 64", "1e-2, 8"})
    @Tag("slow")
    void theLossNeverRisesWithMorePenalties(double regularization, int block) {
        theLossNeverRisesHoweverSmallThePenalty(regularization, block);
    }

    @Test
    void ofSeveralRatingsTheMeanCounts() {
        List<UsageEvent> once = rated(1);
        List<UsageEvent> thrice = new ArrayList<>();
        for (UsageEvent event : once) {
            double rating = event.weight().orElseThrow();
            for (double different : new double[] {-1, 0, 1}) {
                thrice.add(event.weight(rating + different));
            }
        }
        FactorModel expected = train(once);
        FactorModel actual = train(thrice);
        for (int item = 0; item < 30; item++) {
            assertThat(actual.recommender().predict("u7", "i" + item).orElseThrow())
                    .isCloseTo(expected.recommender().predict("u7", "i" + item).orElseThrow(), within(1e-4));
        }
    }

    @Test
    void aQueryTakesTheMeanOfAnItemsRatings() {
        FactorModel model = train(rated(1));
        List<Seed> once = new ArrayList<>();
        List<Seed> often = new ArrayList<>();
        for (int item = 0; item < 12; item++) {
            double rating = item % 2 == 0 ? 5 : 1;
            once.add(Seed.of("i" + item).weight(rating));
            for (double different : new double[] {-0.5, 0, 0.5}) {
                often.add(Seed.of("i" + item).weight(rating + different));
            }
        }
        Query asked = Query.seeds(once).includeSeen().count(30);
        Recommendations expected = model.recommender().recommend(asked);
        assertThat(expected.get(0).score()).isBetween(4.0, 6.0);
        assertThat(model.recommender()
                        .recommend(Query.seeds(often).includeSeen().count(30)))
                .isEqualTo(expected);
        Recommender ofShop = model.recommender(user -> Optional.of(user.equals("twice") ? twice(once) : once));
        for (String item : List.of("i0", "i1", "i20", "i21")) {
            assertThat(ofShop.predict("twice", item)).isEqualTo(ofShop.predict("once", item));
        }
    }

    private static List<Seed> twice(List<Seed> seeds) {
        List<Seed> twice = new ArrayList<>(seeds);
        twice.addAll(seeds);
        return twice;
    }

    @Test
    void whatAQuerySaysOfAnItemCountsInPlaceOfItsHistory() {
        List<UsageEvent> events = rated(1);
        FactorModel model = train(events);
        List<Seed> history = events.stream()
                .filter(event -> event.user().equals("u7"))
                .map(event -> Seed.of(event.item()).weight(event.weight().orElseThrow()))
                .toList();
        String again = history.get(0).item();
        List<Seed> changed = new ArrayList<>(history.subList(1, history.size()));
        changed.add(Seed.of(again).weight(3));
        List<Seed> live = List.of(Seed.of(again).weight(2), Seed.of(again).weight(4));
        Recommendations expected =
                model.recommender().recommend(Query.seeds(changed).explain());
        Recommender ofShop = model.recommender(user -> Optional.of(history));
        for (Recommender recommender : List.of(model.recommender(), ofShop)) {
            Query query = Query.user("u7").explain();
            for (Seed seed : live) {
                query = query.and(seed);
            }
            assertThat(recommender.recommend(query)).isEqualTo(expected);
            assertThat(recommender.recommend(Query.user("u7").explain())).isNotEqualTo(expected);
        }
    }

    @Test
    void aRecencyOfRatingsIsRefused() {
        Recommender recommender = train(rated(1)).recommender();
        Query query = Query.seeds(List.of(Seed.of("i1").weight(5), Seed.of("i2").weight(1)));
        for (Recency recency : List.of(Recency.linear(), Recency.halfLife(Duration.ofDays(1)))) {
            assertThatThrownBy(() -> recommender.recommend(query.recency(recency)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("recency \"" + recency + "\" would make earlier ratings smaller, which are what they"
                            + " are to a model of ratings; leave recency out");
        }
        assertThat(recommender.recommend(query)).isNotEmpty();
    }

    @Test
    void whatIsNoRatingIsRefused() {
        List<UsageEvent> events = rated(1);
        List<UsageEvent> clicks = new ArrayList<>(events);
        clicks.add(UsageEvent.of("u1", "i99"));
        assertThatThrownBy(() -> train(clicks))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("some events have no weight");
        for (double sign : new double[] {1, -1}) {
            // Their mean is a rating, and neither of them is.
            List<UsageEvent> large = new ArrayList<>(events);
            large.add(UsageEvent.of("u1", "i99").weight(sign * 2e6));
            large.add(UsageEvent.of("u1", "i99").weight(sign * -2e6));
            assertThatThrownBy(() -> train(large))
                    .isInstanceOf(TrainingException.class)
                    .hasMessageContaining("user \"u1\" gave item \"i99\" the rating " + (sign > 0 ? "" : "-")
                            + "2,000,000, which is beyond ±1,000,000; divide all ratings");
        }
        List<UsageEvent> most = new ArrayList<>(events);
        most.add(UsageEvent.of("u1", "i99").weight(-1e6));
        assertThat(train(most).items()).toIterable().contains("i99");
    }
}
