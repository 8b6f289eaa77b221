package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.Contribution;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However long ago a user was last seen, in half-lives of a day, the history ranks items. */
class AlsLongAgoTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    /** One user of 60 came so many days before the others. */
    private static FactorModel model(int daysBefore) {
        List<UsageEvent> events = new ArrayList<>();
        for (UsageEvent event : new AlsShop(13, 60, 40).events) {
            boolean old = event.user().equals("u1");
            events.add(event.at(old ? NOW.minus(Duration.ofDays(daysBefore)) : NOW));
        }
        return AlsTrainer.builder()
                .factors(16)
                .decayHalfLife(Duration.ofDays(1))
                .build()
                .train(UsageEvents.of(events))
                .model();
    }

    private static List<Recommendation> ask(FactorModel model, Query query) {
        return new ArrayList<>(model.recommender().recommend(query.count(8).explain()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 50, 100, 130, 150, 200, 290, 299, 301, 400, 900})
    void aHistoryOfLongAgoRanksAsSoonAsItIsThatOfTheUser(int days) {
        FactorModel model = model(days);
        List<Recommendation> list = ask(model, Query.user("u1"));
        assertThat(list).allMatch(next -> next.source() == Source.MODEL);
        assertAddedUp(list);
        // With affinities near 0 weights say nothing any more, so the order is the same from some days on.
        if (days >= 50) {
            assertThat(list.stream().map(Recommendation::item))
                    .containsExactlyElementsOf(ask(model(50), Query.user("u1")).stream()
                            .map(Recommendation::item)
                            .toList());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 290, 400, 600, 900})
    void whatIsLiveCountsAsIfThereWereNoAncientHistory(int days) {
        FactorModel model = model(days);
        Query basket = Query.user("a stranger")
                .and(Seed.of("i3").weight(4))
                .and(Seed.of("i8").weight(2));
        Query user =
                Query.user("u1").and(Seed.of("i3").weight(4)).and(Seed.of("i8").weight(2));
        List<Recommendation> expected = ask(model, basket.includeSeen());
        List<Recommendation> actual = ask(model, user.includeSeen());
        assertAddedUp(actual);
        for (int rank = 0; rank < expected.size(); rank++) {
            assertThat(actual.get(rank).item()).isEqualTo(expected.get(rank).item());
            assertThat(actual.get(rank).score()).isCloseTo(expected.get(rank).score(), within(1e-6));
        }
    }

    /** Not zeros, whatever the scores are: whoever serves vectors elsewhere ranks by them. */
    @ParameterizedTest
    @ValueSource(ints = {0, 30, 130, 150, 290, 400, 900})
    void vectorsOfLongAgoRankAsQueriesDo(int days) {
        FactorModel model = model(days);
        List<Recommendation> list = ask(model, Query.user("u1"));
        float[] user = model.userVector("u1").orElseThrow();
        double before = Double.POSITIVE_INFINITY;
        for (Recommendation next : list) {
            assertThat(model.recommender().predict("u1", next.item())).hasValue(next.score());
            float[] item = model.itemVector(next.item()).orElseThrow();
            double product = 0;
            for (int at = 0; at < user.length; at++) {
                product += (double) user[at] * item[at];
            }
            assertThat(product).isPositive().isLessThan(before * (1 + 1e-6));
            before = product;
            if (days < 40) {
                assertThat(next.score()).isCloseTo(product, within(1e-6 * product));
            }
        }
        List<ScoredId> similar = model.similarUsers("u1", 5);
        assertThat(similar).hasSize(5);
        assertThat(similar.get(0).score()).isBetween(0.5, 1.0);
    }

    private static void assertAddedUp(List<Recommendation> list) {
        for (Recommendation next : list) {
            double sum =
                    next.because().stream().mapToDouble(Contribution::score).sum();
            double size = next.because().stream()
                    .flatMap(part -> Stream.of(Math.abs(part.score())))
                    .mapToDouble(Double::doubleValue)
                    .sum();
            assertThat(Math.abs(sum - next.score())).isLessThanOrEqualTo(1e-5 * size);
        }
    }
}
