package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What trials would take by themselves, from what those before them did. */
class TrialTimesTest {
    private final TrialTimes times = new TrialTimes();

    @Test
    void aPhaseThatAnEarlierTrainingDidCountsWithItsLastTime() {
        assertThat(times.trained("ridge", phases(2, 30, 10), false)).isZero();
        // Both are done anew.
        assertThat(times.trained("ridge", Map.of("grouping", seconds(3), "solving", seconds(5)), false))
                .isEqualTo(seconds(30));
        assertThat(times.trained("ridge", Map.of(), false)).isEqualTo(seconds(3 + 30 + 5));
        // Another algorithm has nothing of that.
        assertThat(times.trained("sar", Map.of(), false)).isZero();
    }

    /** The second training solves for two others, which take that over. */
    @Test
    void whatIsDoneForOthersCountsAsForOne() {
        times.trained("ridge", phases(2, 30, 10), false);
        Trial first = trial(1, "ridge", Trial.State.MEASURED, 32);
        times.ended(first, times.trained("ridge", Map.of("solving", seconds(31)), true));
        assertThat(times.alone(first)).isEqualTo(seconds(32 - 31 + 2 + 30 + 10));
        Trial second = trial(2, "ridge", Trial.State.MEASURED, 1);
        times.ended(second, times.trained("ridge", Map.of(), true));
        assertThat(times.alone(second)).isEqualTo(seconds(1 + 2 + 30 + 10));
        // Nothing is known of a phase that was never run for one alone.
        assertThat(times.trained("als", Map.of("learning", seconds(9)), true)).isZero();
    }

    /** Four trials of five took everything over. */
    @Test
    void whatIsUsualByItselfDoesNotFallWithWhatIsTakenOver() {
        Trial first = trial(1, "ridge", Trial.State.MEASURED, 50);
        times.ended(first, Duration.ZERO);
        for (int number = 2; number <= 5; number++) {
            Trial trial = trial(number, "ridge", Trial.State.STOPPED_EARLY, 1);
            times.ended(trial, seconds(40));
            assertThat(times.alone(trial)).isEqualTo(seconds(41));
        }
        // What could not be trained says nothing of those that can.
        for (int number = 6; number <= 20; number++) {
            times.ended(trial(number, "ridge", Trial.State.REFUSED, 0), Duration.ZERO);
        }
        assertThat(times.alone(first)).isEqualTo(seconds(50));
        assertThat(times.usual("ridge")).isEqualTo(seconds(1));
        assertThat(times.usualAlone("ridge")).isEqualTo(seconds(41));
        // Of an algorithm without trials, the longest of all.
        assertThat(times.usual("als")).isEqualTo(seconds(50));
        assertThat(times.usualAlone("als")).isEqualTo(seconds(50));
    }

    @Test
    void trialsOfAJournalCountAsTheLongestOfTheirAlgorithm() {
        times.takenOver(trial(1, "sar", Trial.State.MEASURED, 70));
        times.takenOver(trial(2, "ridge", Trial.State.MEASURED, 50));
        Trial shared = trial(3, "ridge", Trial.State.MEASURED, 1);
        times.takenOver(shared);
        assertThat(times.alone(shared)).isEqualTo(seconds(50));
        Trial own = trial(4, "ridge", Trial.State.MEASURED, 2);
        times.ended(own, Duration.ZERO);
        assertThat(times.alone(own)).isEqualTo(seconds(2));
    }

    private static Map<String, Duration> phases(int grouping, int counting, int solving) {
        return Map.of("grouping", seconds(grouping), "counting", seconds(counting), "solving", seconds(solving));
    }

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    private static Trial trial(int number, String algorithm, Trial.State state, int took) {
        return new Trial(
                number,
                new Candidate(algorithm, Parameters.empty()),
                "step",
                state,
                "",
                state == Trial.State.REFUSED ? List.of() : List.of(new Trial.Look(10, 0.5)),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                seconds(took));
    }
}
