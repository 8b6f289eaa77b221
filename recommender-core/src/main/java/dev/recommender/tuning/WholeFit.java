package dev.recommender.tuning;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingPlan;
import dev.recommender.internal.util.Memory;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Whether candidates can be trained on all events, which are more than trials train on: what is chosen must be of use.
 * Follows from their plans, which cost a pass through the events. So not every candidate is planned: starts are, what would
 * be the best, and everything of an algorithm of which something did not fit. Used by one thread.
 */
final class WholeFit {
    private final TuningOptions options;
    private final TrainingInput everything;
    private final Stop stop;
    private final Set<String> tight = new HashSet<>();

    WholeFit(TuningOptions options, TrainingInput everything, Activity activity, Stop stop) {
        this.options = options;
        this.everything = everything.monitor(activity);
        this.stop = stop;
    }

    /** Whether to ask before a trial, as that may be in vain. */
    boolean isDoubtful(Search.Proposal proposal) {
        return proposal.exempt() || tight.contains(proposal.candidate().algorithm());
    }

    /**
     * Why a candidate cannot be trained on all events; empty if it can, or there is no plan of it.
     *
     * @throws TrainingCancelledException if the tuning is to end
     */
    Optional<String> obstacle(Candidate candidate) {
        Optional<String> obstacle = planned(candidate);
        obstacle.ifPresent(found -> tight.add(candidate.algorithm()));
        return obstacle;
    }

    private Optional<String> planned(Candidate candidate) {
        try {
            TrainingPlan plan = candidate.trainer(options.resources).plan(everything);
            return plan.fits()
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT,
                            "on all events its training needs %s, more than the memory budget of %s",
                            Memory.text(plan.peakBytes()),
                            Memory.text(plan.budget())));
        } catch (InsufficientMemoryException e) {
            return Optional.of("on all events: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            return Optional.of("on all events, " + Trials.OUT_OF_HEAP);
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            stop.requireSound();
            if (stop.rightNow().isPresent()) {
                throw new TrainingCancelledException();
            }
            // What else is wrong with it is found when it is trained.
            return Optional.empty();
        }
    }
}
