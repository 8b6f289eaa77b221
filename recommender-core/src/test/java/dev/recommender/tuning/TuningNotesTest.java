package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recommender.RecommenderException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Evaluation.Interval;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
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
    @Tag("slow")
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
                .matches("\\d+ of \\d+ validation users .* the split latest-users \\(in Java Split.latestUsers\\).*");
        // What was said of the validation part is not said again of the test part.
        assertThat(allNew.check().orElseThrow().notes())
                .noneMatch(note -> note.contains("users have no training event"));
        for (Tuning tuning : List.of(single, allNew)) {
            assertThat(TuningJson.write(tuning)).doesNotContain("NaN").doesNotContain("Infinity");
            assertThat(tuning.toString()).doesNotContain("NaN");
        }
    }

    /** With few users what is chosen is chance, with many it is not. */
    @Test
    @Tag("slow")
    void theVerdictFollowsFromTheDifferenceToTheDefaultAndTheNoteFromThatToPopularity() {
        TuningOptions options = TunerTest.options();
        options.maxTrials = 12;
        Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);
        Set<Boolean> doubts = new HashSet<>();
        for (int seed = 1; seed <= 6; seed++) {
            Tuning tuning = tune(options, Shops.timed(seed <= 3 ? 10 : 300, 40, 14, seed));
            Check check = tuning.check().orElseThrow();
            Difference overPopularity = check.overPopularity(5).orElseThrow();
            boolean doubted = overPopularity.interval().orElseThrow().low() <= 0;
            doubts.add(doubted);
            assertThat(check.notes().stream()
                            .anyMatch(note -> note.startsWith("On the test part the chosen candidate reaches ")
                                    && note.contains(" than popularity, ")))
                    .isEqualTo(doubted);
            String page = TuningPage.of(tuning).toHtml();
            check.overStandard(5).ifPresent(difference -> {
                Verdict verdict = tuning.verdict().orElseThrow();
                verdicts.add(verdict);
                double low = difference.interval().orElseThrow().low();
                double high = difference.interval().orElseThrow().high();
                assertThat(verdict)
                        .isEqualTo(
                                low > 0
                                        ? Verdict.BETTER
                                        : high < 0
                                                ? Verdict.WORSE
                                                : difference.value() > 0 ? Verdict.PERHAPS_BETTER : Verdict.NOT_BETTER);
                String words = Verdict.words(tuning, difference);
                assertThat(tuning.toString()).endsWith("\nVerdict: " + words);
                assertThat(page)
                        .containsPattern("<p class=\"card verdict [a-z-]+\"><b>[^<]*"
                                + (verdict.keepsDefault() ? ": keep that" : "today&#39;s default") + "</b>"
                                + Pattern.quote(words.replace("'", "&#39;") + "</p>"));
            });
        }
        assertThat(verdicts).contains(Verdict.BETTER);
        assertThat(doubts).hasSize(2);
    }

    @Test
    void eachVerdictHasItsSentence() {
        Tuning tuning = SampleTuning.of(3, 12, "a reason", true);
        assertThat(Verdict.words(tuning, difference(0.03, 0.01, 0.05)))
                .isEqualTo(
                        "On events that no trial saw, the chosen candidate is better than today's default, sar: defaults,"
                                + " by more than chance: 0.0300 more nDCG@10 [+0.0100, +0.0500].");
        assertThat(Verdict.words(tuning, difference(0.03, 0, 0.06)))
                .contains("but that may be chance: 0.0300 more nDCG@10 [+0.0000, +0.0600]. More events would tell.");
        assertThat(Verdict.words(tuning, difference(-0.0023, -0.0104, 0.0054)))
                .endsWith(
                        " is not better than today's default, sar: defaults: 0.0023 less nDCG@10 [-0.0104, +0.0054], which"
                                + " may be chance. Nothing speaks for giving up the default.");
        assertThat(Verdict.words(tuning, difference(-0.03, -0.05, -0.01)))
                .endsWith("by more than chance: 0.0300 less nDCG@10 [-0.0500, -0.0100]. Keep the default.");
        assertThat(Verdict.of(difference(0, 0, 0))).isEqualTo(Verdict.NOT_BETTER);
    }

    private static Difference difference(double value, double low, double high) {
        return new Difference(
                Metric.NDCG, OptionalInt.of(10), value, Optional.of(new Interval(low, high)), OptionalDouble.of(0.2));
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
