package dev.recommender.tuning;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.spi.Algorithm;
import dev.recommender.spi.Parameter;
import dev.recommender.spi.ParameterSpec;
import dev.recommender.spi.SearchSpace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An algorithm that takes part in a search, with what it reached so far. Used by one thread. */
final class Entrant {
    final Algorithm algorithm;
    final Parameters fixed;
    final Base base = new Base();

    Entrant(Algorithm algorithm, Parameters fixed) {
        this.algorithm = algorithm;
        this.fixed = known(algorithm, fixed);
    }

    /** The starts; where none is allowed with what is fixed, also the first change that is. */
    List<Parameters> starts(boolean timed) {
        SearchSpace space = algorithm.searchSpace();
        List<Parameters> starts = new ArrayList<>(space.starts());
        if (starts.stream().noneMatch(this::allows)) {
            space.steps().stream()
                    .filter(step -> isAsked(step, timed))
                    .flatMap(step -> step.proposals().apply(fixed, 0).stream())
                    .filter(this::allows)
                    .findFirst()
                    .ifPresent(starts::add);
        }
        return starts;
    }

    /**
     * Why a fixed parameter has no effect in whatever is tried of this algorithm. Empty if it has one in something, or if
     * other rules alone forbid all that is tried.
     */
    List<Violation> withoutEffect(String name, boolean timed) {
        ParameterSpec spec = algorithm.parameters();
        List<Parameters> changes = new ArrayList<>(starts(timed));
        algorithm.searchSpace().steps().stream()
                .filter(step -> isAsked(step, timed))
                .forEach(step -> changes.addAll(step.proposals().apply(fixed, 0)));
        Set<Violation> violations = new LinkedHashSet<>();
        for (Parameters change : changes) {
            Parameters all = spec.defaults().with(change).with(fixed);
            List<Violation> here = spec.withoutEffect(List.of(name), all);
            if (here.isEmpty() && isAllowed(withoutIdle(all))) {
                return List.of();
            }
            violations.addAll(here);
        }
        return List.copyOf(violations);
    }

    /** Fixed parameters that have no effect beside the others are their defaults, as another value is refused for it. */
    private Parameters withoutIdle(Parameters all) {
        ParameterSpec spec = algorithm.parameters();
        Parameters effective = all;
        for (Parameter<?> parameter : spec.parameters()) {
            boolean idle = fixed.has(parameter.name())
                    && !spec.withoutEffect(List.of(parameter.name()), all).isEmpty();
            effective = idle ? copied(parameter, spec.defaults(), effective) : effective;
        }
        return effective;
    }

    /** What is wrong with the fixed parameters without a catalog. */
    List<Violation> violationsWithoutCatalog() {
        ParameterSpec spec = algorithm.parameters();
        return spec.violationsWithoutCatalog(spec.defaults().with(fixed));
    }

    /** Whether a step can be asked for, and does not touch what is fixed. */
    boolean isAsked(SearchSpace.Step step, boolean timed) {
        return (timed || !step.needsTimes()) && Collections.disjoint(step.parameters(), fixed.names());
    }

    /** Whether a step's change of some parameters is refused since one of what it changes has no effect beside them. */
    boolean isVain(Parameters change, Parameters base) {
        ParameterSpec spec = algorithm.parameters();
        Parameters all = spec.defaults().with(base).with(change).with(fixed);
        return !spec.withoutEffect(change.names(), all).isEmpty() && !isAllowed(all);
    }

    private boolean allows(Parameters change) {
        return isAllowed(change.with(fixed));
    }

    private boolean isAllowed(Parameters parameters) {
        try {
            algorithm.parameters().complete(parameters);
            return true;
        } catch (InvalidParametersException e) {
            return false;
        }
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
