package dev.recommender.tuning;

import dev.recommender.evaluation.Evaluation.Difference;
import java.util.List;
import java.util.Optional;

/**
 * What the chosen candidate reaches on the test part, which no trial saw: trained on all earlier parts, and measured once.
 * This is the honest figure. The value by which a candidate was chosen is the largest of many, and so partly luck.
 *
 * @param best what the chosen candidate reaches
 * @param standard what the algorithm does that is used today, with its defaults; equal to {@code best} if that was chosen,
 *     and empty if it could not be trained
 * @param popularity what popularity as of the moment of the test reaches
 * @param overStandard the chosen candidate's value less the default's, by the same users, at each cut-off; empty if the
 *     default itself was chosen
 * @param overPopularity the chosen candidate's value less popularity's, likewise
 * @param notes what readers should know of the test part beside what the {@link Tuning#notes} say of all
 */
public record Check(
        Figures best,
        Optional<Figures> standard,
        Figures popularity,
        List<Difference> overStandard,
        List<Difference> overPopularity,
        List<String> notes) {
    public Check {
        overStandard = List.copyOf(overStandard);
        overPopularity = List.copyOf(overPopularity);
        notes = List.copyOf(notes);
    }

    /** The difference to the default at a cut-off; empty if the default itself was chosen. */
    public Optional<Difference> overStandard(int cutoff) {
        return at(overStandard, cutoff);
    }

    /** The difference to popularity at a cut-off. */
    public Optional<Difference> overPopularity(int cutoff) {
        return at(overPopularity, cutoff);
    }

    private static Optional<Difference> at(List<Difference> differences, int cutoff) {
        return differences.stream()
                .filter(difference -> difference.cutoff().orElse(0) == cutoff)
                .findFirst();
    }
}
