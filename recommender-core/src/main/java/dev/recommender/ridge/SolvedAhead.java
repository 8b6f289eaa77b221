package dev.recommender.ridge;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;

/** Weights of penalties that were solved together with another, until a training asks for them. Immutable. */
final class SolvedAhead {
    static final SolvedAhead NONE = new SolvedAhead(Map.of());

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

    /** These after others, which are likely to be asked for sooner. */
    SolvedAhead after(Map<Double, Solved> others) {
        SolvedAhead all = new SolvedAhead(others);
        byPenalty.forEach(all.byPenalty::putIfAbsent);
        return all;
    }

    /** In their order, those that fit beside the ones before them. */
    SolvedAhead within(LongPredicate fits) {
        SolvedAhead some = new SolvedAhead(Map.of());
        byPenalty.forEach((penalty, solved) -> {
            if (fits.test(some.bytes() + solved.bytes())) {
                some.byPenalty.put(penalty, solved);
            }
        });
        return some;
    }

    boolean isEmpty() {
        return byPenalty.isEmpty();
    }

    /** The heap that they take. */
    long bytes() {
        return byPenalty.values().stream().mapToLong(Solved::bytes).sum();
    }
}
