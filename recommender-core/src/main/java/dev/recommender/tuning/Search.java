package dev.recommender.tuning;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.models.Models;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.SearchSpace;
import java.util.ArrayDeque;
import java.util.Collections;
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
 * <p>First come the starts of each algorithm, then the user's own candidates. Then each algorithm's steps are gone through
 * for its first round: each step changes one thing of what is the best of that algorithm so far (coordinate descent). At
 * last, in rounds of ever smaller changes, come those of the algorithm that leads.
 */
final class Search {
    private static final int ROUNDS = 4;
    private static final String START = "start";
    private static final String OWN = "own";

    private final Parameters fixed;
    private final boolean timed;
    private final Map<String, Entrant> entrants = new LinkedHashMap<>();
    private final Deque<Question> questions = new ArrayDeque<>();
    private final Deque<Parameters> changes = new ArrayDeque<>();
    private final Set<Candidate> tried = new HashSet<>();
    private @Nullable Question question;
    private Optional<Trial> best = Optional.empty();
    private int round = 1;

    /** An algorithm that takes part, with what it reached so far. */
    private static final class Entrant {
        private final Algorithm algorithm;
        private final Parameters fixed;
        private @Nullable Trial best;

        Entrant(Algorithm algorithm, Parameters fixed) {
            this.algorithm = algorithm;
            this.fixed = known(algorithm, fixed);
        }
    }

    /**
     * One thing to find out of an algorithm.
     *
     * @param name what it is about
     * @param exempt whether it is asked whatever the time
     * @param fixed parameters that every candidate has
     * @param fromBest whether proposals change the best parameters so far, and not the defaults
     * @param proposals what to try, given the best parameters so far
     */
    private record Question(
            String algorithm,
            String name,
            boolean exempt,
            Parameters fixed,
            boolean fromBest,
            Function<Parameters, List<Parameters>> proposals) {}

    /**
     * What to try.
     *
     * @param candidate with all parameters, but if these are not allowed
     * @param step what it is to find out
     * @param exempt whether it is tried whatever the time
     */
    record Proposal(Candidate candidate, String step, boolean exempt) {}

    /**
     * A search of nothing yet.
     *
     * @param timed whether any event has a time
     * @throws InvalidParametersException if an algorithm is not installed, or a candidate or a fixed parameter is not
     *     allowed. A fixed parameter may break a rule together with defaults: trials are refused for that
     */
    Search(TuningOptions options, boolean timed) {
        this.fixed = options.fixed;
        this.timed = timed;
        for (String name : options.algorithms) {
            entrants.put(name, new Entrant(Models.algorithm(name), fixed));
        }
        requireKnown(fixed);
        entrants.forEach((name, entrant) -> {
            List<Parameters> starts = entrant.algorithm.searchSpace().starts();
            questions.add(new Question(name, START, true, entrant.fixed, false, best -> starts));
        });
        for (Candidate candidate : options.candidates) {
            List<Parameters> own = List.of(candidate.complete().parameters());
            questions.add(new Question(candidate.algorithm(), OWN, false, Parameters.empty(), false, best -> own));
        }
        entrants.forEach((name, entrant) -> ask(name, entrant, 0));
    }

    private void requireKnown(Parameters parameters) {
        List<String> unknown = parameters.names().stream()
                .filter(name -> entrants.values().stream()
                        .allMatch(entrant ->
                                entrant.algorithm.parameters().find(name).isEmpty()))
                .map(name -> name + " is not a parameter of any of " + entrants.keySet())
                .toList();
        if (!unknown.isEmpty()) {
            throw new InvalidParametersException(unknown);
        }
    }

    private void ask(String name, Entrant entrant, int ofRound) {
        for (SearchSpace.Step step : entrant.algorithm.searchSpace().steps()) {
            boolean asked = (timed || !step.needsTimes()) && Collections.disjoint(step.parameters(), fixed.names());
            if (asked) {
                questions.add(new Question(
                        name,
                        step.name(),
                        false,
                        entrant.fixed,
                        true,
                        best -> step.proposals().apply(best, ofRound)));
            }
        }
    }

    /** What to try next; empty if there is nothing left. */
    Optional<Proposal> next() {
        do {
            while (!changes.isEmpty()) {
                Optional<Proposal> proposal = untried(Objects.requireNonNull(question), changes.remove());
                if (proposal.isPresent()) {
                    return proposal;
                }
            }
        } while (goOn());
        return Optional.empty();
    }

    /** Goes on to the next question; returns whether there is one. */
    private boolean goOn() {
        while (questions.isEmpty() && round < ROUNDS && best.isPresent()) {
            String leader = best.get().candidate().algorithm();
            Entrant entrant = entrants.get(leader);
            if (entrant != null) {
                ask(leader, entrant, round);
            }
            round++;
        }
        if (questions.isEmpty()) {
            return false;
        }
        question = questions.remove();
        changes.addAll(question.proposals.apply(best(question)));
        return true;
    }

    /** The best parameters of a question's algorithm so far; if nothing was tried of it, those that are fixed. */
    private Parameters best(Question asked) {
        Entrant entrant = entrants.get(asked.algorithm);
        return entrant == null || entrant.best == null
                ? asked.fixed
                : entrant.best.candidate().parameters();
    }

    /** What a change makes of the best parameters or the defaults, unless that was tried. */
    private Optional<Proposal> untried(Question asked, Parameters change) {
        Parameters base = asked.fromBest ? best(asked) : Parameters.empty();
        Candidate candidate =
                normal(new Candidate(asked.algorithm, base.with(change).with(asked.fixed)));
        return tried.add(candidate) ? Optional.of(new Proposal(candidate, asked.name, asked.exempt)) : Optional.empty();
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
        Entrant entrant = entrants.get(trial.candidate().algorithm());
        if (entrant != null && (entrant.best == null || better(trial, entrant.best))) {
            entrant.best = trial.looks().isEmpty() ? entrant.best : trial;
        }
        boolean leads = wouldLead(trial);
        if (leads) {
            best = Optional.of(trial);
        }
        return leads;
    }

    /** Whether a trial is better than the best so far. */
    boolean wouldLead(Trial trial) {
        return trial.measured() && (best.isEmpty() || better(trial, best.get()));
    }

    /** Compares two trials on the largest sample of users that both were asked for. */
    private static boolean better(Trial trial, Trial other) {
        int looks = Math.min(trial.looks().size(), other.looks().size());
        return looks > 0
                && trial.looks().get(looks - 1).value()
                        > other.looks().get(looks - 1).value();
    }

    /** The best of those that were measured on all users. */
    Optional<Trial> best() {
        return best;
    }

    /** The parameters that an algorithm knows. */
    private static Parameters known(Algorithm algorithm, Parameters parameters) {
        Parameters known = Parameters.empty();
        for (Parameter<?> parameter : algorithm.parameters().parameters()) {
            if (parameters.has(parameter.name())) {
                known = copied(parameter, parameters, known);
            }
        }
        return known;
    }

    private static <T> Parameters copied(Parameter<T> parameter, Parameters from, Parameters to) {
        return parameter.put(to, parameter.of(from));
    }
}
