package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.RecommenderException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What readers are told of events and results. */
class TuningNotesTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);

    @Test
    void eventsThatDoNotSufficeAreRefusedWithTheRemedy() {
        TuningOptions options = TunerTest.options();
        assertThatThrownBy(() -> tune(options, List.of()))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the test part");
        assertThatThrownBy(() -> tune(options, List.of(UsageEvent.of("u", "a"), UsageEvent.of("v", "b"))))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the test part by the split")
                .hasMessageContaining("choose another split");
        options.testSplit = Split.lastEventPerUser();
        options.validationSplit = Split.lastEventPerUser();
        assertThatThrownBy(() -> tune(
                        options, List.of(UsageEvent.of("u", "a"), UsageEvent.of("u", "b"), UsageEvent.of("v", "b"))))
                .isInstanceOf(RecommenderException.class)
                .hasMessageContaining("the validation part")
                .hasMessageContaining("a tuning needs events for three parts");
    }

    @Test
    void fewEventsGiveNumbersAndNotes() {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 4;
        List<UsageEvent> oneUser = new ArrayList<>();
        for (int item = 0; item < 20; item++) {
            oneUser.add(UsageEvent.of("u", "i" + item).at(Instant.ofEpochSecond(1_600_000_000 + item * 1000L)));
        }
        List<UsageEvent> newUsers = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            newUsers.add(UsageEvent.of("u" + number, "i" + number % 12)
                    .at(Instant.ofEpochSecond(1_600_000_000 + number * 1000L)));
        }
        Tuning single = tune(options, oneUser);
        assertThat(single.notes()).anyMatch(note -> note.contains("is one validation user only"));
        options.testSplit = Split.atShare(0.8);
        options.validationSplit = Split.atShare(0.8);
        Tuning allNew = tune(options, newUsers);
        assertThat(allNew.notes())
                .filteredOn(note -> note.contains(" users have no training event, "))
                .singleElement()
                .asString()
                .matches("\\d+ of \\d+ validation users .*--split latest-users, in Java Split.latestUsers.*");
        // What was said of the validation part is not said again of the test part.
        assertThat(allNew.check().orElseThrow().notes())
                .noneMatch(note -> note.contains("users have no training event"));
        for (Tuning tuning : List.of(single, allNew)) {
            assertThat(TuningJson.write(tuning)).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(tuning.toString()).doesNotContain("NaN");
        }
    }

    @Test
    void aCheckThatContradictsTheChoiceIsNoted() {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 12;
        int doubted = 0;
        int sure = 0;
        for (int seed = 1; seed <= 6; seed++) {
            // With few users the choice is chance, with many it is not.
            Tuning tuning = tune(options, Shops.timed(seed <= 3 ? 30 : 300, 40, 14, seed));
            Check check = tuning.check().orElseThrow();
            for (String other : List.of("today's default", "popularity")) {
                boolean notBetter = (other.equals("popularity") ? check.overPopularity(5) : check.overStandard(5))
                        .flatMap(difference -> difference.interval())
                        .map(interval -> interval.low() <= 0)
                        .orElse(false);
                assertThat(check.notes().stream()
                                .anyMatch(note -> note.startsWith("On the test part the chosen candidate is ")
                                        && note.contains("than " + other + " by more than chance: by ")
                                        && note.contains(" of nDCG@5. ")))
                        .isEqualTo(notBetter);
                doubted += notBetter ? 1 : 0;
                sure += notBetter ? 0 : 1;
            }
            if (!check.notes().isEmpty()) {
                assertThat(tuning.toString()).contains("Note: " + check.notes().get(0));
            }
        }
        assertThat(doubted).isPositive();
        assertThat(sure).isPositive();
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
