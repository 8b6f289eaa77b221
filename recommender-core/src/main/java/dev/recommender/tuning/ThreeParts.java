package dev.recommender.tuning;

import dev.recommender.RecommenderException;
import dev.recommender.TrainingInput;
import dev.recommender.TrainingMonitor;
import dev.recommender.evaluation.Evaluation;
import dev.recommender.evaluation.Split;
import dev.recommender.evaluation.TestSet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The events in three parts: the test part, and of the rest the validation part and the training part. The latter two are
 * made of what is left once the test part is gone, so nothing of it can reach them.
 *
 * @param test the test part, to be trained for on both others
 * @param validation the validation part, to be trained for on the training part
 */
record ThreeParts(TestSet test, TestSet validation) {
    private static final int FEW_USERS = 200;
    private static final Pattern FIGURE = Pattern.compile("\\d[\\d,.:TZ-]*");

    static ThreeParts of(TuningOptions options, TrainingInput input) {
        TestSet test = divide(
                options,
                "the test part",
                options.testSplit,
                () -> options.evaluator(options.testSplit).testSet(input.monitor(TrainingMonitor.none())));
        TestSet validation = divide(
                options,
                "the validation part, which is divided off from what the test part leaves",
                options.validationSplit,
                () -> options.evaluator(options.validationSplit).testSet(test.training()));
        return new ThreeParts(test, validation);
    }

    private static TestSet divide(TuningOptions options, String part, Split split, Supplier<TestSet> division) {
        try {
            return division.get();
        } catch (RecommenderException e) {
            // Others come from the source of the events and say what is wrong there.
            if (e.getClass() != RecommenderException.class) {
                throw e;
            }
            // No other part would have times.
            if (options.query.recency().isPresent()
                    && String.valueOf(e.getMessage()).startsWith("recency ")) {
                throw e;
            }
            throw new RecommenderException(
                    part + " by the split \"" + split + "\": " + e.getMessage()
                            + "; a tuning needs events for three parts",
                    e);
        }
    }

    /** About how much heap the parts take beside trainings, in bytes. */
    long bytes() {
        return test.bytes() + validation.bytes();
    }

    Tuning.Parts sizes() {
        Evaluation.Counts chosenBy = validation.counts();
        return new Tuning.Parts(
                chosenBy.training().map(Evaluation.Training::events).orElse(0L),
                chosenBy.testEvents(),
                test.counts().testEvents(),
                validation.size(),
                test.size());
    }

    /** What readers should know of the parts while candidates are chosen. */
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        int users = validation.size();
        if (users < FEW_USERS) {
            notes.add("There " + (users == 1 ? "is one validation user" : "are " + users + " validation users")
                    + " only, so which candidate is best may be chance. More events would help, or a split that gives the"
                    + " validation part more of them.");
        }
        notes.addAll(validation.notes("validation"));
        return notes;
    }

    /** What readers should know of the test part beyond {@link #notes}: not what was said of the validation part already. */
    List<String> testNotes() {
        List<String> said = validation.notes("").stream().map(ThreeParts::kind).toList();
        List<String> ofTest = test.notes("");
        return IntStream.range(0, ofTest.size())
                .filter(at -> !said.contains(kind(ofTest.get(at))))
                .mapToObj(at -> test.notes().get(at))
                .toList();
    }

    /** A note without its figures. */
    private static String kind(String note) {
        return FIGURE.matcher(note).replaceAll("#");
    }
}
