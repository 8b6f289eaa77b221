package dev.recommender.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the search goes on from in one algorithm, which is not the best of all. Trials are compared on the same users only:
 * of those that were measured on the largest sample, the one with the greatest value is taken. One that was stopped on a
 * smaller sample takes its place if it has a greater value on that sample. So it depends on the trials and not on their
 * order, but that of equal ones the first is taken.
 */
final class Base {
    private final List<Trial> trials = new ArrayList<>();

    /** Adds a trial, whatever its end. */
    void add(Trial trial) {
        if (!trial.looks().isEmpty()) {
            trials.add(trial);
        }
    }

    /** The trial to go on from; empty if none was measured on any sample. */
    Optional<Trial> trial() {
        int most = trials.stream().mapToInt(trial -> trial.looks().size()).max().orElse(0);
        Optional<Trial> base = Optional.empty();
        for (int looks = most; looks > 0; looks--) {
            for (Trial trial : trials) {
                if (trial.looks().size() == looks && (base.isEmpty() || isBetter(trial, base.get(), looks))) {
                    base = Optional.of(trial);
                }
            }
        }
        return base;
    }

    private static boolean isBetter(Trial trial, Trial other, int looks) {
        return trial.looks().get(looks - 1).value()
                > other.looks().get(looks - 1).value();
    }
}
