package dev.recommender.ridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Weights of penalties that were solved together with another, until a training asks for them. Immutable. */
final class SolvedAhead {
    private final Map<Double, Solved> byPenalty;

    SolvedAhead(Map<Double, Solved> byPenalty) {
        this.byPenalty = new LinkedHashMap<>(byPenalty);
    }

    Optional<Solved> of(double penalty) {
        return Optional.ofNullable(byPenalty.get(penalty));
    }

    /** Those of the other penalties. */
    SolvedAhead without(double penalty) {
        SolvedAhead others = new SolvedAhead(byPenalty);
        others.byPenalty.remove(penalty);
        return others;
    }

    boolean isEmpty() {
        return byPenalty.isEmpty();
    }

    /** The heap that they take. */
    long bytes() {
        return byPenalty.values().stream().mapToLong(Solved::bytes).sum();
    }
}
