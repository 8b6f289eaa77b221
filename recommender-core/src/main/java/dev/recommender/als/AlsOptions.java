package dev.recommender.als;

import dev.recommender.Parameters;
import dev.recommender.factors.VectorPrecision;
import dev.recommender.internal.factors.Objective;
import dev.recommender.internal.rows.NumberFormat;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.RowWeights;
import dev.recommender.neighbors.CooccurrenceUnit;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The valid options of a training, as types; {@link AlsParameters} says what they are.
 *
 * @param objective with α = 1 if the events decide it
 * @param unobservedWeight what decides α; empty if α is given
 */
record AlsOptions(
        int factors,
        int iterations,
        Objective objective,
        OptionalDouble unobservedWeight,
        int blockSize,
        int seed,
        double heldOut,
        VectorPrecision precision,
        RowOptions shared) {
    /** No α that events decide is smaller, and none is larger than its inverse: so it is a number whatever weights are. */
    private static final double LEAST_ALPHA = 0x1p-100;

    /**
     * The options that parameters give. A parameter that is not given takes its default.
     *
     * @throws dev.recommender.InvalidParametersException naming every violation
     */
    static AlsOptions of(Parameters given) {
        Parameters all = AlsParameters.SPEC.complete(given);
        OptionalDouble alpha = AlsParameters.ALPHA.of(all);
        return new AlsOptions(
                AlsParameters.FACTORS.of(all),
                AlsParameters.ITERATIONS.of(all),
                new Objective(
                        AlsParameters.RATINGS.of(all),
                        alpha.orElse(1),
                        AlsParameters.REGULARIZATION.of(all),
                        AlsParameters.REGULARIZATION_EXPONENT.of(all)),
                alpha.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(AlsParameters.UNOBSERVED_WEIGHT.of(all)),
                AlsParameters.BLOCK_SIZE.of(all),
                AlsParameters.START_SEED.of(all),
                AlsParameters.HELD_OUT.of(all),
                AlsParameters.PRECISION.of(all),
                new RowOptions(
                        AlsParameters.SUPPORT_THRESHOLD.of(all),
                        AlsParameters.HALF_LIFE.of(all),
                        RowParameters.REFERENCE_TIME.of(all),
                        CooccurrenceUnit.USER,
                        RowParameters.SESSION_GAP.defaultValue(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty(),
                        RowWeights.PLAIN,
                        RowParameters.EVENT_WEIGHTS.of(all),
                        RowParameters.UNWEIGHTED.of(all),
                        RowParameters.HISTORIES.of(all),
                        AlsParameters.PLACED_BY_FEATURES.of(all) ? OptionalInt.of(1) : OptionalInt.empty(),
                        false,
                        RowParameters.SCORE_SCALE.of(all),
                        AlsParameters.RATINGS.of(all)));
    }

    /** All parameters. */
    Parameters toParameters() {
        Parameters all = AlsParameters.FACTORS.put(Parameters.empty(), factors);
        all = AlsParameters.ITERATIONS.put(all, iterations);
        all = AlsParameters.ALPHA.put(
                all, unobservedWeight.isPresent() ? OptionalDouble.empty() : OptionalDouble.of(objective.alpha()));
        all = AlsParameters.UNOBSERVED_WEIGHT.put(
                all, unobservedWeight.orElse(AlsParameters.UNOBSERVED_WEIGHT.defaultValue()));
        all = AlsParameters.REGULARIZATION.put(all, objective.regularization());
        all = AlsParameters.REGULARIZATION_EXPONENT.put(all, objective.exponent());
        all = AlsParameters.RATINGS.put(all, objective.rated());
        all = AlsParameters.BLOCK_SIZE.put(all, blockSize);
        all = AlsParameters.START_SEED.put(all, seed);
        all = AlsParameters.HELD_OUT.put(all, heldOut);
        all = AlsParameters.PRECISION.put(all, precision);
        all = AlsParameters.SUPPORT_THRESHOLD.put(all, shared.supportThreshold());
        all = AlsParameters.HALF_LIFE.put(all, shared.halfLife());
        all = RowParameters.REFERENCE_TIME.put(all, shared.referenceTime());
        all = RowParameters.EVENT_WEIGHTS.put(all, shared.eventWeights());
        all = RowParameters.UNWEIGHTED.put(all, shared.unweighted());
        all = RowParameters.HISTORIES.put(all, shared.historyLimit());
        all = AlsParameters.PLACED_BY_FEATURES.put(all, placedByFeatures());
        return RowParameters.SCORE_SCALE.put(all, shared.scoreScale());
    }

    /** These options with others of those that concern events and histories; of them, the support threshold alone. */
    AlsOptions with(RowOptions other) {
        return new AlsOptions(
                factors,
                iterations,
                objective,
                unobservedWeight,
                blockSize,
                seed,
                heldOut,
                precision,
                shared.supportThreshold(other.supportThreshold()));
    }

    /** These options with vectors of so many numbers. */
    AlsOptions factors(int numbers) {
        return new AlsOptions(
                numbers, iterations, objective, unobservedWeight, blockSize, seed, heldOut, precision, shared);
    }

    /** Whether the events decide α. */
    boolean weighedByEvents() {
        return unobservedWeight.isPresent() && !objective.rated();
    }

    /**
     * These options with the α for so many pairs of users and items that are learnt.
     *
     * @param pairs with events or without
     * @param affinity the sum of |a| over those with events
     */
    AlsOptions weighed(double pairs, double affinity) {
        double alpha = affinity == 0 ? 1 : pairs / (unobservedWeight.orElseThrow() * affinity);
        Objective weighed = new Objective(
                false,
                Math.max(LEAST_ALPHA, Math.min(1 / LEAST_ALPHA, alpha)),
                objective.regularization(),
                objective.exponent());
        return new AlsOptions(
                factors, iterations, weighed, unobservedWeight, blockSize, seed, heldOut, precision, shared);
    }

    /** How many numbers are solved at once. */
    int block() {
        return Math.min(blockSize, factors);
    }

    boolean placedByFeatures() {
        return shared.coldItems().isPresent();
    }

    NumberFormat format() {
        return precision == VectorPrecision.BITS_32 ? NumberFormat.FLOAT32 : NumberFormat.INT16;
    }
}
