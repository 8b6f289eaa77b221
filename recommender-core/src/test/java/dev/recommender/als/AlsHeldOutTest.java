package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is held out to see when to stop costs no item its vector, and says something or is said not to. */
class AlsHeldOutTest {
    private static TrainingResult<FactorModel> train(double heldOut, List<UsageEvent> events) {
        return AlsTrainer.builder()
                .factors(8)
                .iterations(4)
                .heldOut(heldOut)
                .build()
                .train(UsageEvents.of(events));
    }

    @Test
    void anItemWithOneUserKeepsItsVector() {
        Random random = new Random(3);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 200; user++) {
            events.add(UsageEvent.of("u" + user, "own" + user));
            for (int at = 0; at < 3; at++) {
                events.add(UsageEvent.of("u" + user, "i" + random.nextInt(10)));
            }
        }
        FactorModel model = train(0.5, events).model();
        for (int user = 0; user < 200; user++) {
            assertThat(model.itemVector("own" + user).orElseThrow())
                    .as("vector of the item that user %d alone has taken", user)
                    .isNotEqualTo(new float[8]);
        }
    }

    /** All users have rated all items, so an item held out has no other to rank before; its error still says when to stop. */
    @Test
    void ofRatingsTheErrorSaysWhenToStop() {
        Random random = new Random(4);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < 60; user++) {
            double strict = random.nextGaussian();
            double tall = random.nextGaussian();
            for (int item = 0; item < 24; item++) {
                double rating = strict * Math.sin(item) + tall * Math.cos(2 * item) + 0.1 * random.nextGaussian();
                events.add(UsageEvent.of("u" + user, "i" + item).weight(rating));
            }
        }
        TrainingResult<FactorModel> trained = AlsTrainer.builder()
                .factors(8)
                .iterations(200)
                .heldOut(0.5)
                .ratings()
                .regularization(0.03)
                .build()
                .train(UsageEvents.of(events));
        assertThat(trained.notes()).noneMatch(note -> note.startsWith("heldOut"));
        assertThat(trained.notes()).anyMatch(note -> note.startsWith("learning stopped after "));
        assertThat(trained.statistics().count("iterations")).isGreaterThan(2);
    }

    @Test
    void whereHardlyAnythingCanBeHeldOutThatIsSaid() {
        List<UsageEvent> events = new AlsShop(5, 40, 30).events;
        assertThat(train(0.05, events).notes())
                .anyMatch(note -> note.startsWith("heldOut: 2 items could be held out, too few"));
        List<UsageEvent> single = new ArrayList<>();
        for (int user = 0; user < 300; user++) {
            single.add(UsageEvent.of("u" + user, "i" + user % 7));
        }
        TrainingResult<FactorModel> trained = train(0.5, single);
        assertThat(trained.notes()).anyMatch(note -> note.startsWith("heldOut: no item could be held out, so all"));
        assertThat(trained.statistics().count("iterations")).isEqualTo(4);
        assertThat(train(0.5, new AlsShop(5, 100, 30).events).notes()).noneMatch(note -> note.startsWith("heldOut"));
    }

    @Test
    void vectorsThatAllVanishAreNoted() {
        TrainingResult<FactorModel> trained = AlsTrainer.builder()
                .factors(8)
                .regularization(1e6)
                .regularizationExponent(2)
                .build()
                .train(UsageEvents.of(new AlsShop(5, 100, 30).events));
        assertThat(trained.notes()).anyMatch(note -> note.startsWith("all vectors became zero"));
    }
}
