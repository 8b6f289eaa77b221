package dev.recommender.sar;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.CountingOptions;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowParameters;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The valid options of a training, as types; {@link SarParameters} says what they are.
 *
 * @param similarity how similar two items are that occur together
 * @param shared what all algorithms of rows have
 */
record SarOptions(Similarity similarity, RowOptions shared) {
    /**
     * The options that parameters give. A parameter that is not given takes its default.
     *
     * @throws dev.recommender.InvalidParametersException naming every violation
     */
    static SarOptions of(Parameters given) {
        Parameters all = SarParameters.SPEC.complete(given);
        return new SarOptions(
                SarParameters.SIMILARITY.of(all),
                RowParameters.optionsOf(
                        SarParameters.SUPPORT_THRESHOLD.of(all),
                        SarParameters.COUNTING.of(all) == Counting.SEQUENTIAL
                                ? OptionalInt.of(SarParameters.MAX_DISTANCE.of(all))
                                : OptionalInt.empty(),
                        all));
    }

    /** All parameters. */
    Parameters toParameters() {
        OptionalInt distance = shared.maxDistance();
        Parameters own = SarParameters.SIMILARITY.put(Parameters.empty(), similarity);
        own = SarParameters.COUNTING.put(own, distance.isPresent() ? Counting.SEQUENTIAL : Counting.SYMMETRIC);
        own = SarParameters.MAX_DISTANCE.put(own, distance.orElse(SarParameters.MAX_DISTANCE.defaultValue()));
        return RowParameters.put(SarParameters.SUPPORT_THRESHOLD.put(own, shared.supportThreshold()), shared);
    }

    /** These options with another similarity, which may be one of the caller's. */
    SarOptions similarity(Similarity other) {
        return new SarOptions(other, shared);
    }

    /** Whether the value by which a seed chooses a target is that by which the target chooses the seed. */
    boolean symmetric() {
        return similarity.symmetric() && shared.weights().popularity() == 0;
    }

    /** What is counted where order does not count. */
    CountingOptions counting() {
        return new CountingOptions(
                similarity.unitDamping() == 0 ? Optional.empty() : Optional.of(similarity::unitWeightOf),
                shared.supportThreshold());
    }
}
