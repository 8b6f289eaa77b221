package dev.recommender.tuning;

import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.TrainingInput;
import dev.recommender.UsageEvents;
import dev.recommender.evaluation.Evaluator;
import dev.recommender.evaluation.Metric;
import dev.recommender.evaluation.Split;
import dev.recommender.internal.util.Arguments;
import dev.recommender.spi.TrainingResources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds the algorithm and the parameters that suit given events. Immutable and shared freely between threads, except that
 * two tunings cannot have the same journal at the same time.
 *
 * <pre>{@code
 * Tuning tuning = Tuner.builder().budget(Duration.ofMinutes(5)).build().tune(TrainingInput.of(usage));
 * TrainingResult<?> trained = tuning.trainer().train(TrainingInput.of(usage));
 * }</pre>
 *
 * <p>The split divides the events into a part to choose by and a test part, and then the former into training and
 * validation. Candidates are trained on the training part and measured on the validation part. The one with the greatest
 * value is chosen. At last it is trained on both, and measured once on the test part: {@link Tuning#check}.
 *
 * <p>What is tried depends on the events, the options and the seed alone, as long as the budget suffices. The budget
 * decides where it ends: it is compared with the clock between trials, and cancels one that is running.
 */
public final class Tuner {
    final TuningOptions options;

    private Tuner(TuningOptions options) {
        this.options = options;
    }

    /** A tuner with all defaults. */
    public static Tuner create() {
        return builder().build();
    }

    /** A builder that holds the default options. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Checks the algorithms, the candidates and the fixed parameters, as far as that needs no events.
     *
     * @return this tuner
     * @throws dev.recommender.InvalidParametersException as {@link #tune(TrainingInput)} says
     */
    public Tuner requireValid() {
        Search.requireValid(options);
        return this;
    }

    /**
     * As {@link #requireValid}, of a tuning that gets no catalog.
     *
     * @return this tuner
     * @throws dev.recommender.InvalidParametersException as {@link #tune(TrainingInput)} says, without a catalog
     */
    public Tuner requireValidWithoutCatalog() {
        Search.requireValidWithoutCatalog(options);
        return this;
    }

    /** As {@link #tune(TrainingInput)}, of events without a catalog. */
    public Tuning tune(UsageEvents usage) {
        return tune(TrainingInput.of(usage));
    }

    /**
     * Tries candidates until the budget is used up, nothing is left to try, or the monitor or an interruption ends it.
     *
     * @param input what to train on, read once; its monitor is not called
     * @throws dev.recommender.RecommenderException if a part of the events is empty, or no user of the validation or the
     *     test part has a relevant item, or a recency finds no times; the message says which and names the remedy
     * @throws dev.recommender.InvalidParametersException if a candidate or a fixed parameter is not one of an installed
     *     algorithm, or a fixed parameter has no effect in any candidate, or none without a catalog where there is none
     * @throws JournalException if the journal is of another tuning, damaged, in use, or cannot be read or written; or if
     *     there is one and the query has a predicate, which cannot be compared with that of another run
     * @throws dev.recommender.TrainingCancelledException if it ends before any candidate was measured on all validation
     *     users
     * @throws dev.recommender.TrainingException if no candidate could be trained; the message has the first reason
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public Tuning tune(TrainingInput input) {
        return TuningRun.tune(options, input);
    }

    /** Collects options; each is checked when it is given. Not shared between threads. */
    public static final class Builder {
        private final TuningOptions options = new TuningOptions();

        private Builder() {}

        /**
         * What to tune for: a ranking metric after so many recommendations; default: {@link Metric#NDCG} at 10.
         *
         * @throws IllegalArgumentException if it is not a ranking metric or the cut-off is less than 1
         */
        public Builder metric(Metric metric, int cutoff) {
            if (!metric.ranks()) {
                throw new IllegalArgumentException("metric must be a ranking metric, from " + Metric.HIT_RATE + " to "
                        + Metric.R_PRECISION + ": " + metric);
            }
            options.metric = metric;
            options.cutoff = Arguments.requireAtLeast("cutoff", cutoff, 1);
            return this;
        }

        /**
         * At which further cut-offs to report the metric; default: none.
         *
         * @throws IllegalArgumentException if a number is less than 1
         */
        public Builder alsoAt(int... cutoffs) {
            for (int cutoff : cutoffs) {
                Arguments.requireAtLeast("cutoff", cutoff, 1);
            }
            options.alsoAt = IntStream.of(cutoffs).sorted().distinct().toArray();
            return this;
        }

        /**
         * How the test part is divided off, and then the validation part from the rest; default:
         * {@link Split#standard(double)} with 0.8. So 64 % of the events with a time are for training, 16 % for validation
         * and 20 % for the test, in this order of time. Without times the test part is a random event of each user, and so
         * is the validation part.
         *
         * @throws IllegalArgumentException if the split makes more parts than training and test
         */
        public Builder split(Split split) {
            return split(split, split);
        }

        /**
         * How the test part is divided off, and how the validation part is divided off from the rest. Of two fixed dates the
         * second must be the earlier one.
         *
         * @throws IllegalArgumentException if a split makes more parts than training and test
         */
        public Builder split(Split test, Split validation) {
            // The evaluator refuses splits of other numbers of parts.
            Evaluator.split(test);
            Evaluator.split(validation);
            options.testSplit = test;
            options.validationSplit = validation;
            return this;
        }

        /**
         * How to ask, as for {@link Evaluator#query}; default: a plain query. A {@linkplain Query#recency recency} needs
         * splits that {@linkplain Split#holdsUsersOut hold users out}, and events with times.
         */
        public Builder query(Query template) {
            options.query = template;
            return this;
        }

        /** From which weight on an event makes its item relevant, as for an evaluation; default: any positive weight. */
        public Builder relevantFrom(double weight) {
            if (Double.isNaN(weight)) {
                throw new IllegalArgumentException("relevantFrom must be a number: " + weight);
            }
            options.relevantFrom = weight;
            return this;
        }

        /**
         * How long it may take, with the check and one training on everything, which it leaves time for; default: 15
         * minutes. If even the first trials and the check take longer, they are done all the same.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder budget(Duration time) {
            options.budget = Arguments.requirePositive("budget", time);
            return this;
        }

        /**
         * How many trials there may be, those of the journal included; default: as many as the budget allows. Makes the
         * result independent of the clock if the budget is long.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxTrials(int count) {
            options.maxTrials = Arguments.requireAtLeast("maxTrials", count, 1);
            return this;
        }

        /** What draws samples of users, and resamples them; default: 42. */
        public Builder seed(long seed) {
            options.seed = seed;
            return this;
        }

        /**
         * How many threads train and ask; default: as many as there are processors. Has no influence on what is found but by
         * the budget.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int count) {
            options.resources = options.resources.threads(count);
            return this;
        }

        /**
         * How much heap a training may take, in bytes: in a trial, and of the chosen candidate on all events. Default: three
         * quarters of the JVM's largest heap. Besides, the three parts take up to about 125 bytes for each event, and 350 for
         * each user and item. Where the heap has no room for both, trials may take what is left of seven eighths of it, and
         * {@link Tuning#notes} say so. A candidate whose training would not fit is left out, also if it would not fit on all
         * events.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder memoryBudget(long bytes) {
            options.resources = options.resources.memoryBudget(bytes);
            return this;
        }

        /** What a training may take, instead of {@link #threads} and {@link #memoryBudget}. */
        public Builder resources(TrainingResources resources) {
            options.resources = resources;
            return this;
        }

        /**
         * The algorithms that take part, by name, the one that is used today first; default: {@code sar}, {@code
         * ridge} and {@code als}.
         * What is tried of each comes from its {@link dev.recommender.spi.Algorithm#searchSpace}.
         *
         * @throws IllegalArgumentException if there is none or one is named twice
         */
        public Builder algorithms(String... names) {
            List<String> distinct = List.of(names).stream().distinct().toList();
            if (names.length == 0 || distinct.size() < names.length) {
                throw new IllegalArgumentException(
                        "algorithms must be at least one, each named once: " + List.of(names));
            }
            options.algorithms = distinct;
            return this;
        }

        /** Candidates of your own, which are tried after the defaults. They need not be of the {@link #algorithms}. */
        public Builder candidates(Candidate... candidates) {
            options.candidates = List.of(candidates);
            return this;
        }

        /**
         * Parameters that every candidate of the {@link #algorithms} has where its algorithm knows them, and that are not
         * tried: what follows from the data, such as {@code cooccurrenceUnit}. Where such a parameter does not go together
         * with others, these trials are refused. If that is so of all starts of an algorithm, the first change of its steps
         * that is allowed becomes a start. Today's default is then measured without them, to compare with, and cannot be
         * chosen. Default: none.
         */
        public Builder fixed(Parameters parameters) {
            options.fixed = parameters;
            return this;
        }

        /**
         * A file that gets a line for each trial that has ended. If it is there, its trials are taken from it and not tried
         * again, so that a tuning that was ended goes on; each run has the whole budget. Default: none.
         */
        public Builder journal(Path file) {
            options.journal = Optional.of(file);
            return this;
        }

        /** What watches the tuning and can end it; default: nothing. */
        public Builder monitor(TuningMonitor monitor) {
            options.monitor = monitor;
            return this;
        }

        /**
         * A tuner with these options.
         *
         * @throws IllegalStateException if the query has a recency, and a split asks for users by their id, for whom it has no
         *     effect
         */
        public Tuner build() {
            options.requireRecencyHasEffect();
            return new Tuner(options.copy());
        }
    }
}
