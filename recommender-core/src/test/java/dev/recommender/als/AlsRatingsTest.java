package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.TrainingException;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

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
    void whatIsNoRatingIsRefused() {
        List<UsageEvent> events = rated(1);
        List<UsageEvent> clicks = new ArrayList<>(events);
        clicks.add(UsageEvent.of("u1", "i99"));
        assertThatThrownBy(() -> train(clicks))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("some events have no weight");
        events.add(UsageEvent.of("u1", "i99").weight(2e6));
        assertThatThrownBy(() -> train(events))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("the rating 2,000,000 is beyond ±1,000,000; divide all ratings");
    }
}
