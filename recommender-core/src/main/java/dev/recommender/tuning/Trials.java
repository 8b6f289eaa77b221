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
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Trains and measures candidates. Used by one thread. */
final class Trials implements AutoCloseable {
    private static final String NEIGHBORS = "neighbors";

    private final TuningOptions options;
    private final TrainingInput training;
    private final Race race;
    private final Stop stop;
    private final Activity activity;
    private @Nullable TrainingSeries series;
    private String algorithm = "";
    private Race.@Nullable Result last;

    Trials(TuningOptions options, TestSet validation, Stop stop, Activity activity) {
        this.options = options;
        this.training = validation.training().monitor(TrainingMonitor.none());
        this.race = new Race(options, validation, stop);
        this.stop = stop;
        this.activity = activity;
    }

    /**
     * Tries a candidate.
     *
     * @param best the best so far; measured again if that was done by an earlier run
     * @throws TrainingCancelledException if the tuning is to end
     */
    Trial run(Search.Proposal proposal, int number, Optional<Trial> best) {
        if (best.isPresent() && !race.hasBest()) {
            activity.start("again " + best.get().candidate(), 0);
            try (TrainedModel model = train(best.get().candidate()).model()) {
                race.lead(race.run(model.recommender()));
            }
            stop.trial(proposal.exempt());
        }
        activity.start(proposal.candidate().toString(), number);
        try {
            return measured(proposal, number);
        } catch (InvalidParametersException e) {
            return ended(proposal, number, Trial.State.REFUSED, String.join("; ", e.violations()));
        } catch (InsufficientMemoryException e) {
            return ended(proposal, number, Trial.State.TOO_LARGE, words(e));
        } catch (TrainingCancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            stop.requireSound();
            if (stop.rightNow().isPresent()) {
                // An interruption has many consequences.
                throw new TrainingCancelledException();
            }
            return ended(proposal, number, Trial.State.FAILED, words(e));
        }
    }

    private Trial measured(Search.Proposal proposal, int number) {
        TrainingResult<?> trained = train(proposal.candidate());
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
                    stop.ofTrial());
        }
    }

    private TrainingResult<?> train(Candidate candidate) {
        TrainingSeries open = series;
        if (open == null || !algorithm.equals(candidate.algorithm())) {
            close();
            algorithm = candidate.algorithm();
            open = Models.algorithm(algorithm).series(training, options.resources);
            series = open;
        }
        return open.train(candidate.parameters(), activity);
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
                stop.ofTrial());
    }

    /** From now on others are compared with the trial that was run last. */
    void lead() {
        race.lead(Objects.requireNonNull(last));
    }

    /** From now on others are compared with a trial of an earlier run. */
    void leadByEarlierRun() {
        race.forgetBest();
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
