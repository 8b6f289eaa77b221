package dev.recommender.ridge;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.CountingOptions;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.util.Numbers;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The valid options of a training, as types; {@link RidgeParameters} says what they are. */
record RidgeOptions(
        OptionalDouble penalty,
        double unitDamping,
        double seedDamping,
        double targetDamping,
        int candidatesPerSeed,
        int candidatesPerTarget,
        int ownCandidates,
        double proposalDamping,
        OptionalInt countsPerItem,
        RowOptions shared) {
    /**
     * The options that parameters give. A parameter that is not given takes its default.
     *
     * @throws dev.recommender.InvalidParametersException naming every violation
     */
    static RidgeOptions of(Parameters given) {
        Parameters all = RidgeParameters.SPEC.complete(given);
        return new RidgeOptions(
                RidgeParameters.PENALTY.of(all),
                RidgeParameters.UNIT_DAMPING.of(all),
                RidgeParameters.SEED_DAMPING.of(all),
                RidgeParameters.TARGET_DAMPING.of(all),
                RidgeParameters.CANDIDATES_PER_SEED.of(all),
                RidgeParameters.CANDIDATES_PER_TARGET.of(all),
                RidgeParameters.OWN_CANDIDATES.of(all),
                RidgeParameters.PROPOSAL_DAMPING.of(all),
                RidgeParameters.COUNTS_PER_ITEM.of(all),
                RowParameters.optionsOf(RidgeParameters.SUPPORT_THRESHOLD.of(all), all));
    }

    /** All parameters. */
    Parameters toParameters() {
        Parameters all = RidgeParameters.PENALTY.put(Parameters.empty(), penalty);
        all = RidgeParameters.UNIT_DAMPING.put(all, unitDamping);
        all = RidgeParameters.SEED_DAMPING.put(all, seedDamping);
        all = RidgeParameters.TARGET_DAMPING.put(all, targetDamping);
        all = RidgeParameters.CANDIDATES_PER_SEED.put(all, candidatesPerSeed);
        all = RidgeParameters.CANDIDATES_PER_TARGET.put(all, candidatesPerTarget);
        all = RidgeParameters.OWN_CANDIDATES.put(all, ownCandidates);
        all = RidgeParameters.PROPOSAL_DAMPING.put(all, proposalDamping);
        all = RidgeParameters.COUNTS_PER_ITEM.put(all, countsPerItem);
        all = RidgeParameters.SUPPORT_THRESHOLD.put(all, shared.supportThreshold());
        return RowParameters.put(all, shared);
    }

    /** These options with others of those that all algorithms of rows have. */
    RidgeOptions with(RowOptions other) {
        return with(candidatesPerTarget, countsPerItem, other);
    }

    /** These options with fewer or more co-occurrences kept. */
    RidgeOptions countsPerItem(int count) {
        return with(candidatesPerTarget, OptionalInt.of(count), shared);
    }

    private RidgeOptions with(int perTarget, OptionalInt counts, RowOptions rows) {
        return new RidgeOptions(
                penalty,
                unitDamping,
                seedDamping,
                targetDamping,
                candidatesPerSeed,
                perTarget,
                ownCandidates,
                proposalDamping,
                counts,
                rows);
    }

    /** Whether the co-occurrences of predictors with one another matter. */
    boolean solved() {
        return penalty.isPresent();
    }

    /** What is counted: the weights of units. Pairs need no support, since the penalty shrinks the weights of rare ones. */
    CountingOptions counting() {
        return new CountingOptions(
                unitDamping == 0 ? Optional.empty() : Optional.of(size -> 1 / Numbers.power(size, unitDamping)), 1);
    }
}
