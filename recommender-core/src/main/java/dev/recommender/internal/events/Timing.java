package dev.recommender.internal.events;

import dev.recommender.TimeSpan;
import dev.recommender.UsageEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * When the events of {@link Interactions} happened.
 *
 * @param first the time of the first event, in milliseconds since 1970; empty if no event has a time
 * @param last the time of the last event, in the same way
 * @param reference the moment that affinities are decayed to; empty if no event has a time and none was given
 * @param later how many events are after that moment
 * @param latest a few of these events; none if times do not matter
 */
public record Timing(
        OptionalLong first, OptionalLong last, OptionalLong reference, long later, List<UsageEvent> latest) {
    /** No times. */
    public static final Timing NONE =
            new Timing(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), 0, List.of());

    /** From when to when the events happened. */
    public Optional<TimeSpan> span() {
        return first.isEmpty() || last.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new TimeSpan(Instant.ofEpochMilli(first.getAsLong()), Instant.ofEpochMilli(last.getAsLong())));
    }
}
