package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingException;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.sar.SarTrainer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Parameters that every candidate has. */
class FixedParametersTest {
    private static final List<UsageEvent> EVENTS = Shops.timed(120, 40, 14, 1);

    /** With a threshold that no pair reaches, the default is better than all that may be chosen. */
    @Test
    @Tag("slow")
    void todaysDefaultIsMeasuredWithoutThemAndNotChosen() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("supportThreshold", 1000);
        options.maxTrials = 4;
        List<Integer> leading = new ArrayList<>();
        options.monitor = new TuningMonitor() {
            @Override
            public void ended(Trial trial, boolean best) {
                if (best) {
                    leading.add(trial.number());
                }
            }
        };
        Tuning tuning = tune(options, EVENTS);

        assertThat(tuning.trials())
                .extracting(trial -> trial.step() + " " + trial.candidate())
                .startsWith("default sar: defaults", "start sar: supportThreshold 1000");
        assertThat(tuning.standard().value().orElseThrow())
                .isGreaterThan(tuning.best().value().orElseThrow());
        assertThat(leading).startsWith(2).doesNotContain(1);
        assertThat(tuning.best().candidate().parameters().value("supportThreshold"))
                .contains(1000L);
        UsageEvents kept =
                Split.chronological(0.8).parts(UsageEvents.of(EVENTS)).get(0);
        UsageEvents tested =
                Split.chronological(0.8).parts(UsageEvents.of(EVENTS)).get(1);
        Check check = tuning.check().orElseThrow();
        assertThat(check.standard().orElseThrow().score(5).value())
                .isEqualTo(Evaluator.create()
                        .cutoffs(5)
                        .evaluate(SarTrainer.create(), kept, tested)
                        .value(Metric.NDCG, 5));
        assertThat(check.overStandard(5).orElseThrow().value()).isNegative();
        assertThat(tuning.notes())
                .anyMatch(note -> note.startsWith("Today's default lacks the fixed parameters")
                        && note.endsWith("it reaches " + tuning.standard().valueText() + ", the chosen candidate "
                                + tuning.best().valueText() + "."));
        assertThat(tuning.toString())
                .contains("today's default, sar: defaults\n")
                .containsPattern("\n- +1  0\\.\\d{4} .*  sar: defaults\n")
                .contains("  - today's default without the fixed parameters: to compare with, and not to be chosen\n");
        // It would be on the front by its value, and would push what can be chosen off it.
        assertThat(tuning.front()).contains(tuning.best()).doesNotContain(tuning.standard());
        String page = TuningPage.of(tuning).toHtml();
        assertThat(page)
                .containsPattern(
                        "<circle class=\"s0 outside\" [^>]*><title>trial 1, sar: defaults: [^<]*, to compare with, as")
                .contains("<small>to compare with, not to be chosen</small>", "drawn with a broken rim")
                .doesNotContain("<small>front</small><small>to compare");
        assertThat(tuning.verdict())
                .hasValueSatisfying(
                        verdict -> assertThat(verdict.keepsDefault()).isTrue());
        String words = Verdict.words(tuning, check.overStandard(5).orElseThrow());
        assertThat(page).contains(": keep that</b>" + words.replace("'", "&#39;") + "</p>");
        assertThat(tuning.toString()).endsWith("\nVerdict: " + words);

        options.maxTrials = 1;
        assertThatThrownBy(() -> tune(options, EVENTS))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("only today's default was tried, which lacks the fixed parameters");
    }

    @Test
    void todaysDefaultIsChosenIfTheUserNamesIt() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("supportThreshold", 1000);
        options.candidates = List.of(new Candidate("sar", Parameters.empty()));
        options.maxTrials = 3;
        Tuning tuning = tune(options, EVENTS);
        assertThat(tuning.best()).isEqualTo(tuning.standard());
        assertThat(tuning.check().orElseThrow().overStandard()).isEmpty();
        assertThat(tuning.verdict()).isEmpty();
        assertThat(tuning.front()).contains(tuning.standard());
        assertThat(tuning.toString()).doesNotContain("\n  - ", "Verdict: ");
        assertThat(tuning.toString().split("today's default, sar: defaults", -1))
                .hasSize(2);
    }

    /** Whatever its value, also the default; but a step or a candidate of the user's can give it one. */
    @Test
    void oneWithoutEffectIsRefusedBeforeEventsAreRead() {
        TuningOptions options = TunerTest.options();
        for (String gap : List.of("PT30M", "30m", "20m")) {
            options.fixed = Parameters.empty().with("sessionGap", gap);
            assertThatThrownBy(() -> tune(options, List.of()))
                    .isInstanceOf(InvalidParametersException.class)
                    .hasMessageContaining("sessionGap has no effect unless cooccurrenceUnit is session");
        }
        options.fixed = options.fixed.with("cooccurrenceUnit", "session");
        Search.requireValid(options);
        for (double exponent : new double[] {0, 0.3}) {
            options.fixed = Parameters.empty().with("neighborPopularity", exponent);
            Search.requireValid(options);
        }
        // Sequential counting goes together with other similarities, which a step tries.
        options.fixed = Parameters.empty().with("counting", "sequential").with("maxDistance", 5);
        Search.requireValid(options);
        options.fixed = Parameters.empty().with("sessionGap", "PT30M");
        options.candidates = List.of(new Candidate(
                "sar", Parameters.empty().with("cooccurrenceUnit", "session").with("sessionGap", "PT30M")));
        Search.requireValid(options);
    }

    @Test
    void oneThatNeedsACatalogIsRefusedWithoutOneBeforeEventsAreRead() {
        TuningOptions options = TunerTest.options();
        options.fixed = Parameters.empty().with("placedByFeatures", true);
        assertThatThrownBy(() -> tune(options, List.of()))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("placedByFeatures has no effect without a catalog");
        Search.requireValid(options);
        options.fixed = Parameters.empty().with("placedByFeatures", false);
        Search.requireValidWithoutCatalog(options);
    }

    /** One that has an effect is no part of the refusal, though no candidate could be trained with both. */
    @Test
    void allThatHaveNoEffectAreNamed() {
        TuningOptions options = TunerTest.options();
        options.fixed = Parameters.empty()
                .with("sessionGap", "20m")
                .with("maxDistance", 5)
                .with("coldToCold", true)
                .with("neighborPopularity", 0.3)
                .with("supportThreshold", 2);
        assertThat(catchThrowableOfType(InvalidParametersException.class, () -> Search.requireValid(options))
                        .violations())
                .extracting(violation -> violation.substring(0, violation.indexOf(' ')))
                .containsExactlyInAnyOrder("sessionGap", "maxDistance", "coldToCold");
    }

    @Test
    void fixedValuesThatAreTheDefaultsChangeNothing() {
        TuningOptions options = TunerTest.options();
        options.fixed = Parameters.empty().with("counting", "symmetric");
        options.maxTrials = 2;
        assertThat(tune(options, EVENTS).trials())
                .extracting(trial -> trial.step() + " " + trial.candidate())
                .containsExactly("start sar: defaults", "start ridge: defaults");
    }

    /** The budget cuts no start, so something can be chosen however short it is. */
    @Test
    @Tag("slow")
    void whereNoStartGoesTogetherWithThemTheFirstChangeThatDoesIsAStart() {
        TuningOptions options = TunerTest.options();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("counting", "sequential");
        options.budget = Duration.ofNanos(1);
        Tuning tuning = tune(options, EVENTS);

        assertThat(tuning.end()).isEqualTo(Tuning.End.BUDGET);
        assertThat(tuning.trials())
                .extracting(trial -> trial.step() + " "
                        + trial.candidate().parameters().value("similarity").orElse("-") + " " + trial.state())
                .containsExactly("default jaccard measured", "start - refused", "start lift measured");
        assertThat(tuning.best().candidate()).hasToString("sar: similarity lift, counting sequential");
        assertThat(tuning.check().orElseThrow().standard()).isPresent();
        options.budget = Duration.ofDays(1);
        options.maxTrials = 6;
        assertThat(tune(options, EVENTS).trials())
                .extracting(trial -> trial.step() + " " + trial.state())
                .startsWith("default measured", "start refused", "start measured", "similarity measured");
    }

    private static Tuning tune(TuningOptions options, List<UsageEvent> events) {
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(events)));
    }
}
