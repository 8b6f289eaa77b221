package dev.recommender.tuning;

import dev.recommender.ModelTrainer;
import dev.recommender.ParsingReport;
import dev.recommender.evaluation.Evaluation.Difference;
import dev.recommender.evaluation.Metric;
import dev.recommender.spi.TrainingResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a tuning found. Immutable. Prints itself as a table ({@link #toString}); {@link TuningJson} writes it. */
public final class Tuning {
    private final TuningOptions options;
    private final Found found;

    /**
     * What a tuner makes.
     *
     * @param options read, and never changed
     */
    Tuning(TuningOptions options, Found found) {
        this.options = options;
        this.found = found;
    }

    /**
     * What was found, as the methods of the same names say.
     *
     * @param takenOver how many of the trials are from the journal
     * @param leftOut how many candidates were not tried, as they make the model of another
     * @param standardChoosable whether today's default could be chosen: it has the fixed parameters, or the user named it
     * @param warnings what bears on how far the figures are to be trusted
     * @param remarks what else readers should know
     */
    record Found(
            Map<String, String> parameters,
            Parts parts,
            Figures popularity,
            List<Trial> trials,
            int takenOver,
            int leftOut,
            boolean standardChoosable,
            Trial best,
            Optional<Check> check,
            End end,
            List<String> warnings,
            List<String> remarks,
            ParsingReport report,
            Duration time) {
        Found {
            parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
            trials = List.copyOf(trials);
            warnings = List.copyOf(warnings);
            remarks = List.copyOf(remarks);
        }
    }

    /** What was tuned for. */
    public Metric metric() {
        return options.metric;
    }

    /** After how many recommendations. */
    public int cutoff() {
        return options.cutoff;
    }

    /** How it was tuned, in words and in a fixed order: the split among it. */
    public Map<String, String> parameters() {
        return found.parameters;
    }

    /** How many events and users there are to train on, to choose by, and to check with. */
    public Parts parts() {
        return found.parts;
    }

    /** What popularity as of the moment of the test reaches on the validation part. */
    public Figures popularity() {
        return found.popularity;
    }

    /** What was tried, in this order; the first is {@link #standard}. */
    public List<Trial> trials() {
        return found.trials;
    }

    /** How many of the trials are from the journal, and were not tried again. */
    public int takenOver() {
        return found.takenOver;
    }

    /** How many candidates were not tried, as they are known to make the model of another. */
    public int leftOut() {
        return found.leftOut;
    }

    /**
     * The trial that was chosen: of those measured on all validation users the one with the greatest value; of equal ones the
     * first. Today's default cannot be chosen if it lacks fixed parameters.
     */
    public Trial best() {
        return found.best;
    }

    /**
     * What the chosen candidate reaches on the test part; empty if the tuning was cancelled before that, or if the check failed,
     * which a note says.
     */
    public Optional<Check> check() {
        return found.check;
    }

    /** Why no more was tried. */
    public End end() {
        return found.end;
    }

    /** What readers should know, a sentence or two each: first what bears on how far the figures are to be trusted. */
    public List<String> notes() {
        return Stream.concat(found.warnings.stream(), found.remarks.stream()).toList();
    }

    /** The notes of the check and the first of the {@link #notes}: what bears on how far the figures are to be trusted. */
    List<String> warnings() {
        return Stream.concat(found.check.stream().flatMap(check -> check.notes().stream()), found.warnings.stream())
                .toList();
    }

    /** The other {@link #notes}. */
    List<String> remarks() {
        return found.remarks;
    }

    /** What the reader of the usage events accepted and rejected. */
    public ParsingReport report() {
        return found.report;
    }

    /** How long all took. */
    public Duration time() {
        return found.time;
    }

    /** Why no more was tried. */
    public enum End {
        /** Nothing was left to try. */
        COMPLETE("nothing was left to try"),
        /** The number of trials was limited. */
        TRIALS("the limit of trials was reached"),
        /** Nothing more fitted into the budget, of which a part is for the check and one training on everything. */
        BUDGET("nothing more fits into the budget beside the check and a training on everything"),
        /** The monitor had enough. */
        ENOUGH("it was asked to finish"),
        /** The monitor cancelled, or the calling thread was interrupted. */
        CANCELLED("it was cancelled");

        private final String words;

        End(String words) {
            this.words = words;
        }

        /** The reason for people. */
        @Override
        public String toString() {
            return words;
        }
    }

    /**
     * The three parts of the events.
     *
     * @param trainEvents events that trials train on
     * @param validationEvents events that trials are measured by
     * @param testEvents events that no trial sees
     * @param validationUsers users that trials are asked for
     * @param testUsers users that the check asks for
     */
    public record Parts(long trainEvents, long validationEvents, long testEvents, int validationUsers, int testUsers) {}

    /**
     * What the {@link #check} says of the chosen candidate beside today's default. Empty if there is no check, if the default
     * could not be measured there, or if the default itself was chosen.
     */
    public Optional<Verdict> verdict() {
        return overStandard().map(Verdict::of);
    }

    /** The {@link #verdict} in sentences, with the difference that it follows from; empty if there is none. */
    public Optional<String> verdictInWords() {
        return overStandard().map(found -> Verdict.words(this, found));
    }

    /** The difference that the verdict follows from. */
    Optional<Difference> overStandard() {
        return found.check.flatMap(check -> check.overStandard(options.cutoff));
    }

    /**
     * What today's default reaches on the validation part: the first trial. It is the default of the algorithm that is used
     * today, without the fixed parameters, and may have failed.
     */
    public Trial standard() {
        return found.trials.get(0);
    }

    /** Whether a trial is of today's default without the fixed parameters, which was measured to compare with only. */
    boolean isOutside(Trial trial) {
        return !found.standardChoosable && trial.number() == standard().number();
    }

    /**
     * The trials that no other beats in both coverage and the tuned metric, among those that could be chosen: the Pareto
     * front, by ascending coverage. Who wants to show more of the catalog chooses among them. Today's default is not among
     * them if it lacks fixed parameters.
     */
    public List<Trial> front() {
        List<Trial> byCoverage = new ArrayList<>(found.trials.stream()
                .filter(trial -> trial.measured() && !isOutside(trial))
                .toList());
        byCoverage.sort(Comparator.<Trial>comparingDouble(trial -> -coverage(trial))
                .thenComparingDouble(trial -> -trial.value().orElseThrow()));
        List<Trial> front = new ArrayList<>();
        double greatest = Double.NEGATIVE_INFINITY;
        for (Trial trial : byCoverage) {
            if (trial.value().orElseThrow() > greatest) {
                greatest = trial.value().orElseThrow();
                front.add(0, trial);
            }
        }
        return List.copyOf(front);
    }

    private static double coverage(Trial trial) {
        return trial.figures().orElseThrow().coverage();
    }

    /** A trainer of the chosen candidate, to train on everything, with the resources of this machine. */
    public ModelTrainer<?> trainer() {
        return found.best.candidate().trainer();
    }

    /** As {@link #trainer()}, with other resources. */
    public ModelTrainer<?> trainer(TrainingResources resources) {
        return found.best.candidate().trainer(resources);
    }

    /** The trials as a table, with the check. */
    @Override
    public String toString() {
        return TuningText.write(this);
    }
}
