package dev.recommender.als;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.InvalidParametersException;
import dev.recommender.Query;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.factors.FactorModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What events weigh beside the pairs without, by default, and what becomes of vectors that nothing holds. */
class AlphaByDensityTest {
    private static final int USERS = 60;
    private static final int ITEMS = 40;

    @Test
    void defaultIsTheAlphaThatMakesAllPairsWeighTwentyTimesTheEvents() {
        List<UsageEvent> events = events();
        double pairs = (double) USERS * ITEMS;
        double affinity = events.stream()
                .mapToDouble(event -> event.weight().orElseThrow())
                .sum();
        assertThat(few().build().train(UsageEvents.of(events)).model().alpha()).hasValue(pairs / (20 * affinity));
        assertThat(few().ratings().build().train(UsageEvents.of(events)).model().alpha())
                .isEmpty();
        double[] byDefault = vector(few().build(), events);
        assertThat(byDefault)
                .containsExactly(vector(few().alpha(pairs / (20 * affinity)).build(), events))
                .containsExactly(vector(few().unobservedWeight(20).build(), events))
                .isNotEqualTo(vector(few().unobservedWeight(5).build(), events));
    }

    @Test
    void ofBothOnlyOneHasAnEffect() {
        assertThatThrownBy(() -> few().alpha(3).unobservedWeight(10).build())
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("unobservedWeight has no effect beside alpha");
        assertThatThrownBy(() -> few().ratings().unobservedWeight(10).build())
                .hasMessageContaining("unobservedWeight has no effect on ratings");
    }

    @Test
    void vectorsThatShrinkForGoodAreGivenUp() {
        TrainingResult<FactorModel> trained =
                few().alpha(0.001).iterations(200).build().train(UsageEvents.of(events()));
        assertThat(trained.notes()).anyMatch(note -> note.startsWith("all vectors became zero"));
        assertThat(trained.statistics().count("iterations")).isLessThan(50);
        assertThat(trained.model().itemVector("i1").orElseThrow()).containsOnly(0f);
        assertThat(trained.model().recommender().recommend(Query.user("u1"))).isNotEmpty();
    }

    @Test
    void whatIsHeldOutDoesNotKeepThemAlive() {
        TrainingResult<FactorModel> trained =
                few().alpha(0.001).iterations(200).heldOut(0.5).build().train(UsageEvents.of(events()));
        assertThat(trained.model().itemsWithVectors()).isZero();
        assertThat(trained.statistics().count("iterations")).isPositive();
    }

    private static AlsTrainer.Builder few() {
        return AlsTrainer.builder().factors(8).iterations(5);
    }

    private static double[] vector(AlsTrainer trainer, List<UsageEvent> events) {
        float[] vector =
                trainer.train(UsageEvents.of(events)).model().itemVector("i1").orElseThrow();
        double[] numbers = new double[vector.length];
        for (int at = 0; at < numbers.length; at++) {
            numbers[at] = vector[at];
        }
        return numbers;
    }

    /** Every user and item has events; a pair has one at most. */
    private static List<UsageEvent> events() {
        Random random = new Random(7);
        List<UsageEvent> events = new ArrayList<>();
        for (int user = 0; user < USERS; user++) {
            for (int item = 0; item < ITEMS; item++) {
                if (item == user % ITEMS || random.nextInt(item % 2 == user % 2 ? 3 : 12) == 0) {
                    events.add(UsageEvent.of("u" + user, "i" + item).weight(1 + random.nextInt(4)));
                }
            }
        }
        return events;
    }
}
