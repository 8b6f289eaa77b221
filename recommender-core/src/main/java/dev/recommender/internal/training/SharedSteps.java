package dev.recommender.internal.training;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a training can take over from the one before, of the same events: the last result of each step, as long as what it
 * depends on stays the same. Results are never changed. Used by one training at a time, all of whose threads may call it.
 */
public final class SharedSteps {
    private final boolean keeping;
    /** Those kept last are the last. */
    private final Map<Class<?>, Result> results = new LinkedHashMap<>();

    private record Result(Object key, Object value, long bytes) {}

    private SharedSteps(boolean keeping) {
        this.keeping = keeping;
    }

    /** Keeps nothing: for a single training. */
    public static SharedSteps none() {
        return new SharedSteps(false);
    }

    /** For several trainings; holds nothing yet. */
    public static SharedSteps kept() {
        return new SharedSteps(true);
    }

    /** Whether results are kept. */
    public boolean keeping() {
        return keeping;
    }

    /**
     * The result of a step. One with another key is given up, so that it takes no memory beside its successor.
     *
     * @param step the type of its result
     * @param key what the result depends on
     */
    public synchronized <T> Optional<T> find(Class<T> step, Object key) {
        Result result = results.get(step);
        if (result == null || !result.key.equals(key)) {
            results.remove(step);
            return Optional.empty();
        }
        return Optional.of(step.cast(result.value));
    }

    /** Whether the result of a step is kept, whatever it depends on. */
    public synchronized boolean has(Class<?> step) {
        return results.containsKey(step);
    }

    /**
     * Keeps the result of a step for the trainings to come, if any is kept.
     *
     * @param bytes the heap that it takes beside a training; 0 if each training that takes it over counts it as its own
     */
    public synchronized <T> void keep(Class<T> step, Object key, T value, long bytes) {
        if (keeping) {
            results.remove(step);
            results.put(step, new Result(key, value, bytes));
        }
    }

    /** The heap that results take beside a training, in bytes. */
    synchronized long bytes() {
        return results.values().stream().mapToLong(Result::bytes).sum();
    }

    /** Gives up the result of a step, if there is one. */
    public synchronized void giveUp(Class<?> step) {
        results.remove(step);
    }

    /** Gives up the oldest of the results that take heap beside a training; returns whether there was one. */
    synchronized boolean giveUpOldest() {
        Iterator<Result> oldestFirst = results.values().iterator();
        while (oldestFirst.hasNext()) {
            if (oldestFirst.next().bytes > 0) {
                oldestFirst.remove();
                return true;
            }
        }
        return false;
    }
}
