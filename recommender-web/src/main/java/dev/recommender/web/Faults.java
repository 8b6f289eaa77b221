package dev.recommender.web;

import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import dev.recommender.registry.InvalidAliasException;
import dev.recommender.registry.InvalidModelIdException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Collects what is wrong with a request, so that all of it is told at once. Used by one thread. */
final class Faults {
    private final List<Violation> found = new ArrayList<>();

    void add(Violation violation) {
        found.add(violation);
    }

    void addAll(List<Violation> violations) {
        found.addAll(violations);
    }

    /** Whether nothing was wrong so far. */
    boolean isEmpty() {
        return found.isEmpty();
    }

    /**
     * What is read, or what stands for it until {@link #require}.
     *
     * @throws WebFailure if it is refused by something else than rules of the request
     */
    <T> T reading(T otherwise, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (WebFailure | InvalidParametersException | InvalidModelIdException | InvalidAliasException e) {
            List<Violation> violations = Failure.of(e).violations();
            if (violations.isEmpty()) {
                throw e;
            }
            found.addAll(violations);
            return otherwise;
        }
    }

    /** Does what may be refused. */
    void checking(Runnable check) {
        reading(true, () -> {
            check.run();
            return true;
        });
    }

    /** Takes over what is wrong within a field. */
    void addWithin(String path, Faults inner) {
        inner.found.forEach(violation -> found.add(violation.within(path)));
    }

    /**
     * Ends the collection.
     *
     * @throws WebFailure if anything was wrong
     */
    void require() {
        if (!found.isEmpty()) {
            throw Exchange.invalid(found.stream().distinct().toList());
        }
    }
}
