package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Weak candidates end on a sample of users; the winner does not. */
@Tag("slow")
class RaceTest {
    @Test
    void theWinnerOfAllUsersIsNotStoppedOnASample() {
        int stopped = 0;
        int users = 0;
        int asked = 0;
        for (int seed = 0; seed < 12; seed++) {
            List<UsageEvent> events = Shops.timed(400, 60, 12, 100 + seed);
            TuningOptions options = TunerTest.options();
            options.candidates = candidates();
            options.maxTrials = 3 + options.candidates.size();
            options.samples = new int[0];
            Tuning all = tune(options, events);
            options.samples = new int[] {50, 150};
            Tuning raced = tune(options, events);

            assertThat(raced.best().candidate()).isEqualTo(all.best().candidate());
            assertThat(TunerTest.timeless(raced.best()).figures())
                    .isEqualTo(TunerTest.timeless(all.best()).figures());
            assertThat(all.trials()).allMatch(trial -> trial.looks().size() == 1);
            for (int number = 0; number < raced.trials().size(); number++) {
                Trial trial = raced.trials().get(number);
                Trial whole = all.trials().get(number);
                assertThat(trial.candidate()).isEqualTo(whole.candidate());
                if (trial.measured()) {
                    assertThat(trial.value()).isEqualTo(whole.value());
                    assertThat(trial.looks())
                            .extracting(Trial.Look::users)
                            .containsExactly(50, 150, raced.parts().validationUsers());
                } else {
                    assertThat(trial.state()).isEqualTo(Trial.State.STOPPED_EARLY);
                    assertThat(trial.reason())
                            .startsWith("worse than the best by ")
                            .endsWith(String.format(
                                    Locale.ROOT,
                                    "] on the same %d users, where the best has %.4f",
                                    trial.figures().orElseThrow().users(),
                                    bestBefore(raced, trial)));
                    assertThat(trial.valueText()).startsWith("~0.");
                    assertThat(trial.looks()).hasSizeLessThan(3);
                    assertThat(trial.figures().orElseThrow().users())
                            .isEqualTo(
                                    trial.looks().get(trial.looks().size() - 1).users());
                    stopped++;
                }
                users += raced.parts().validationUsers();
                asked += trial.looks().get(trial.looks().size() - 1).users();
            }
        }
        assertThat(stopped).isGreaterThan(12);
        assertThat(asked).isLessThan(users * 9 / 10);
    }

    /** What the best trial before reached on the users that a trial was stopped on. */
    private static double bestBefore(Tuning tuning, Trial stopped) {
        Trial best = tuning.trials().subList(0, stopped.number() - 1).stream()
                .filter(Trial::measured)
                .reduce((left, right) ->
                        right.value().orElseThrow() > left.value().orElseThrow() ? right : left)
                .orElseThrow();
        return best.looks().get(stopped.looks().size() - 1).value();
    }

    @Test
    void fewUsersAreAskedAllAtOnce() {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 2;
        Tuning tuning = tune(options, Shops.timed(100, 30, 12, 4));
        assertThat(tuning.trials())
                .allSatisfy(trial -> assertThat(trial.looks()).hasSize(1));
    }

    private static List<Candidate> candidates() {
        return IntStream.of(1, 2, 5, 20, 60)
                .mapToObj(threshold -> new Candidate(
                        "sar", Parameters.empty().withNone("halfLife").with("supportThreshold", (long) threshold)))
                .toList();
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
