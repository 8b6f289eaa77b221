package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.EventWeights;
import dev.recommender.ModelTrainer;
import dev.recommender.Query;
import dev.recommender.Recommender;
import dev.recommender.RecommenderException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingInput.UnknownItems;
import dev.recommender.UsageEvents;
import dev.recommender.internal.util.Arguments;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Measures how well recommendations predict what users do next. Immutable and shared freely between threads; each
 * method that changes an option returns a changed copy.
 *
 * <pre>{@code
 * Evaluation evaluation = Evaluator.create().cutoffs(1, 5, 10).evaluate(trainer, usage);
 * }</pre>
 *
 * <p>To evaluate several models on the same users, divide the events once by {@link #testSet(TrainingInput)}.
 *
 * <p>The recommender is asked once for each test user that has at least one relevant item. All of them count in every
 * ranking metric. A user is unknown to the model if all of the user's events are in the test. Such a user scores by the
 * back-filled list, or 0 without one. A test event of an item that training never saw counts as relevant and lowers
 * recall. How many there were of each is in {@link Evaluation.Counts} and {@link Evaluation.Outcome}.
 *
 * <p>Events are held in memory: about 40 bytes each, and the ids.
 */
public final class Evaluator {
    private final Options options;

    private Evaluator(Options options) {
        this.options = options;
    }

    /** An evaluator with all defaults, which splits by {@link Split#standard()}. */
    public static Evaluator create() {
        return new Evaluator(new Options());
    }

    /**
     * An evaluator that divides events in this way before it trains.
     *
     * @throws IllegalArgumentException if the split makes more parts than training and test
     */
    public static Evaluator split(Split split) {
        if (split.partCount() != 2) {
            throw new IllegalArgumentException(
                    "an evaluation needs a training and a test part, but \"" + split + "\" makes " + split.partCount()
                            + "; give the parts that you want to evaluate(trainer, train, test)");
        }
        return create().with(options -> {
            options.split = split;
            options.splitChosen = true;
        });
    }

    /**
     * After how many recommendations to measure; default: 1, 5 and 10. The greatest is the length of the lists that
     * are asked for.
     *
     * @throws IllegalArgumentException if the list is empty or a number is less than 1
     */
    public Evaluator cutoffs(int... cutoffs) {
        int[] sorted = IntStream.of(cutoffs).sorted().distinct().toArray();
        if (sorted.length == 0 || sorted[0] < 1) {
            throw new IllegalArgumentException("cutoffs must be numbers of at least 1: "
                    + IntStream.of(cutoffs).boxed().toList());
        }
        return with(options -> options.cutoffs = sorted);
    }

    /**
     * Takes an item as relevant if its user has a test event of it that weighs at least this much. By default, any
     * positive weight is enough, so that an item taken out of the cart is not relevant.
     *
     * @throws IllegalArgumentException if it is not a number
     */
    public Evaluator relevantFrom(double weight) {
        if (Double.isNaN(weight)) {
            throw new IllegalArgumentException("relevantFrom must be a number: " + weight);
        }
        return with(options -> options.relevantFrom = weight);
    }

    /** What test events weigh that have no weight of their own; default: {@link EventWeights#standard()}. */
    public Evaluator eventWeights(EventWeights weights) {
        return with(options -> options.weights = weights);
    }

    /** What a relevant item gains in {@link Metric#NDCG}; default: {@link Gain#BINARY}. */
    public Evaluator gain(Gain gain) {
        return with(options -> options.gain = gain);
    }

    /** What to average over; default: {@link AveragedOver#ALL_TEST_USERS}. */
    public Evaluator averagedOver(AveragedOver users) {
        return with(options -> options.averagedOver = users);
    }

    /**
     * How to ask, with rules for example; the user and the count are replaced. A {@linkplain Query#recency recency} needs a
     * split that holds users out, which asks by seeds, and events with times: without, {@link #testSet(TrainingInput)}
     * refuses it. Default: a plain query: seen items left out, popular items fill short lists. With {@link Query#includeSeen} what a user has used already may be
     * recommended, and is relevant if the user's test events repeat it. Repeated and new items are then reported apart.
     */
    public Evaluator query(Query template) {
        return with(options -> options.query = template);
    }

    /**
     * Limits how many test users are asked for; default: all. They are drawn at random from the users that have a
     * relevant item. A few thousand give narrow intervals. The rating metrics still cover all test events. Replaces
     * {@link #testUserShare}.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Evaluator maxTestUsers(int count, long seed) {
        Arguments.requireAtLeast("maxTestUsers", count, 1);
        return with(options -> options.testUsers = TestUsers.atMost(count, seed));
    }

    /**
     * Asks for a part of the test users, rounded, at least one; default: all. They are drawn as those of
     * {@link #maxTestUsers}, which this replaces.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Evaluator testUserShare(double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("testUserShare must be greater than 0 and less than 1: " + share);
        }
        return with(options -> options.testUsers = TestUsers.ofShare(share, seed));
    }

    /**
     * Leaves out what popularity reaches. By default it is measured beside the model wherever the training events are
     * known, as {@link TestSet#popularity} says.
     */
    public Evaluator withoutPopularity() {
        return with(options -> options.popularity = false);
    }

    /** Also measures {@link Metric#AUC}, for which each user's list must be as long as there are training items. */
    public Evaluator measureAuc() {
        return with(options -> options.auc = true);
    }

    /**
     * Also measures scores against the weights of test events that have one of their own, their ratings: from {@link
     * Metric#RMSE} to {@link Metric#EXPLAINED_VARIANCE}. Beside them stand the errors of the simplest prediction, the mean of
     * the item's training ratings. Events of which the model predicts nothing are left out. Makes sense only if scores are on
     * the scale of ratings, as those of vectors that are trained on {@code ratings}, or with {@link
     * dev.recommender.ScoreScale#RATING}. A test without ratings is refused.
     */
    public Evaluator measureRatings() {
        return with(options -> options.ratings = true);
    }

    /**
     * As {@link #measureRatings()}, and also measures whether liked events score higher: {@link Metric#RATING_AUC} and {@link
     * Metric#LOG_LOSS}.
     *
     * @param likedFrom the rating from which an event counts as liked
     */
    public Evaluator measureRatings(double likedFrom) {
        return with(options -> {
            options.ratings = true;
            options.likedFrom = OptionalDouble.of(likedFrom);
        });
    }

    /** Takes items as similar if they share features of this catalog, instead of users, in the metrics of lists. */
    public Evaluator similarByFeatures(Catalog catalog) {
        return with(options -> options.features = Optional.of(catalog));
    }

    /**
     * How confidence intervals are made: how often users are drawn with replacement. Default: 1,000 times, seed
     * 42.
     *
     * @param samples at least 1
     */
    public Evaluator bootstrap(int samples, long seed) {
        Arguments.requireAtLeast("samples", samples, 1);
        return with(options -> {
            options.bootstrapSamples = samples;
            options.bootstrapSeed = seed;
        });
    }

    /** Makes no confidence intervals. */
    public Evaluator withoutBootstrap() {
        return with(options -> options.bootstrapSamples = 0);
    }

    /**
     * The part of the resampled means that an interval holds; default: 0.95.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public Evaluator confidence(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence must be greater than 0 and less than 1: " + level);
        }
        return with(options -> options.confidence = level);
    }

    /**
     * How many threads ask and measure; default: as many as there are processors. The result does not depend on it.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Evaluator threads(int count) {
        Arguments.requireAtLeast("threads", count, 1);
        return with(options -> options.threads = count);
    }

    /**
     * Divides the events once, to evaluate any number of models on.
     *
     * @throws RecommenderException if the split leaves a part empty, no user has a relevant item, or a recency finds no
     *     times
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public TestSet testSet(UsageEvents usage) {
        return testSet(TrainingInput.of(usage));
    }

    /**
     * As {@link #testSet(UsageEvents)}, for trainers that are to get a catalog too. Events of items that the catalog does
     * not have are neither for training nor for the test, unless the input {@linkplain TrainingInput#keepUnknownItems
     * keeps} them.
     */
    public TestSet testSet(TrainingInput input) {
        requireRecencyHasEffect(options.split.holdsUsersOut());
        Events events = input.catalog().isPresent() && input.unknownItems() == UnknownItems.SKIP
                ? Events.readKnown(input.catalog().get(), input.usage())
                : Events.read(input.usage());
        byte[] parts = options.split.assign(events);
        requireBothParts(events, parts);
        requireGivenInOrder(events, parts);
        if (options.split.holdsUsersOut() && options.ratings) {
            throw new IllegalStateException("ratings are measured of users whom the model was trained on, but \""
                    + options.split + "\" holds the test users out; use another split or leave out measureRatings");
        }
        return TestSet.of(
                options,
                TestData.read(events, parts, options),
                new TrainingInput(
                        events.part(parts, Events.TRAIN), input.catalog(), input.unknownItems(), input.monitor()),
                options.split.describe(events));
    }

    /**
     * A test set of parts that are given.
     *
     * @param train what models are trained on; determines what users have seen and what is popular
     * @throws RecommenderException if no user has a relevant item
     * @throws IllegalStateException if the evaluator was made by {@link #split}, which has no effect here
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public TestSet testSet(UsageEvents train, UsageEvents test) {
        if (options.splitChosen) {
            throw new IllegalStateException("the split \"" + options.split + "\" has no effect on parts that are given;"
                    + " start from Evaluator.create(), or give all events at once");
        }
        requireRecencyHasEffect(false);
        Events events = Events.read(train, test);
        byte[] parts = events.sources();
        return TestSet.of(
                options,
                TestData.read(events, parts, options),
                TrainingInput.of(events.part(parts, Events.TRAIN)),
                TestSet.GIVEN);
    }

    /**
     * A test set for models whose training events are not available. Then it is unknown what users have seen. So test
     * events that repeat training events count as relevant although the model leaves them out. There are no metrics of
     * lists, novelty and coverage, no popularity buckets, and no popularity to compare with.
     *
     * @throws IllegalStateException if AUC or features were asked for, which need training events
     */
    public TestSet testSetOnly(UsageEvents test) {
        if (options.auc || options.features.isPresent()) {
            throw new IllegalStateException("AUC and similarity by features need the training events; call"
                    + " evaluate(recommender, train, test)");
        }
        return testSet(UsageEvents.of(List.of()), test);
    }

    /**
     * Divides the events, trains on one part, and evaluates with the other.
     *
     * @throws RecommenderException if the split leaves a part empty or no user has a relevant item, or as the trainer
     *     says
     * @throws java.io.UncheckedIOException if the events cannot be read
     */
    public Evaluation evaluate(ModelTrainer<?> trainer, UsageEvents usage) {
        return testSet(usage).evaluate(trainer);
    }

    /** As {@link #evaluate(ModelTrainer, UsageEvents)}, with the input of {@link #testSet(TrainingInput)}. */
    public Evaluation evaluate(ModelTrainer<?> trainer, TrainingInput input) {
        return testSet(input).evaluate(trainer);
    }

    /** Trains on some events and evaluates with others, which are given apart. */
    public Evaluation evaluate(ModelTrainer<?> trainer, UsageEvents train, UsageEvents test) {
        return testSet(train, test).evaluate(trainer);
    }

    /**
     * Evaluates a recommender whose model was trained on the given events already.
     *
     * @param train what the model was trained on; determines what users have seen and what is popular
     * @throws RecommenderException if no user has a relevant item
     * @throws java.io.UncheckedIOException if the events cannot be read
     * @throws IllegalStateException if popularity is to follow a condition or a limit for categories, for which there is
     *     no catalog here
     */
    public Evaluation evaluate(Recommender recommender, UsageEvents train, UsageEvents test) {
        return testSet(train, test).evaluate(recommender);
    }

    /**
     * Evaluates a recommender whose training events are not available, as {@link #testSetOnly} says.
     *
     * @throws IllegalStateException if AUC or features were asked for, which need training events
     */
    public Evaluation evaluate(Recommender recommender, UsageEvents test) {
        return testSetOnly(test).evaluate(recommender);
    }

    /** Only users who are held out are asked for by seeds. */
    private void requireRecencyHasEffect(boolean seeded) {
        if (options.query.recency().isPresent() && !seeded) {
            throw new IllegalStateException("recency has no effect on users who are asked for by their id; split by"
                    + " heldOutUsers or latestUsers, which ask by seeds, or leave recency out");
        }
    }

    /** Seeds without times come in an order that is drawn. */
    private void requireGivenInOrder(Events events, byte[] parts) {
        if (options.query.recency().isPresent()
                && IntStream.range(0, parts.length)
                        .noneMatch(
                                place -> parts[place] == Events.GIVEN && events.time(place) != UsageEvents.NO_TIME)) {
            throw new RecommenderException("recency needs to know which event is the newest, but none that users are"
                    + " asked with has a time; give events with times, or leave recency out");
        }
    }

    private void requireBothParts(Events events, byte[] parts) {
        for (byte part : new byte[] {Events.TRAIN, Events.TEST}) {
            if (parts.length > 0 && IntStream.range(0, parts.length).noneMatch(place -> parts[place] == part)) {
                throw new RecommenderException("the split \"" + options.split.on(events) + "\" leaves no event to "
                        + (part == Events.TRAIN ? "train on" : "test with") + "; " + events.span()
                        + "; choose another split");
            }
        }
    }

    private Evaluator with(Consumer<Options> change) {
        return new Evaluator(options.with(change));
    }
}
