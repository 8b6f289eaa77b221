package dev.recommender.tuning;

import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Measurement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Measures the chosen candidate on the test part, once, beside the default and popularity. */
final class FinalCheck {
    private static final String UNCHECKED = "The chosen candidate could not be checked on the test part: ";
    private static final String STANDARD_UNCHECKED = "Today's default could not be checked on the test part: ";

    private final TuningOptions options;
    private final ThreeParts parts;
    private final Stop stop;
    private final Activity activity;

    FinalCheck(TuningOptions options, ThreeParts parts, Stop stop, Activity activity) {
        this.options = options;
        this.parts = parts;
        this.stop = stop;
        this.activity = activity;
    }

    /**
     * Makes the check.
     *
     * @param notes receives why there is none
     * @return empty if the tuning was cancelled, or the chosen candidate cannot be trained on both parts
     */
    Optional<Check> of(Trial best, Trial standard, List<String> notes) {
        stop.check();
        try {
            Measurement ours = measure(best.candidate());
            Optional<Measurement> theirs = theirs(best, standard, ours, notes);
            Measurement popular = parts.test().popularity();
            List<Difference> overStandard = theirs.filter(other -> other != ours)
                    .map(other -> differences(ours, other))
                    .orElse(List.of());
            List<Difference> overPopularity = differences(ours, popular);
            List<String> found = new ArrayList<>();
            doubt(overPopularity).ifPresent(found::add);
            found.addAll(parts.testNotes());
            return Optional.of(new Check(
                    Race.figures(options, ours),
                    theirs.map(other -> Race.figures(options, other)),
                    Race.figures(options, popular),
                    overStandard,
                    overPopularity,
                    found));
        } catch (TrainingCancelledException e) {
            return Optional.empty();
        } catch (RuntimeException e) {
            stop.requireSound();
            if (stop.rightNow().isEmpty()) {
                notes.add(UNCHECKED + e.getMessage());
            }
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            notes.add(UNCHECKED + Trials.OUT_OF_HEAP);
            return Optional.empty();
        }
    }

    private Optional<Measurement> theirs(Trial best, Trial standard, Measurement ours, List<String> notes) {
        if (standard.number() == best.number()) {
            return Optional.of(ours);
        }
        try {
            return Optional.of(measure(standard.candidate()));
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            if (stop.rightNow().isPresent()) {
                throw e;
            }
            notes.add(STANDARD_UNCHECKED + e.getMessage());
            return Optional.empty();
        } catch (OutOfMemoryError e) {
            notes.add(STANDARD_UNCHECKED + Trials.OUT_OF_HEAP);
            return Optional.empty();
        }
    }

    /** Says so if the chosen candidate is not better than popularity by more than chance at the cut-off that was tuned for. */
    private Optional<String> doubt(List<Difference> overPopularity) {
        return overPopularity.stream()
                .filter(difference -> difference.cutoff().orElse(0) == options.cutoff)
                .filter(difference -> Verdict.of(difference) != Verdict.BETTER)
                .findFirst()
                .map(difference -> "On the test part the chosen candidate reaches "
                        + Verdict.more(difference, options.metric.label() + "@" + options.cutoff)
                        + " than popularity, "
                        + (Verdict.of(difference) == Verdict.WORSE ? "by more than chance." : "which may be chance.")
                        + " So nothing shows yet that it knows more than what is popular; more events would tell.");
    }

    private Measurement measure(Candidate candidate) {
        activity.start("check: " + candidate, 0);
        TrainingInput training = parts.test().training().monitor(activity);
        try (TrainedModel model =
                candidate.trainer(options.resources).train(training).model()) {
            activity.progress("asking users", 0);
            return parts.test().measure(new WatchedRecommender(model.recommender(), stop));
        }
    }

    private List<Difference> differences(Measurement ours, Measurement other) {
        return IntStream.of(options.cutoffs())
                .mapToObj(cutoff -> ours.minus(other, options.metric, cutoff))
                .toList();
    }
}
