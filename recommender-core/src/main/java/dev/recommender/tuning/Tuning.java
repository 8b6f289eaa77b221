package dev.recommender.tuning;

import dev.recommender.ModelTrainer;
import dev.recommender.ParsingReport;
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

/**
 * What a tuning found. Immutable. Prints itself as a table ({@link #toString}); {@link TuningJson} writes it.
 *
 * @param metric what was tuned for
 * @param cutoff after how many recommendations
 * @param parameters how it was tuned, in words and in a fixed order: the split among it
 * @param parts how many events and users there are to train on, to choose by, and to check with
 * @param popularity what popularity as of the moment of the test reaches on the validation part
 * @param trials what was tried, in this order; the first is the default of the algorithm that is used today
 * @param best the trial that was chosen: of those measured on all validation users the one with the greatest value; of
 *     equal ones the first
 * @param check what the chosen candidate reaches on the test part; empty if the tuning was cancelled before that
 * @param end why no more was tried
 * @param notes what readers should know, a sentence or two each
 * @param report what the reader of the usage events accepted and rejected
 * @param time how long all took
 */
public record Tuning(
        Metric metric,
        int cutoff,
        Map<String, String> parameters,
        Parts parts,
        Figures popularity,
        List<Trial> trials,
        Trial best,
        Optional<Check> check,
        End end,
        List<String> notes,
        ParsingReport report,
        Duration time) {
    public Tuning {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        trials = List.copyOf(trials);
        notes = List.copyOf(notes);
    }

    /** Why no more was tried. */
    public enum End {
        /** Nothing was left to try. */
        COMPLETE("nothing was left to try"),
        /** The number of trials was limited. */
        TRIALS("the limit of trials was reached"),
        /** The budget was used up. */
        BUDGET("the budget was used up"),
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

    /** What today's default reaches on the validation part: the first trial. */
    public Trial standard() {
        return trials.get(0);
    }

    /**
     * The trials that no other beats in both coverage and the tuned metric, among those measured on all validation users:
     * the Pareto front, by ascending coverage. Who wants to show more of the catalog chooses among them.
     */
    public List<Trial> front() {
        List<Trial> byCoverage =
                new ArrayList<>(trials.stream().filter(Trial::measured).toList());
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
        return best.candidate().trainer();
    }

    /** As {@link #trainer()}, with other resources. */
    public ModelTrainer<?> trainer(TrainingResources resources) {
        return best.candidate().trainer(resources);
    }

    /** The trials as a table, with the check. */
    @Override
    public String toString() {
        return TuningText.write(this);
    }
}
