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
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What is tried, in which order, if the values of trials are known functions of their parameters. */
class SearchTest {
    /** Rows and co-occurrences that every limit cuts. */
    private static final Map<String, Long> COUNTS = Map.of("mostNeighbors", 10_000L, "mostCooccurrences", 10_000L);

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
                        "balance",
                        "unobservedWeight",
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

    /** What a step is to try is known before, but not what the best will be by then. */
    @Test
    void proposalsNameThoseOfTheSameStepThatFollow() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("ridge");
        Search search = new Search(options, false);
        List<List<Candidate>> following = new ArrayList<>();
        List<Candidate> penalties = new ArrayList<>();
        for (Optional<Search.Proposal> next = search.next(); next.isPresent(); next = search.next()) {
            Candidate candidate = next.get().candidate();
            if (next.get().step().equals("penalty") && penalties.size() < 3) {
                penalties.add(candidate);
                following.add(next.get().following());
            }
            search.ended(trial(candidate, Trial.State.MEASURED, penalties.size() == 2 ? 2 : 1));
        }
        assertThat(penalties)
                .extracting(Candidate::toString)
                .containsExactly("ridge: penalty 3.0", "ridge: penalty 20.0", "ridge: penalty 60.0");
        assertThat(following).containsExactly(penalties.subList(1, 3), penalties.subList(2, 3), List.of());
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

        // What is used today is measured to compare with.
        assertThat(trials.get(0).step()).isEqualTo("default");
        assertThat(trials.get(0).candidate()).hasToString("sar: defaults");
        assertThat(trials.subList(1, trials.size())).allSatisfy(trial -> {
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
        assertThat(search.ended(trial(search.next().orElseThrow().candidate(), Trial.State.MEASURED, 9)))
                .isFalse();
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

    /** A refused trial would count, and say nothing. */
    @Test
    void aStepWithoutEffectBesideWhatIsFixedIsNotTried() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("als");
        options.fixed = Parameters.empty().with("alpha", 5.0);
        assertThat(run(options, false, candidate -> 0))
                .extracting(Trial::step)
                .containsExactly(
                        "default", "start", "regularization", "regularization", "regularization", "factors", "factors");
        Search search = new Search(options, false);
        search.next();
        assertThat(search.ahead()).containsExactly(Map.entry("als", 7));
    }

    @Test
    void norIsOneWithoutEffectBesideTheCandidateThatLeads() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("als");
        options.fixed = Parameters.empty().with("ratings", true);
        assertThat(run(options, false, candidate -> 0))
                .extracting(Trial::step)
                .containsExactly(
                        "default", "start", "regularization", "regularization", "regularization", "factors", "factors");
    }

    /** An alpha that was given is one value among others, and the default by density is another. */
    @Test
    void fromACandidateWithAnAlphaDensitiesAreTriedAsWell() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("als");
        Parameters alpha = Parameters.empty().with("alpha", 5.0).with("regularization", 0.02);
        options.candidates = List.of(new Candidate("als", alpha));
        List<Trial> trials = run(
                options,
                false,
                candidate -> candidate.parameters().value("alpha").equals(Optional.of(5.0)) ? 1 : 0);
        assertThat(trials)
                .filteredOn(trial -> trial.step().equals("unobservedWeight"))
                .extracting(trial -> trial.candidate().toString())
                .containsExactly(
                        "als: unobservedWeight 5.0, regularization 0.02",
                        "als: regularization 0.02",
                        "als: unobservedWeight 80.0, regularization 0.02");
        // From the default, that itself is known.
        options.candidates = List.of();
        assertThat(run(options, false, candidate -> 0))
                .filteredOn(trial -> trial.step().equals("unobservedWeight"))
                .extracting(trial -> trial.candidate().toString())
                .containsExactly("als: unobservedWeight 5.0", "als: unobservedWeight 80.0");
    }

    /** The product of the two stays, and each round goes less far from the best. */
    @Test
    void vectorsAreTriedWithMoreOfOneAndLessOfTheOther() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("als");
        List<String> balanced = run(options, false, candidate -> {
                    double weight = candidate
                            .parameters()
                            .value("unobservedWeight")
                            .map(Double.class::cast)
                            .orElse(20.0);
                    return -Math.abs(Math.log(weight / 60));
                })
                .stream()
                .filter(trial -> trial.step().equals("balance"))
                .map(trial -> trial.candidate().toString())
                .toList();
        assertThat(balanced)
                .startsWith(
                        "als: unobservedWeight 5.0, regularization 0.04",
                        "als: unobservedWeight 80.0, regularization 0.0025");
        assertThat(balanced.subList(2, 4))
                .containsExactly(
                        "als: unobservedWeight 40.0, regularization 0.005",
                        "als: unobservedWeight 160.0, regularization 0.00125");
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
        options.algorithms = List.of("sar", "ridge");
        Search search = new Search(options, false);
        // 0.5 on the first sample, 0.1 on all users; then ridge leads.
        assertThat(end(search, "sar: defaults", Trial.State.MEASURED, 0.5, 0.1)).isTrue();
        assertThat(end(search, "ridge: defaults", Trial.State.MEASURED, 0.9, 0.8))
                .isTrue();
        end(search, "ridge: penalty infinite", Trial.State.STOPPED_EARLY, 0.3);
        // The steps of the algorithm that leads come first.
        for (int step = 0; step < 18; step++) {
            Candidate candidate = search.next().orElseThrow().candidate();
            assertThat(candidate.algorithm()).isEqualTo("ridge");
            search.ended(trial(candidate, Trial.State.STOPPED_EARLY, 0.1));
        }
        assertThat(search.ahead()).containsOnlyKeys("sar").containsValue(12);
        // Better on the first sample, but stopped: the algorithm goes on from it, and it is not the best of all.
        assertThat(end(search, "sar: similarity lift", Trial.State.STOPPED_EARLY, 0.6))
                .isFalse();
        // Worse on the first sample.
        end(search, "sar: similarity cosine", Trial.State.STOPPED_EARLY, 0.55);
        end(search, "sar: similarity damped(1.0,0.7,0.3)", Trial.State.STOPPED_EARLY, 0.1);
        end(search, "sar: similarity damped(1.0,1.0,0.0)", Trial.State.STOPPED_EARLY, 0.1);
        // Better still on the sample, but of all users it has less than the default, which has less than lift has.
        end(search, "sar: similarity lift, supportThreshold 3", Trial.State.MEASURED, 0.65, 0.05);
        end(search, "sar: similarity lift, supportThreshold 1", Trial.State.STOPPED_EARLY, 0.2);
        end(search, "sar: similarity lift, weightPower 0.7", Trial.State.MEASURED, 0.4, 0.2);
        // Now one that was measured on all users leads, but on the sample lift has more.
        assertThat(search.next().orElseThrow().candidate()).hasToString("sar: similarity lift, weightPower 1.4");
        assertThat(search.best().orElseThrow().candidate()).hasToString("ridge: defaults");
    }

    /** Of those measured on all users, the best; not what came last. */
    @Test
    void whatLedOnASampleOnlyIsComparedAgainOnceBothAreMeasured() {
        Base base = new Base();
        Trial standard = trial(new Candidate("sar", Parameters.empty()), Trial.State.MEASURED, 0.0884, 0.0828);
        Trial stopped = trial(
                new Candidate("sar", Parameters.empty().with("supportThreshold", 3)),
                Trial.State.STOPPED_EARLY,
                0.0886);
        Trial later = trial(
                new Candidate("sar", Parameters.empty().with("supportThreshold", 2)),
                Trial.State.MEASURED,
                0.0890,
                0.0823);
        Trial failed = trial(new Candidate("sar", Parameters.empty().with("unweighted", true)), Trial.State.FAILED);
        assertThat(base.trial()).isEmpty();
        for (Trial trial : List.of(failed, standard, stopped)) {
            base.add(trial);
        }
        assertThat(base.trial()).contains(stopped);
        base.add(later);
        // The default beats the later one on all users, and the stopped one beats the default on the sample.
        assertThat(base.trial()).contains(stopped);
        Base withoutStopped = new Base();
        withoutStopped.add(later);
        withoutStopped.add(standard);
        assertThat(withoutStopped.trial()).contains(standard);
    }

    @Test
    void theAlgorithmThatLeadsGoesOnFromTheBestOfAll() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("sar");
        Search search = new Search(options, false);
        end(search, "sar: defaults", Trial.State.MEASURED, 0.5, 0.1);
        end(search, "sar: similarity lift", Trial.State.STOPPED_EARLY, 0.6);
        end(search, "sar: similarity cosine", Trial.State.MEASURED, 0.55, 0.2);
        end(search, "sar: similarity damped(1.0,0.7,0.3)", Trial.State.STOPPED_EARLY, 0.1);
        end(search, "sar: similarity damped(1.0,1.0,0.0)", Trial.State.STOPPED_EARLY, 0.1);
        assertThat(search.next().orElseThrow().candidate()).hasToString("sar: similarity cosine, supportThreshold 3");
    }

    @Test
    void changesThatCannotDifferAreLeftOutAndCounted() {
        TuningOptions options = new TuningOptions();
        options.algorithms = List.of("ridge");
        for (long most : new long[] {40, 80, 500, 1001}) {
            Search search = new Search(options, false);
            List<String> tried = new ArrayList<>();
            for (Optional<Search.Proposal> next = search.next(); next.isPresent(); next = search.next()) {
                tried.add(next.get().candidate().toString());
                search.ended(new Trial(
                        tried.size(),
                        next.get().candidate(),
                        next.get().step(),
                        Trial.State.MEASURED,
                        "",
                        List.of(new Trial.Look(100, 1.0 / tried.size())),
                        Optional.empty(),
                        OptionalDouble.empty(),
                        Map.of("mostNeighbors", most, "mostCooccurrences", most),
                        Duration.ZERO));
            }
            List<String> expected = new ArrayList<>();
            for (int length : new int[] {200, 100, 50}) {
                if (length < most) {
                    expected.add("ridge: maxNeighbors " + length);
                }
            }
            assertThat(tried).filteredOn(text -> text.contains("maxNeighbors")).isEqualTo(expected);
            assertThat(tried.contains("ridge: countsPerItem all")).isEqualTo(most > 1000);
            // 50 candidates are fewer than 80, and 200 are as many as 100 if there are no more than 80.
            boolean fewer = tried.stream().anyMatch(text -> text.contains("candidatesPerSeed 50"));
            boolean more = tried.stream().anyMatch(text -> text.contains("candidatesPerSeed 200"));
            assertThat(fewer).isEqualTo(most > 50);
            assertThat(more).isEqualTo(most > 100);
            assertThat(search.leftOut())
                    .isEqualTo(3 - expected.size() + (most > 1000 ? 0 : 1) + (fewer ? 0 : 1) + (more ? 0 : 1));
        }
    }

    /** What is next must be a candidate, and ends so; whether it leads. */
    private static boolean end(Search search, String expected, Trial.State state, double... looks) {
        Candidate candidate = search.next().orElseThrow().candidate();
        assertThat(candidate).hasToString(expected);
        return search.ended(trial(candidate, state, looks));
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
                    COUNTS,
                    Duration.ZERO);
            trials.add(trial);
            search.ended(trial);
        }
        List<Trial> choice =
                trials.stream().filter(trial -> !trial.step().equals("default")).toList();
        if (!choice.isEmpty()) {
            assertThat(search.best().orElseThrow()).isEqualTo(best(choice));
        }
        return trials;
    }

    private static Trial trial(Candidate candidate, Trial.State state, double... looks) {
        List<Trial.Look> all = new ArrayList<>();
        for (double look : looks) {
            all.add(new Trial.Look(100 * (all.size() + 1), look));
        }
        return new Trial(
                1,
                candidate,
                "step",
                state,
                "",
                all,
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                Duration.ZERO);
    }
}
