package dev.recommender.tuning;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How long trials took, and how long they would take by themselves. A trial is short where its training takes over what
 * those before it did, and long where it does what those after it need. So a phase that it lacks counts with the time that the
 * phase took when it was run last, and one that may have been run for others as well counts with no more. Used by one thread.
 */
final class TrialTimes {
    /** For each algorithm, how long each phase took when it was run last, for one training alone. */
    private final Map<String, Map<String, Duration>> phases = new HashMap<>();

    /** By the number of the trial. */
    private final Map<Integer, Times> trials = new LinkedHashMap<>();

    private record Times(String algorithm, Duration time, Duration alone, boolean trained, boolean takenOver) {}

    /**
     * Takes note of a training.
     *
     * @param took how long each of its phases took
     * @param forOthers whether it was told which trainings follow, so that it may have done their work, too
     * @return how long it would have taken more by itself; negative if less
     */
    Duration trained(String algorithm, Map<String, Duration> took, boolean forOthers) {
        Map<String, Duration> known = phases.computeIfAbsent(algorithm, name -> new HashMap<>());
        Map<String, Duration> alone = new HashMap<>(known);
        took.forEach((phase, time) -> alone.merge(phase, time, forOthers ? TrialTimes::shorter : (last, now) -> now));
        Duration more = total(alone).minus(total(took));
        known.putAll(alone);
        return more;
    }

    private static Duration total(Map<String, Duration> phases) {
        return phases.values().stream().reduce(Duration.ZERO, Duration::plus);
    }

    /**
     * Takes note of a trial that has ended.
     *
     * @param more how long it would have taken more by itself; negative if less
     */
    void ended(Trial trial, Duration more) {
        add(trial, trial.time().plus(more), false);
    }

    /** Takes note of a trial of the journal. Nobody knows what it took over, so it counts as the longest of its algorithm. */
    void takenOver(Trial trial) {
        Duration longest = trials.values().stream()
                .filter(other -> other.takenOver
                        && other.algorithm.equals(trial.candidate().algorithm()))
                .map(Times::alone)
                .reduce(trial.time(), TrialTimes::longer);
        add(trial, longest, true);
    }

    private void add(Trial trial, Duration alone, boolean takenOver) {
        boolean trained = !trial.looks().isEmpty();
        trials.put(trial.number(), new Times(trial.candidate().algorithm(), trial.time(), alone, trained, takenOver));
    }

    /** How long a trial would take by itself, if it is one of those that have ended. */
    Duration alone(Trial trial) {
        Times times = trials.get(trial.number());
        return times == null ? trial.time() : times.alone;
    }

    /** How long a trial of an algorithm takes beside others: three of four took no longer. */
    Duration usual(String algorithm) {
        return usual(algorithm, Times::time, false);
    }

    /** How long a trial of an algorithm takes by itself: three of four that were measured would take no longer. */
    Duration usualAlone(String algorithm) {
        return usual(algorithm, Times::alone, true);
    }

    /** Of an algorithm without trials, the longest of all. */
    private Duration usual(String algorithm, Function<Times, Duration> length, boolean trainedOnly) {
        List<Duration> lengths = trials.values().stream()
                .filter(times -> times.algorithm.equals(algorithm) && (times.trained || !trainedOnly))
                .map(length)
                .sorted()
                .toList();
        return lengths.isEmpty()
                ? trials.values().stream().map(length).reduce(Duration.ZERO, TrialTimes::longer)
                : lengths.get(lengths.size() * 3 / 4);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
