package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * That usage events are a part of others, of which the rest was held back, as by a {@link UsageSplit}. Immutable.
 *
 * @param usage all the events: a file or a folder of the store, without slashes at its ends
 * @param share how much of them is there: more than 0 and less than 1
 * @param before the moment from which events were held back; empty if they were drawn
 * @param files how all of them are read
 */
public record UsagePart(String usage, double share, Optional<Instant> before, FileFormat files) {
    static final String FIELD = "partOf";
    static final String SHARE = "share";
    static final String BEFORE = "before";

    private static final String SHARE_RANGE = "must be more than 0 and less than 1";

    /**
     * A part of these events.
     *
     * @throws InvalidParametersException if the share is out of its range, or the path is blank or leads out of the store
     */
    public UsagePart {
        usage = TrainingRequest.path(FIELD + "." + TrainingRequestJson.USAGE, usage);
        List<Violation> violations = shareViolations(share);
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }

    /** What is wrong with a share; empty if nothing is. */
    static List<Violation> shareViolations(double share) {
        String given = String.valueOf(share);
        return share > 0 && share < 1
                ? List.of()
                : List.of(Violation.ofValue(FIELD + "." + SHARE, SHARE_RANGE, given, given));
    }

    /**
     * A drawn part of events that are read as {@link FileFormat#STANDARD} says.
     *
     * @throws InvalidParametersException if the share is out of its range, or the path is blank or leads out of the store
     */
    public static UsagePart of(String usage, double share) {
        return new UsagePart(usage, share, Optional.empty(), FileFormat.STANDARD);
    }

    /** The part before a moment. */
    public UsagePart before(Instant moment) {
        return new UsagePart(usage, share, Optional.of(moment), files);
    }

    /** The same of events that are read in another way. */
    public UsagePart files(FileFormat format) {
        return new UsagePart(usage, share, before, format);
    }
}
