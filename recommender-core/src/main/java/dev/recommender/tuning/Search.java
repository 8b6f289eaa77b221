package dev.recommender.tuning;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.models.Models;
import dev.recommender.spi.SearchSpace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What to try next, which follows from how the trials before ended and nothing else.
 *
 * <p>Today's default comes first. If it lacks fixed parameters, it is measured to compare with and is neither chosen nor gone
 * on from. Then come the starts of each algorithm, and the user's own candidates. If fixed parameters do not go together
 * with any start of an algorithm, the first change of its steps that they go together with is one more start. Then each
 * algorithm's steps are gone through for its first round, those of the algorithm that leads first: each step changes one
 * thing of that algorithm's {@link Base} (coordinate descent). At last, in rounds of ever smaller changes, come those of the
 * algorithm that leads. Changes that are known to make the model of the base are left out, and so are those of parameters that
 * have no effect beside the others of the base.
 */
final class Search {
    private static final int ROUNDS = 4;
    private static final String DEFAULT = "default";
    private static final String START = "start";
    private static final String OWN = "own";

    private final boolean timed;
    private final Map<String, Entrant> entrants = new LinkedHashMap<>();
    private final Deque<Question> questions = new ArrayDeque<>();
    /** The algorithms whose steps have not been gone through yet, in the order in which they were named. */
    private final List<String> untouched = new ArrayList<>();

    private final Deque<Parameters> changes = new ArrayDeque<>();
    private final Set<Candidate> tried = new HashSet<>();
    private @Nullable Question question;
    /** Today's default, if it lacks fixed parameters and is no candidate of the user's. */
    private final Optional<Candidate> outside;

    private Optional<Trial> best = Optional.empty();
    private int round = 1;
    private final Set<Candidate> leftOut = new HashSet<>();
    /** What was proposed last, until it has ended. */
    private Optional<Proposal> open = Optional.empty();

    /**
     * One thing to find out of an algorithm.
     *
     * @param name what it is about
     * @param exempt whether it is asked whatever the time
     * @param fixed parameters that every candidate has
     * @param fromBest whether proposals change the best parameters so far, and not the defaults
     * @param proposals what to try, given the best parameters so far
     * @param idle tells proposals that make the model of the best so far
     */
    private record Question(
            String algorithm,
            String name,
            boolean exempt,
            Parameters fixed,
            boolean fromBest,
            Function<Parameters, List<Parameters>> proposals,
            SearchSpace.Idle idle) {
        /** A question whose answers do not depend on the best so far. */
        Question(String algorithm, String name, boolean exempt, Parameters fixed, List<Parameters> proposals) {
            this(algorithm, name, exempt, fixed, false, best -> proposals, (best, change, counts) -> false);
        }
    }

    /**
     * What to try.
     *
     * @param candidate with all parameters, but if these are not allowed
     * @param step what it is to find out
     * @param exempt whether it is tried whatever the time
     * @param following what the same step is to try after it, as long as nothing better is found
     */
    record Proposal(Candidate candidate, String step, boolean exempt, List<Candidate> following) {
        Proposal {
            following = List.copyOf(following);
        }
    }

    /**
     * A search of nothing yet.
     *
     * @param timed whether any event has a time
     * @throws InvalidParametersException if an algorithm is not installed, or a candidate or a fixed parameter is not
     *     allowed, or a fixed parameter has no effect in whatever is tried. A fixed parameter may break a rule together
     *     with defaults: trials are refused for that
     */
    Search(TuningOptions options, boolean timed) {
        this.timed = timed;
        for (String name : options.algorithms) {
            entrants.put(name, new Entrant(Models.algorithm(name), options.fixed));
        }
        requireKnown(options.fixed);
        requireEffects(options);
        Optional<Candidate> lacking = defaultThatLacksFixed(options.algorithms.get(0));
        lacking.ifPresent(standard -> questions.add(
                new Question(standard.algorithm(), DEFAULT, true, Parameters.empty(), List.of(standard.parameters()))));
        this.outside = lacking.filter(standard ->
                options.candidates.stream().noneMatch(own -> normal(own).equals(standard)));
        entrants.forEach((name, entrant) ->
                questions.add(new Question(name, START, true, entrant.fixed, entrant.starts(timed))));
        for (Candidate candidate : options.candidates) {
            questions.add(new Question(
                    candidate.algorithm(),
                    OWN,
                    false,
                    Parameters.empty(),
                    List.of(candidate.complete().parameters())));
        }
        untouched.addAll(entrants.keySet());
    }

    /**
     * Checks options before any event is read.
     *
     * @throws InvalidParametersException as the constructor
     */
    static void requireValid(TuningOptions options) {
        new Search(options, true);
    }

    /**
     * Checks options of a tuning without a catalog before any event is read.
     *
     * @throws InvalidParametersException as the constructor, or if a fixed parameter needs a catalog
     */
    static void requireValidWithoutCatalog(TuningOptions options) {
        Search search = new Search(options, true);
        List<Violation> violations = search.entrants.values().stream()
                .flatMap(entrant -> entrant.violationsWithoutCatalog().stream())
                .distinct()
                .toList();
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }

    /** Today's default, if it lacks fixed parameters. */
    private Optional<Candidate> defaultThatLacksFixed(String algorithm) {
        Parameters ofFirst = Objects.requireNonNull(entrants.get(algorithm)).fixed;
        Candidate standard = normal(new Candidate(algorithm, Parameters.empty()));
        Candidate fixedStandard =
                normal(new Candidate(algorithm, standard.parameters().with(ofFirst)));
        return fixedStandard.equals(standard) ? Optional.empty() : Optional.of(standard);
    }

    private void requireKnown(Parameters parameters) {
        List<Violation> unknown = parameters.names().stream()
                .filter(name -> entrants.values().stream()
                        .allMatch(entrant ->
                                entrant.algorithm.parameters().find(name).isEmpty()))
                .map(name -> Violation.of(name, "is not a parameter of any of " + entrants.keySet())
                        .remedy("leave it out, or try an algorithm that has it"))
                .toList();
        if (!unknown.isEmpty()) {
            throw InvalidParametersException.of(unknown);
        }
    }

    /** Refuses fixed parameters that have no effect in any start, in any step from the defaults, or in any own candidate. */
    private void requireEffects(TuningOptions options) {
        List<Violation> violations = new ArrayList<>();
        for (String name : options.fixed.names()) {
            List<Violation> ofAll = new ArrayList<>();
            boolean effect =
                    options.candidates.stream().anyMatch(own -> own.parameters().has(name));
            for (Entrant entrant : entrants.values()) {
                if (!effect && entrant.fixed.has(name)) {
                    List<Violation> own = entrant.withoutEffect(name, timed);
                    effect = own.isEmpty();
                    ofAll.addAll(own);
                }
            }
            if (!effect) {
                violations.addAll(ofAll);
            }
        }
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations.stream().distinct().toList());
        }
    }

    private List<Question> steps(String name, int ofRound) {
        Entrant entrant = entrants.get(name);
        if (entrant == null) {
            return List.of();
        }
        return entrant.algorithm.searchSpace().steps().stream()
                .filter(step -> entrant.isAsked(step, timed))
                .map(step -> new Question(
                        name,
                        step.name(),
                        false,
                        entrant.fixed,
                        true,
                        best -> step.proposals().apply(best, ofRound),
                        step.idle()))
                .toList();
    }

    /** What to try next; empty if there is nothing left. */
    Optional<Proposal> next() {
        do {
            while (!changes.isEmpty()) {
                Optional<Proposal> proposal = untried(Objects.requireNonNull(question), changes.remove());
                if (proposal.isPresent()) {
                    open = proposal;
                    return proposal;
                }
            }
        } while (goOn());
        return Optional.empty();
    }

    /** Goes on to the next question; returns whether there is one. */
    private boolean goOn() {
        Optional<String> leader = best.map(trial -> trial.candidate().algorithm());
        while (questions.isEmpty() && !untouched.isEmpty()) {
            String next = leader.filter(untouched::contains).orElse(untouched.get(0));
            untouched.remove(next);
            questions.addAll(steps(next, 0));
        }
        while (questions.isEmpty() && round < ROUNDS && leader.isPresent()) {
            questions.addAll(steps(leader.get(), round));
            round++;
        }
        if (questions.isEmpty()) {
            return false;
        }
        question = questions.remove();
        changes.addAll(question.proposals.apply(best(question)));
        return true;
    }

    /** What a question's algorithm goes on from: the best of all, if that is of the algorithm. */
    private Optional<Trial> base(Question asked) {
        Entrant entrant = entrants.get(asked.algorithm);
        return best.filter(leader -> leader.candidate().algorithm().equals(asked.algorithm))
                .or(() -> entrant == null ? Optional.empty() : entrant.base.trial());
    }

    /** The parameters that a question's algorithm goes on from; if nothing was tried of it, those that are fixed. */
    private Parameters best(Question asked) {
        return base(asked).map(trial -> trial.candidate().parameters()).orElse(asked.fixed);
    }

    /** What a change makes of the best parameters or the defaults, unless that was tried. */
    private Optional<Proposal> untried(Question asked, Parameters change) {
        if (isVain(asked, change)) {
            return Optional.empty();
        }
        Candidate candidate = changed(asked, change);
        if (asked.fromBest && isIdle(asked, change)) {
            if (!tried.contains(candidate)) {
                leftOut.add(candidate);
            }
            return Optional.empty();
        }
        if (!tried.add(candidate)) {
            return Optional.empty();
        }
        leftOut.remove(candidate);
        return Optional.of(new Proposal(candidate, asked.name, asked.exempt, following(asked)));
    }

    private Candidate changed(Question asked, Parameters change) {
        Parameters base = asked.fromBest ? best(asked) : Parameters.empty();
        return normal(new Candidate(asked.algorithm, base.with(change).with(asked.fixed)));
    }

    /** What a question is still to try, as things stand. */
    private List<Candidate> following(Question asked) {
        return changes.stream()
                .filter(change -> !isVain(asked, change) && !(asked.fromBest && isIdle(asked, change)))
                .map(change -> changed(asked, change))
                .filter(candidate -> !tried.contains(candidate))
                .toList();
    }

    private boolean isVain(Question asked, Parameters change) {
        Entrant entrant = entrants.get(asked.algorithm);
        return asked.fromBest && entrant != null && entrant.isVain(change, best(asked));
    }

    /** Whether a change makes the model of the trial that it changes, if that has all that is fixed. */
    private boolean isIdle(Question asked, Parameters change) {
        return base(asked)
                .filter(trial -> {
                    Parameters base = trial.candidate().parameters();
                    return base.with(asked.fixed).equals(base) && asked.idle.same(base, change, trial.counts());
                })
                .isPresent();
    }

    private static Candidate normal(Candidate candidate) {
        try {
            return candidate.complete();
        } catch (InvalidParametersException e) {
            // The trial is refused for the same reason, and says so.
            return candidate;
        }
    }

    /** Takes note of how a trial ended; returns whether it is the best of all from now on. */
    boolean ended(Trial trial) {
        open = Optional.empty();
        Entrant entrant = entrants.get(trial.candidate().algorithm());
        if (entrant != null && !isOutside(trial)) {
            entrant.base.add(trial);
        }
        boolean leads = wouldLead(trial);
        if (leads) {
            best = Optional.of(trial);
        }
        return leads;
    }

    /** Whether a trial is better than the best so far. */
    boolean wouldLead(Trial trial) {
        return trial.measured()
                && !isOutside(trial)
                && (best.isEmpty()
                        || trial.value().orElseThrow() > best.get().value().orElseThrow());
    }

    /** Whether a trial is of today's default, which cannot be chosen as it lacks fixed parameters. */
    boolean isOutside(Trial trial) {
        return outside.isPresent() && outside.get().equals(trial.candidate());
    }

    /** Whether a trial is of what is tried whatever the time, and not of a step. */
    static boolean isStart(Trial trial) {
        return trial.step().equals(START) || trial.step().equals(DEFAULT);
    }

    /**
     * How many proposals are still to come until each step has been asked for once, by algorithm, as far as is known now: the
     * one that has not ended among them. Nothing once the rounds of smaller changes have begun.
     */
    Map<String, Integer> ahead() {
        Map<String, Integer> ahead = new LinkedHashMap<>();
        if (round > 1) {
            return ahead;
        }
        open.ifPresent(proposal -> ahead.merge(proposal.candidate().algorithm(), 1, Integer::sum));
        if (question != null) {
            count(question, changes, ahead);
        }
        List<Question> toCome = new ArrayList<>(questions);
        untouched.forEach(name -> toCome.addAll(steps(name, 0)));
        for (Question each : toCome) {
            count(each, each.proposals.apply(best(each)), ahead);
        }
        return ahead;
    }

    /** How many trials are still to come that are made whatever the time, by algorithm: the one that has not ended among them. */
    Map<String, Integer> startsAhead() {
        Map<String, Integer> ahead = new LinkedHashMap<>();
        open.filter(Proposal::exempt)
                .ifPresent(proposal -> ahead.merge(proposal.candidate().algorithm(), 1, Integer::sum));
        if (question != null && question.exempt) {
            count(question, changes, ahead);
        }
        for (Question each : questions) {
            if (each.exempt) {
                count(each, each.proposals.apply(best(each)), ahead);
            }
        }
        return ahead;
    }

    private void count(Question asked, Collection<Parameters> proposals, Map<String, Integer> ahead) {
        int count = (int)
                proposals.stream().filter(change -> !isVain(asked, change)).count();
        if (count > 0) {
            ahead.merge(asked.algorithm, count, Integer::sum);
        }
    }

    /** The algorithm of the proposal that has not ended; empty if there is none. */
    Optional<String> open() {
        return open.map(proposal -> proposal.candidate().algorithm());
    }

    /** How many changes were left out, as they make the model of what they change. */
    int leftOut() {
        return leftOut.size();
    }

    /** The best of those that were measured on all users. */
    Optional<Trial> best() {
        return best;
    }
}
