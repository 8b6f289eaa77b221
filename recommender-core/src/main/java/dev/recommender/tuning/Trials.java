package dev.recommender.tuning;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.InvalidParametersException;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingCancelledException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.TrainingResult;
import dev.recommender.TrainingStatistics;
import dev.recommender.evaluation.TestSet;
import dev.recommender.models.Models;
import dev.recommender.spi.TrainingSeries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Trains and measures candidates. Used by one thread. */
final class Trials implements AutoCloseable {
    private static final String NEIGHBORS = "neighbors";

    /** What is said of an {@link OutOfMemoryError}, of which the memory that was planned knows nothing. */
    static final String OUT_OF_HEAP =
            "the heap did not suffice; a larger one would help, or a smaller memory budget, as"
                    + " its plans do not know what else the heap holds";

    private final TuningOptions options;
    private final TrainingInput training;
    private final Race race;
    private final Stop stop;
    private final Activity activity;
    private final WholeFit whole;
    private final TrialTimes times;
    private final List<String> notes;
    private @Nullable TrainingSeries series;
    private String algorithm = "";
    /** Whether the best cannot be measured again to compare with it. */
    private boolean alone;
    /** How much longer the training of the last trial would have taken by itself. */
    private Duration spared = Duration.ZERO;

    private Race.@Nullable Result last;

    /**
     * Trials on a validation part.
     *
     * @param times receives how long the phases of trainings take
     * @param notes receives what readers should know
     */
    Trials(
            TuningOptions options,
            TestSet validation,
            WholeFit whole,
            Stop stop,
            Activity activity,
            TrialTimes times,
            List<String> notes) {
        this.options = options;
        this.training = validation.training().monitor(TrainingMonitor.none());
        this.race = new Race(options, validation, stop);
        this.stop = stop;
        this.activity = activity;
        this.whole = whole;
        this.times = times;
        this.notes = notes;
    }

    /**
     * Tries a candidate.
     *
     * @param following what the same step is to try after it that its training may prepare
     * @param best the best so far; measured again if that was done by an earlier run
     * @throws TrainingCancelledException if the tuning is to end
     */
    Trial run(Search.Proposal proposal, List<Candidate> following, int number, Optional<Trial> best) {
        if (best.isPresent() && !race.hasBest() && !alone) {
            again(best.get().candidate());
            stop.trial(proposal.exempt(), times.usualAlone(proposal.candidate().algorithm()));
        }
        spared = Duration.ZERO;
        activity.start(proposal.candidate().toString(), number);
        try {
            Optional<String> obstacle =
                    whole.isDoubtful(proposal) ? whole.obstacle(proposal.candidate()) : Optional.empty();
            return obstacle.isPresent()
                    ? ended(proposal, number, Trial.State.TOO_LARGE, obstacle.get())
                    : measured(proposal, following, number);
        } catch (InvalidParametersException e) {
            return ended(proposal, number, Trial.State.REFUSED, String.join("; ", e.violations()));
        } catch (InsufficientMemoryException e) {
            return ended(proposal, number, Trial.State.TOO_LARGE, words(e));
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            requireGoingOn();
            return ended(proposal, number, Trial.State.FAILED, words(e));
        } catch (OutOfMemoryError e) {
            // What the trials before left may be what there was no room for, so the next one starts without.
            close();
            requireGoingOn();
            return ended(proposal, number, Trial.State.FAILED, OUT_OF_HEAP);
        }
    }

    /** An interruption has many consequences. */
    private void requireGoingOn() {
        stop.requireSound();
        if (stop.rightNow().isPresent()) {
            throw new TrainingCancelledException();
        }
    }

    /** Measures the best of an earlier run again. If that fails, it is the best all the same, and others are measured in full. */
    private void again(Candidate best) {
        activity.start("again " + best, 0);
        try (TrainedModel model = train(best, List.of()).model()) {
            race.lead(race.run(model.recommender()));
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            alone(words(e));
        } catch (OutOfMemoryError e) {
            close();
            alone(OUT_OF_HEAP);
        }
    }

    private void alone(String because) {
        requireGoingOn();
        alone = true;
        notes.add("The best trial of the journal could not be made again, so no trial is stopped early beside it: "
                + because);
    }

    private Trial measured(Search.Proposal proposal, List<Candidate> following, int number) {
        TrainingResult<?> trained = train(proposal.candidate(), following);
        try (TrainedModel model = trained.model()) {
            activity.progress("asking users", 0);
            Race.Result result = race.run(model.recommender());
            activity.progress("asking users", 1);
            last = result;
            return new Trial(
                    number,
                    proposal.candidate(),
                    proposal.step(),
                    result.reason().isEmpty() ? Trial.State.MEASURED : Trial.State.STOPPED_EARLY,
                    result.reason().orElse(""),
                    result.looks(),
                    Optional.of(Race.figures(options, result.last())),
                    neighbors(trained.statistics()),
                    trained.statistics().counts(),
                    stop.ofTrial());
        }
    }

    private TrainingResult<?> train(Candidate candidate, List<Candidate> following) {
        TrainingSeries open = series;
        if (open == null || !algorithm.equals(candidate.algorithm())) {
            close();
            algorithm = candidate.algorithm();
            open = Models.algorithm(algorithm).series(training, options.resources);
            series = open;
        }
        open.expect(following.stream().map(Candidate::parameters).toList());
        activity.training();
        TrainingResult<?> trained = open.train(candidate.parameters(), activity);
        spared = times.trained(algorithm, activity.phases(), !following.isEmpty());
        return trained;
    }

    /** How much longer the trial that was run last would have taken by itself; negative if it did the work of others. */
    Duration spared() {
        return spared;
    }

    private static String words(RuntimeException cause) {
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.toString() : message;
    }

    private Trial ended(Search.Proposal proposal, int number, Trial.State state, String reason) {
        return new Trial(
                number,
                proposal.candidate(),
                proposal.step(),
                state,
                reason,
                List.of(),
                Optional.empty(),
                OptionalDouble.empty(),
                Map.of(),
                stop.ofTrial());
    }

    /** From now on others are compared with the trial that was run last. */
    void lead() {
        race.lead(Objects.requireNonNull(last));
        alone = false;
    }

    /** From now on others are compared with a trial of an earlier run. */
    void leadByEarlierRun() {
        race.forgetBest();
        alone = false;
    }

    private static OptionalDouble neighbors(TrainingStatistics statistics) {
        return statistics.counts().containsKey(NEIGHBORS) && statistics.items() > 0
                ? OptionalDouble.of((double) statistics.count(NEIGHBORS) / statistics.items())
                : OptionalDouble.empty();
    }

    @Override
    public void close() {
        TrainingSeries open = series;
        if (open != null) {
            series = null;
            open.close();
        }
    }
}
