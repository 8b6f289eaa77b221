package dev.recommender.registry;

import dev.recommender.InvalidParametersException;
import dev.recommender.Violation;

/**
 * That usage events are the earlier part of others, whose later part was held back, as {@link UsageSplit} says how. Immutable.
 *
 * @param usage all the events: a file or a folder of the store, without slashes at its ends
 * @param share which part of them is there: more than 0 and less than 1
 * @param files how all of them are read
 */
public record EarlierPart(String usage, double share, FileFormat files) {
    static final String FIELD = "earlierPartOf";
    static final String SHARE = "share";
    static final String SHARE_RANGE = "must be more than 0 and less than 1";

    /**
     * The earlier part of these events.
     *
     * @throws InvalidParametersException if the share is out of its range, or the path is blank or leads out of the store
     */
    public EarlierPart {
        usage = TrainingRequest.path(FIELD + "." + TrainingRequestJson.USAGE, usage);
        if (!(share > 0 && share < 1)) {
            String given = String.valueOf(share);
            throw InvalidParametersException.of(Violation.ofValue(FIELD + "." + SHARE, SHARE_RANGE, given, given));
        }
    }

    /**
     * The earlier part of events that are read as {@link FileFormat#STANDARD} says.
     *
     * @throws InvalidParametersException if the share is out of its range, or the path is blank or leads out of the store
     */
    public static EarlierPart of(String usage, double share) {
        return new EarlierPart(usage, share, FileFormat.STANDARD);
    }
}
