package dev.recommender.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.models.Models;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is tried, in which order, if the values of trials are known functions of their parameters. */
class SearchTest {
    @Test
    void theCheapestKnowledgeComesFirst() {
        List<Trial> trials = run(new TuningOptions(), true, candidate -> 0);

        assertThat(trials.stream().limit(4).map(trial -> trial.candidate().toString()))
                .containsExactly("sar: defaults", "ridge: defaults", "ridge: penalty infinite", "als: defaults");
        assertThat(trials.stream().map(Trial::step).distinct())
                .containsExactly(
                        "start",
                        "similarity",
                        "halfLife",
                        "supportThreshold",
                        "weights",
                        "maxNeighbors",
                        "penalty",
                        "unitDamping",
                        "targetDamping",
                        "seedDamping",
                        "candidates",
                        "countsPerItem",
                        "regularization",
                        "alpha",
                        "factors");
        assertThat(trials.stream()
                        .filter(trial -> trial.step().equals("similarity"))
                        .map(trial -> trial.candidate().toString()))
                .containsExactly(
                        "sar: similarity lift",
                        "sar: similarity cosine",
                        "sar: similarity damped(1.0,0.7,0.3)",
                        "sar: similarity damped(1.0,1.0,0.0)");
    }

    @Test
    void nothingIsTriedTwice() {
        for (int seed = 0; seed < 5; seed++) {
            int salt = seed;
            List<Trial> trials =
                    run(new TuningOptions(), true, candidate -> (candidate.hashCode() ^ salt * 31) % 1000 / 1e3);
            assertThat(new HashSet<>(trials.stream().map(Trial::candidate).toList()))
                    .hasSameSizeAs(trials);
            assertThat(trials).hasSizeGreaterThan(30);
        }
    }

    @Test
    void itClimbsToTheTopOfAFunctionOfSeveralParameters() {
        // Ridge beats the others; the best is between the values of the first round, and depends on two parameters
        // together.
        ToDoubleFunction<Candidate> value = candidate -> {
            if (!candidate.algorithm().equals("ridge")) {
                return -10;
            }
            Parameters all = candidate.parameters();
            double penalty = all.value("penalty").orElseThrow() instanceof Double number ? Math.log(number / 5.5) : 4;
            double units = number(all, "unitDamping") - 0.25;
            double targets = number(all, "targetDamping") - 0.2 - units / 4;
            return -penalty * penalty - 4 * units * units - 9 * targets * targets;
        };
        List<Trial> trials = run(new TuningOptions(), false, value);

        Trial best = best(trials);
        assertThat(number(best.candidate().parameters(), "penalty")).isCloseTo(5.5, within(0.8));
        assertThat(number(best.candidate().parameters(), "unitDamping")).isCloseTo(0.25, within(0.07));
        assertThat(number(best.candidate().parameters(), "targetDamping")).isCloseTo(0.2, within(0.06));
        // Every step goes on from the best before.
        double soFar = Double.NEGATIVE_INFINITY;
        for (Trial trial : trials) {
            soFar = Math.max(soFar, trial.value().orElseThrow());
        }
        assertThat(best.value()).hasValue(soFar);
    }

    @Test
    void halfLivesAreNotTriedWithoutTimes() {
        assertThat(run(new TuningOptions(), false, candidate -> 0))
                .noneMatch(trial -> trial.step().equals("halfLife"));
    }

    @Test
    void fixedParametersAreInEveryCandidateAndNotTried() {
        TuningOptions options = new TuningOptions();
        options.fixed =
                Parameters.empty().with("halfLife", "P9D").with("penalty", 4.0).with("unweighted", true);
        List<Trial> trials = run(options, true, candidate -> candidate.hashCode() % 100);

        assertThat(trials).allSatisfy(trial -> {
            assertThat(trial.candidate().parameters().value("halfLife")).contains("P9D");
            assertThat(trial.candidate().parameters().value("unweighted")).contains(true);
            assertThat(trial.step()).isNotIn("halfLife", "penalty");
        });
        assertThat(trials.stream().filter(trial -> trial.candidate().algorithm().equals("ridge")))
                .isNotEmpty()
                .allSatisfy(trial -> assertThat(trial.candidate().parameters().value("penalty"))
                        .contains(4.0));
        options.fixed = Parameters.empty().with("halfLive", "P9D");
        assertThatThrownBy(() -> new Search(options, true))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("halfLive is not a parameter of any of [sar, ridge, als]");
        options.fixed = Parameters.empty().with("halfLife", "soon");
        assertThatThrownBy(() -> new Search(options, true))
                .isInstanceOf(InvalidParametersException.class)
                .hasMessageContaining("halfLife must be");
    }

    /** A rule between parameters speaks of one candidate, and others may keep it. */
    @Test
    void aFixedParameterThatSomeValuesOfOthersDoNotGoWithIsNoReasonToTryNothing() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("sar");
        options.fixed = Parameters.empty().with("counting", "sequential");
        Search search = new Search(options, false);
        List<Candidate> allowed = new ArrayList<>();
        List<Candidate> refused = new ArrayList<>();
        for (Optional<Search.Proposal> next = search.next(); next.isPresent(); next = search.next()) {
            Candidate candidate = next.get().candidate();
            assertThat(candidate.parameters().value("counting")).contains("sequential");
            boolean isAllowed = isAllowed(candidate);
            (isAllowed ? allowed : refused).add(candidate);
            search.ended(
                    isAllowed
                            ? trial(candidate, Trial.State.MEASURED, 1.0 / allowed.size())
                            : trial(candidate, Trial.State.REFUSED));
        }
        assertThat(refused).isNotEmpty();
        assertThat(allowed.stream()
                        .limit(2)
                        .map(candidate ->
                                candidate.parameters().value("similarity").orElseThrow()))
                .containsExactly("lift", "cosine");
        assertThat(search.best().orElseThrow().candidate()).isEqualTo(allowed.get(0));
        // The steps go on from what is allowed.
        assertThat(allowed).hasSizeGreaterThan(4);
    }

    private static boolean isAllowed(Candidate candidate) {
        try {
            Models.algorithm(candidate.algorithm()).parameters().complete(candidate.parameters());
            return true;
        } catch (InvalidParametersException e) {
            return false;
        }
    }

    @Test
    void candidatesOfTheUserComeAfterTheDefaults() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("ridge");
        options.candidates = List.of(
                new Candidate("sar", Parameters.empty().with("supportThreshold", 2)),
                new Candidate("ridge", Parameters.empty()));
        List<Trial> trials =
                run(options, true, candidate -> candidate.algorithm().equals("sar") ? 1 : 0);

        assertThat(trials.stream().limit(4).map(trial -> trial.step() + " " + trial.candidate()))
                .containsExactly(
                        "start ridge: defaults",
                        "start ridge: penalty infinite",
                        "own sar: supportThreshold 2",
                        "halfLife ridge: halfLife none");
        options.candidates = List.of(new Candidate("sar", Parameters.empty().with("supportThreshold", 0)));
        assertThatThrownBy(() -> new Search(options, true)).isInstanceOf(InvalidParametersException.class);
        options.candidates = List.of(new Candidate("none", Parameters.empty()));
        assertThatThrownBy(() -> new Search(options, true)).hasMessageContaining("which are installed: none");
    }

    @Test
    void trialsThatStoppedEarlyAreComparedOnTheSampleThatBothSaw() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("sar");
        Search search = new Search(options, false);
        Candidate standard = search.next().orElseThrow().candidate();
        // 0.5 on the first sample, 0.1 on all users.
        assertThat(search.ended(trial(standard, Trial.State.MEASURED, 0.5, 0.1)))
                .isTrue();
        // Better on the first sample, but stopped: the algorithm goes on from it, and it is not the best of all.
        Candidate lift = search.next().orElseThrow().candidate();
        assertThat(search.ended(trial(lift, Trial.State.STOPPED_EARLY, 0.6))).isFalse();
        assertThat(search.best().orElseThrow().candidate()).isEqualTo(standard);
        // Worse on the first sample.
        Candidate cosine = search.next().orElseThrow().candidate();
        search.ended(trial(cosine, Trial.State.STOPPED_EARLY, 0.55));
        search.next();
        search.next();
        assertThat(search.next().orElseThrow().candidate().toString())
                .isEqualTo("sar: similarity lift, supportThreshold 3");
    }

    private static double number(Parameters parameters, String name) {
        return (Double) parameters.value(name).orElseThrow();
    }

    private static Trial best(List<Trial> trials) {
        Trial best = trials.get(0);
        for (Trial trial : trials) {
            best = trial.value().orElseThrow() > best.value().orElseThrow() ? trial : best;
        }
        return best;
    }

    /** Runs a search to its end. */
    private static List<Trial> run(TuningOptions options, boolean timed, ToDoubleFunction<Candidate> value) {
        Search search = new Search(options, timed);
        List<Trial> trials = new ArrayList<>();
        for (Optional<Search.Proposal> next = search.next(); next.isPresent(); next = search.next()) {
            Candidate candidate = next.get().candidate();
            assertThat(candidate.parameters())
                    .isEqualTo(
                            Models.algorithm(candidate.algorithm()).parameters().complete(candidate.parameters()));
            double reached = value.applyAsDouble(candidate);
            Trial trial = new Trial(
                    trials.size() + 1,
                    candidate,
                    next.get().step(),
                    Trial.State.MEASURED,
                    "",
                    List.of(new Trial.Look(100, reached)),
                    Optional.empty(),
                    OptionalDouble.empty(),
                    Duration.ZERO);
            trials.add(trial);
            search.ended(trial);
        }
        if (!trials.isEmpty()) {
            assertThat(search.best().orElseThrow()).isEqualTo(best(trials));
        }
        return trials;
    }

    private static Trial trial(Candidate candidate, Trial.State state, double... looks) {
        List<Trial.Look> all = new ArrayList<>();
        for (double look : looks) {
            all.add(new Trial.Look(100 * (all.size() + 1), look));
        }
        return new Trial(1, candidate, "step", state, "", all, Optional.empty(), OptionalDouble.empty(), Duration.ZERO);
    }
}
