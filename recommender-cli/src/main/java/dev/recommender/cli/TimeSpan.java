package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.spi.Parameter;
import java.time.Duration;

/** Spans of time in options: written as those of parameters are, always with a unit. */
final class TimeSpan {
    private static final Parameter<Duration> ANY =
            Parameter.duration("time", Duration.ofSeconds(1), "How long something takes.");

    private TimeSpan() {}

    /**
     * The value of an option.
     *
     * @throws UsageException naming the option, if it is no span of time
     */
    static Duration of(String option, String text) {
        return UsageException.naming(option, TimeSpan::read, text);
    }

    /**
     * The value of an option that is not less than a second.
     *
     * @throws UsageException naming the option, if it is no span of time, or too short
     */
    static Duration ofSeconds(String option, String text) {
        Duration time = of(option, text);
        if (time.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new UsageException(option + " must be at least 1s: " + text);
        }
        return time;
    }

    private static Duration read(String text) {
        try {
            return ANY.of(ANY.read(Parameters.empty(), text));
        } catch (InvalidParametersException e) {
            throw new IllegalArgumentException(e.violations().get(0), e);
        }
    }
}
