package dev.recommender.registry;

import java.time.Instant;
import java.util.Optional;

/**
 * How usage events were divided into earlier ones to train on and later ones to evaluate with.
 *
 * @param moment the moment from which events are later; empty if no event has a time, and the later ones were drawn
 * @param trainingEvents how many events are to train on, those without a time among them
 * @param evaluationEvents how many events are to evaluate with
 */
public record UsageSplit(Optional<Instant> moment, long trainingEvents, long evaluationEvents) {
    /** What becomes of files that have the names of those to be written. */
    public enum Existing {
        /** They stay; if one has another content than what is to be written, nothing is written. */
        KEEP,
        /** They are replaced. */
        REPLACE
    }
}
