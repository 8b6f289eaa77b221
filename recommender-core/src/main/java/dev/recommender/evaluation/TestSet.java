package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.ModelTrainer;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.TrainingInput;
import dev.recommender.internal.rows.Incidence;
import dev.recommender.internal.util.Arguments;
import dev.recommender.internal.util.IntSort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Events that were split once, and test users, to evaluate any number of models on. Made by
 * {@link Evaluator#testSet(TrainingInput)}, whose options it keeps. Immutable and shared freely between threads.
 *
 * <pre>{@code
 * TestSet test = Evaluator.split(Split.atShare(0.8)).cutoffs(10).testSet(TrainingInput.of(usage)).sample(2000, 7);
 * Measurement first = test.measure(trainer);
 * Measurement second = test.measure(another);
 * double[] perUser = first.values(Metric.NDCG, 10);
 * Evaluation.Difference difference = first.minus(second, Metric.NDCG, 10);
 * }</pre>
 *
 * <p>Test users have numbers from 0, in the order of their ids. Users without a relevant item are left out. Each is asked
 * for with a list of all items: candidates are never sampled, because metrics of sampled candidates order models
 * differently (Krichene and Rendle: On Sampled Metrics for Item Recommendation, 2020).
 */
public final class TestSet {
    private static final String NEW_USERS = " users have no training event, ";
    private static final long BYTES_PER_EVENT = 70;
    private static final long BYTES_PER_ID = 195;

    /** Which splits keep the future from models. */
    private static final String LEAST_LEAKS =
            "Of the splits, fixed-date learns nothing from the future, and latest-users only"
                    + " from users who were there at the same time as those of the test.";

    /** The description of parts that were not split here. */
    static final String GIVEN = "given";

    final Options options;
    private final TestData data;
    private final TrainingInput training;
    private final String split;
    private final List<TestUser> users;

    private TestSet(Options options, TestData data, TrainingInput training, String split, List<TestUser> users) {
        this.options = options;
        this.data = data;
        this.training = training;
        this.split = split;
        this.users = users;
    }

    /**
     * Draws the test users that the options want.
     *
     * @param training what to train on
     */
    static TestSet of(Options options, TestData data, TrainingInput training, String split) {
        return new TestSet(options, data, training, split, options.testUsers.draw(data.users));
    }

    /**
     * A part of these test users, drawn by lot, with the same events to train on. Samples with the same seed are nested:
     * a smaller one holds users of the larger one only, whichever of the test sets it is drawn from.
     *
     * @param count how many users; all if there are not more
     * @throws IllegalArgumentException if the count is less than 1
     */
    public TestSet sample(int count, long seed) {
        TestUsers drawn = TestUsers.atMost(Arguments.requireAtLeast("count", count, 1), seed);
        return new TestSet(
                options.with(changed -> changed.testUsers = drawn), data, training, split, drawn.draw(users));
    }

    /** How many users are asked for; at least 1. */
    public int size() {
        return users.size();
    }

    /** The ids of the users that are asked for, ascending; {@link Measurement#values} are in this order. */
    public List<String> users() {
        return users.stream().map(user -> user.id).toList();
    }

    /** How many users and events there are. */
    public Evaluation.Counts counts() {
        return data.counts(users, options.query.includesSeen());
    }

    /**
     * What models are to be trained on: the training events, with the catalog and the monitor that were given. Can be
     * read any number of times. Has no events if the training events are not known.
     */
    public TrainingInput training() {
        return training;
    }

    /**
     * About how many bytes of heap its events take, and its users and items with ids of some ten characters; rather too many
     * than too few. Samples take next to nothing more.
     */
    public long bytes() {
        Events events = data.events;
        return BYTES_PER_EVENT * events.size() + BYTES_PER_ID * ((long) events.userCount() + events.itemCount());
    }

    /** All events that were split, those of every part, with the catalog and the monitor that were given; readable likewise. */
    public TrainingInput everything() {
        return new TrainingInput(data.events.all(), training.catalog(), training.unknownItems(), training.monitor());
    }

    /**
     * Asks a recommender for every test user. This is all that a comparison of ranking metrics needs.
     *
     * @param recommender must have been trained on nothing but {@link #training}, or knows the test
     */
    public Measurement measure(Recommender recommender) {
        return new Measurement(this, RecommendedLists.of(recommender, this, Optional.empty()));
    }

    /**
     * As {@link #measure(Recommender)}, without asking the users of a sample again.
     *
     * @param sample what the same recommender answered to a {@linkplain #sample sample} of these users
     * @throws IllegalArgumentException if that is of users who are not all among these, or of other events
     */
    public Measurement measure(Recommender recommender, Measurement sample) {
        return new Measurement(this, RecommendedLists.of(recommender, this, Optional.of(sample)));
    }

    /** For each of these users, the number of the user in a sample; −1 for one who is not in it. */
    int[] numbersIn(TestSet sample) {
        int[] numbers = new int[size()];
        int next = 0;
        for (int number = 0; number < numbers.length; number++) {
            boolean sampled = next < sample.size() && sample.user(next).number == user(number).number;
            numbers[number] = sampled ? next++ : -1;
        }
        if (sample.data != data || next < sample.size()) {
            throw new IllegalArgumentException("what was measured must be of a sample of these test users");
        }
        return numbers;
    }

    /** Trains on {@link #training} and asks the model for every test user. */
    public Measurement measure(ModelTrainer<?> trainer) {
        try (TrainedModel model = trainer.train(training).model()) {
            return measure(model.recommender());
        }
    }

    /**
     * What plain popularity recommends, as of the moment of each user's test: the items that most users took in training
     * events before the user's first test event, without those that the user has seen. Training events without a time
     * count as before. Equally popular items are in the order of their ids. The query template's rules about items
     * apply: its sets, its condition and its limit for categories. Popularity has no scores, so boosts, minimum and
     * diversity do not apply. After Ji, Sun, Zhang, Li: A Re-visit of the Popularity Baseline in Recommender Systems,
     * 2020.
     *
     * @throws IllegalStateException if the training events are not known, or the template has a condition or a limit for
     *     categories and there is no catalog
     */
    public Measurement popularity() {
        if (!hasTraining()) {
            throw new IllegalStateException("popularity needs the training events; give them to the test set");
        }
        boolean catalogNeeded = options.query.where().isPresent()
                || options.query.maxPerCategory().isPresent();
        if (catalogNeeded && training.catalog().isEmpty()) {
            throw new IllegalStateException("popularity follows a condition or a limit for categories only where the"
                    + " catalog is known; call evaluate(trainer, input) with the catalog in the input, or"
                    + " withoutPopularity()");
        }
        return new Measurement(this, RecommendedLists.ofPopular(this));
    }

    /** Trains on {@link #training} and measures by every metric that applies, beside popularity. */
    public Evaluation evaluate(ModelTrainer<?> trainer) {
        return new EvaluationRun(this).evaluate(Subject.train(this, trainer), Optional.empty());
    }

    /**
     * Measures by every metric that applies, beside popularity.
     *
     * @param recommender must have been trained on nothing but {@link #training}, or knows the test
     */
    public Evaluation evaluate(Recommender recommender) {
        return new EvaluationRun(this).evaluate(Subject.ask(this, recommender), Optional.empty());
    }

    /**
     * As {@link #evaluate(Recommender)}, and says how the model was trained.
     *
     * @param model must have been trained on nothing but {@link #training}, or knows the test
     */
    public Evaluation evaluate(TrainedModel model) {
        return new EvaluationRun(this).evaluate(Subject.ask(this, model), Optional.empty());
    }

    /**
     * As {@link #evaluate(ModelTrainer)}, and trains another model and compares the two by the same test users.
     *
     * @throws IllegalStateException if the evaluator makes no intervals
     */
    public Evaluation compare(ModelTrainer<?> trainer, ModelTrainer<?> against) {
        requireBootstrap();
        return new EvaluationRun(this)
                .evaluate(Subject.train(this, trainer), Optional.of(Subject.train(this, against)));
    }

    /**
     * As {@link #evaluate(Recommender)}, and compares with another recommender by the same test users.
     *
     * @throws IllegalStateException if the evaluator makes no intervals
     */
    public Evaluation compare(Recommender recommender, Recommender against) {
        requireBootstrap();
        return new EvaluationRun(this)
                .evaluate(Subject.ask(this, recommender), Optional.of(Subject.ask(this, against)));
    }

    /**
     * As {@link #evaluate(TrainedModel)}, and compares with another model by the same test users.
     *
     * @throws IllegalStateException if the evaluator makes no intervals
     */
    public Evaluation compare(TrainedModel model, TrainedModel against) {
        requireBootstrap();
        return new EvaluationRun(this).evaluate(Subject.ask(this, model), Optional.of(Subject.ask(this, against)));
    }

    void requireBootstrap() {
        if (options.bootstrapSamples == 0) {
            throw new IllegalStateException("a comparison needs resampling; leave out withoutBootstrap()");
        }
    }

    /** How the split was made, in words: with the date, if that follows from the events. */
    public String split() {
        return split;
    }

    TestUser user(int testUser) {
        return users.get(testUser);
    }

    TestData data() {
        return data;
    }

    Optional<Catalog> catalog() {
        return training.catalog();
    }

    /** What each user of the events has seen. */
    Incidence seen() {
        return data.seen;
    }

    int trainItems() {
        return data.trainItemUsers.filledRows();
    }

    boolean hasTraining() {
        return data.train.size() > 0;
    }

    /** Whether relevant items are told apart by whether the user had taken them before. */
    boolean tellsRepeats() {
        return hasTraining() && options.query.includesSeen();
    }

    /** Whether any training event is of the item. */
    boolean trained(int item) {
        return trainUsers(item) > 0;
    }

    /** The number of training users of the item. */
    int trainUsers(int item) {
        return item < data.trainItemUsers.rows() ? data.trainItemUsers.count(item) : 0;
    }

    /** The training items by number of training users, descending. */
    int[] byPopularity() {
        int[] byPopularity = IntStream.range(0, data.trainItemUsers.rows())
                .filter(this::trained)
                .toArray();
        IntSort.sort(byPopularity, (left, right) -> Integer.compare(trainUsers(right), trainUsers(left)));
        return byPopularity;
    }

    /**
     * What readers of figures should know, one sentence or two each: whether a model may have learned from what happened after
     * the test. Empty if there is nothing.
     */
    public List<String> notes() {
        return notes("test");
    }

    /**
     * The {@link #notes()} of a part that is called otherwise, such as a validation part.
     *
     * @param part what the part is called, in place of {@code test}
     */
    public List<String> notes(String part) {
        List<String> notes = new ArrayList<>();
        long earlier = data.earlierTestEvents;
        if (earlier > 0) {
            notes.add(ReportText.whole(earlier) + " of "
                    + ReportText.whole(counts().testEvents())
                    + " " + part + " events happened before the newest training event, of "
                    + Instant.ofEpochMilli(data.newestTraining)
                    + ". "
                    + (options.split.asksLatestUsers() ? leastLeak(part) : leak()));
        } else if (hasTraining() && !data.events.hasTimes()) {
            notes.add("No event has a time, so whether models learn from what happened after the " + part
                    + " is not known."
                    + " With times it can be avoided. " + LEAST_LEAKS);
        }
        unknownUsers(part).ifPresent(notes::add);
        return notes;
    }

    private String leak() {
        return "A model may have learned from the future, so expect less of it in use. "
                + (split.equals(GIVEN) ? "Test with events that are later than all of the training." : LEAST_LEAKS);
    }

    /** Nothing that could be advised is better, so it says how much there is to mind. */
    private String leastLeak(String part) {
        return "With latest-users that is no more than what others did while these users were there. "
                + ReportText.whole(data.laterTrainingEvents())
                + " of "
                + ReportText.whole(
                        counts().training().map(Evaluation.Training::events).orElse(0L))
                + " training events are later than the first event of the "
                + part
                + " users: the fewer, the less a model can know of the future.";
    }

    /** Whether a note says that most users of the test are new. */
    static boolean isOfNewUsers(String note) {
        return note.contains(NEW_USERS);
    }

    /** Says that most users of the test are new, if they are: then popularity decides what the figures are. */
    private Optional<String> unknownUsers(String part) {
        long unknown =
                users.stream().filter(user -> data.seen.count(user.number) == 0).count();
        if (!hasTraining() || 2 * unknown <= users.size()) {
            return Optional.empty();
        }
        String remedy = split.equals(GIVEN)
                ? "Test with users of the training events to see it."
                : "To see it, take the split latest-users (in Java Split.latestUsers), which asks with a part of their"
                        + " events, and learns little from the future. The split chronological shows it as well, but learns"
                        + " from all that other users did later.";
        return Optional.of(ReportText.whole(unknown) + " of " + ReportText.whole(users.size())
                + " " + part
                + NEW_USERS + "so models list what is popular to them, and what is gained by"
                + " knowing users hardly shows. " + remedy);
    }

    /**
     * Visits the events of a part that have a weight of their own.
     *
     * @param part {@link Events#TRAIN} or {@link Events#TEST}
     */
    void forEachRating(byte part, RatingVisitor visitor) {
        Events events = data.events;
        for (int place = 0; place < data.parts.length; place++) {
            if (data.parts[place] == part && !Double.isNaN(events.ownWeight(place))) {
                visitor.rating(events.user(place), events.item(place), events.ownWeight(place));
            }
        }
    }

    /** Receives ratings, with the numbers of user and item. */
    @FunctionalInterface
    interface RatingVisitor {
        void rating(int user, int item, double rating);
    }
}
