package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Metric;
import dev.recommender.internal.util.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a tuning found, as JSON and as text. */
class TuningJsonTest {
    private static final Tuning TUNING = tuned();

    private static Tuning tuned() {
        TuningOptions options = TunerTest.options();
        options.alsoAt = new int[] {2};
        options.algorithms = List.of("sar", "ridge");
        options.maxTrials = 8;
        options.samples = new int[] {25, 50};
        options.candidates = List.of(new Candidate(
                "sar", Parameters.empty().with("similarity", "lift").with("supportThreshold", 60)));
        return TuningRun.tune(options, TrainingInput.of(UsageEvents.of(Shops.timed(120, 40, 14, 3))));
    }

    @Test
    void aTrialIsReadAsItWasWritten() {
        assertThat(TUNING.trials()).anyMatch(trial -> trial.state() == Trial.State.STOPPED_EARLY);
        for (Trial trial : TUNING.trials()) {
            Trial read = TrialJson.read(Json.read(Json.write(TrialJson.write(trial))), Metric.NDCG);
            assertThat(TunerTest.timeless(read)).isEqualTo(TunerTest.timeless(trial));
            assertThat(read.time().toMillis()).isEqualTo(trial.time().toMillis());
        }
    }

    @Test
    void everythingIsInTheJson() {
        JsonNode root = Json.read(TuningJson.write(TUNING));

        List<String> fields = new ArrayList<>();
        root.fieldNames().forEachRemaining(fields::add);
        assertThat(fields)
                .containsExactly(
                        "metric",
                        "cutoff",
                        "parameters",
                        "parts",
                        "end",
                        "seconds",
                        "notes",
                        "takenOver",
                        "leftOut",
                        "best",
                        "front",
                        "check",
                        "verdict",
                        "popularity",
                        "trials");
        assertThat(root.get("end").textValue()).isEqualTo("trials");
        assertThat(root.get("best").intValue()).isEqualTo(TUNING.best().number());
        assertThat(root.get("trials")).hasSize(8);
        assertThat(root.at("/verdict/is").textValue())
                .isEqualTo(TrialJson.name(TUNING.verdict().orElseThrow()));
        assertThat(TUNING.toString())
                .endsWith("\nVerdict: " + root.at("/verdict/words").textValue());
        assertThat(root.at("/parameters/cutoffs").textValue()).isEqualTo("2, 5");
        assertThat(root.at("/parameters/query").textValue()).isEqualTo("plain");
        assertThat(root.at("/trials/0/figures/scores")).hasSize(2);
        assertThat(root.at("/trials/0/figures/popularityLift")).hasSize(10);
        assertThat(root.at("/trials/0/parameters").size())
                .isEqualTo(TUNING.standard().candidate().parameters().names().size());
        assertThat(root.at("/check/best/scores/1/value").doubleValue())
                .isEqualTo(TUNING.check().orElseThrow().best().score(5).value());
        assertThat(root.at("/check/overPopularity/1/pValue").doubleValue())
                .isEqualTo(TUNING.check()
                        .orElseThrow()
                        .overPopularity(5)
                        .orElseThrow()
                        .pValue()
                        .orElseThrow());
    }

    @Test
    void theTextHasATrialALine() {
        String text = TUNING.toString();

        assertThat(text)
                .startsWith("Tuned for nDCG@5: 8 trials in ")
                .contains("ended because the limit of trials was reached")
                .contains("  popularity\n")
                .containsPattern("(?m)^\\* +\\d+  0\\.\\d{4} \\[")
                .containsPattern("(?m)^ +\\d+  ~0\\.\\d{4} \\[.* users, where the best has 0\\.\\d{4}$")
                .contains("  ~ of a sample of users, not comparable with values of all")
                .contains("sar: similarity lift, supportThreshold 60 – stopped early: worse than the best by ")
                .contains("On events that no trial saw, by ")
                .contains("nDCG@5 less that of popularity: ");
        assertThat(text.lines().filter(line -> line.matches("[*o ] +\\d+  .*"))).hasSize(8);
    }

    @Test
    void candidatesAreReadFromTheirJson() {
        Candidate candidate = new Candidate("ridge", Parameters.empty().with("penalty", "infinite"));
        assertThat(Candidate.parse(candidate.toJson())).isEqualTo(candidate);
        assertThat(Candidate.parse("{\"algorithm\": \"sar\"}")).isEqualTo(new Candidate("sar", Parameters.empty()));
        assertThat(candidate).hasToString("ridge: penalty infinite");
        assertThat(new Candidate("sar", Parameters.empty())).hasToString("sar: defaults");
        assertThat(new Candidate("other", Parameters.empty().with("size", 2))).hasToString("other: size 2");
        assertThat(candidate.changes()).isEqualTo(candidate.parameters());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nothing | candidate: not JSON",
                "[] | candidate: not a JSON object",
                "{} | algorithm must be an algorithm's name: it is missing",
                "{\"algorithm\": 3} | algorithm must be an algorithm's name: 3",
                "{\"algorithm\": \"sar\", \"size\": 3} | size is not a field of a candidate, which has algorithm and parameters; a parameter of the algorithm stands within parameters",
                "{\"algorithm\": \"sar\", \"parameters\": 3} | parameters must be an object of parameters by name: 3"
            })
    void whatIsNoCandidateIsRefused(String json, String message) {
        assertThatThrownBy(() -> Candidate.parse(json))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining(message);
    }
}
