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
        private @Nullable Trial best;

        Entrant(Algorithm algorithm) {
            this.algorithm = algorithm;
        }

        Parameters bestParameters(Parameters otherwise) {
            return best == null ? otherwise : best.candidate().parameters();
        }
    }

    /** A step of an algorithm's search space in one round; a question without a step has changes of its own. */
    private record Question(
            String algorithm, String name, Optional<SearchSpace.Step> step, List<Parameters> changes, int round) {}

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
     * @throws InvalidParametersException if an algorithm is not installed, or a candidate or a fixed parameter is not allowed
     */
    Search(TuningOptions options, boolean timed) {
        this.fixed = options.fixed;
        this.timed = timed;
        for (String name : options.algorithms) {
            entrants.put(name, new Entrant(Models.algorithm(name)));
        }
        requireKnown(fixed);
        entrants.forEach((name, entrant) -> {
            List<Parameters> all = entrant.algorithm.searchSpace().starts();
            entrant.algorithm.parameters().complete(own(entrant, fixed));
            questions.add(new Question(name, START, Optional.empty(), all, 0));
        });
        for (Candidate candidate : options.candidates) {
            Candidate complete = candidate.complete();
            questions.add(new Question(complete.algorithm(), OWN, Optional.empty(), List.of(complete.parameters()), 0));
        }
        entrants.keySet().forEach(name -> ask(name, 0));
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

    private void ask(String name, int ofRound) {
        for (SearchSpace.Step step : find(name).algorithm.searchSpace().steps()) {
            boolean asked = (timed || !step.needsTimes()) && Collections.disjoint(step.parameters(), fixed.names());
            if (asked) {
                questions.add(new Question(name, step.name(), Optional.of(step), List.of(), ofRound));
            }
        }
    }

    /** What to try next; empty if there is nothing left. */
    Optional<Proposal> next() {
        while (true) {
            while (!changes.isEmpty()) {
                Optional<Proposal> proposal = proposal(changes.remove());
                if (proposal.isPresent()) {
                    return proposal;
                }
            }
            if (questions.isEmpty() && round < ROUNDS && best.isPresent()) {
                String leader = best.get().candidate().algorithm();
                if (entrants.containsKey(leader)) {
                    ask(leader, round);
                }
                round++;
            }
            if (questions.isEmpty()) {
                if (round < ROUNDS && best.isPresent()) {
                    continue;
                }
                return Optional.empty();
            }
            begin(questions.remove());
        }
    }

    private void begin(Question next) {
        question = next;
        changes.addAll(
                next.step.isPresent()
                        ? next.step.get().proposals().apply(find(next.algorithm).bestParameters(fixed), next.round)
                        : next.changes);
    }

    private Optional<Proposal> proposal(Parameters change) {
        Question asked = Objects.requireNonNull(question);
        if (asked.name.equals(OWN)) {
            return untried(new Candidate(asked.algorithm, change), asked);
        }
        Entrant entrant = find(asked.algorithm);
        Parameters base = asked.step.isPresent() ? entrant.bestParameters(own(entrant, fixed)) : Parameters.empty();
        return untried(new Candidate(asked.algorithm, base.with(change).with(own(entrant, fixed))), asked);
    }

    private Optional<Proposal> untried(Candidate candidate, Question asked) {
        Candidate normal;
        try {
            normal = candidate.complete();
        } catch (InvalidParametersException e) {
            // The trial will be refused for the same reason, and says so.
            normal = candidate;
        }
        boolean exempt = asked.name.equals(START);
        return tried.add(normal) ? Optional.of(new Proposal(normal, asked.name, exempt)) : Optional.empty();
    }

    /** Takes note of how a trial ended; returns whether it is the best of all from now on. */
    boolean ended(Trial trial) {
        Entrant entrant = entrants.get(trial.candidate().algorithm());
        if (entrant != null && (entrant.best == null || better(trial, entrant.best))) {
            entrant.best = trial.looks().isEmpty() ? entrant.best : trial;
        }
        boolean leads = trial.measured() && (best.isEmpty() || better(trial, best.get()));
        if (leads) {
            best = Optional.of(trial);
        }
        return leads;
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

    private Entrant find(String name) {
        Entrant entrant = entrants.get(name);
        if (entrant == null) {
            throw new IllegalStateException("no algorithm takes part that is named " + name);
        }
        return entrant;
    }

    /** The fixed parameters that an algorithm knows. */
    private static Parameters own(Entrant entrant, Parameters parameters) {
        Parameters own = Parameters.empty();
        for (Parameter<?> parameter : entrant.algorithm.parameters().parameters()) {
            if (parameters.has(parameter.name())) {
                own = copied(parameter, parameters, own);
            }
        }
        return own;
    }

    private static <T> Parameters copied(Parameter<T> parameter, Parameters from, Parameters to) {
        return parameter.put(to, parameter.of(from));
    }
}
