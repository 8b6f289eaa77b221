package dev.recommender.evaluation;

import dev.recommender.Catalog;
import dev.recommender.EventWeights;
import dev.recommender.Query;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The options of an {@link Evaluator}. Changed only while it is copied. */
final class Options {
    Split split = Split.standard();
    /** Whether the split is not the default. */
    boolean splitChosen;

    int[] cutoffs = {1, 5, 10};
    AveragedOver averagedOver = AveragedOver.ALL_TEST_USERS;
    Gain gain = Gain.BINARY;
    EventWeights weights = EventWeights.standard();
    /** The least positive number, so that any positive weight is enough. */
    double relevantFrom = Double.MIN_VALUE;

    Query query = Query.popular();
    TestUsers testUsers = TestUsers.all();
    boolean popularity = true;
    boolean auc;
    boolean ratings;
    OptionalDouble likedFrom = OptionalDouble.empty();
    Optional<Catalog> features = Optional.empty();
    int bootstrapSamples = 1000;
    long bootstrapSeed = 42;
    double confidence = 0.95;
    int threads = Runtime.getRuntime().availableProcessors();

    Options with(Consumer<Options> change) {
        Options copy = new Options();
        copy.split = split;
        copy.splitChosen = splitChosen;
        copy.cutoffs = cutoffs;
        copy.averagedOver = averagedOver;
        copy.gain = gain;
        copy.weights = weights;
        copy.relevantFrom = relevantFrom;
        copy.query = query;
        copy.testUsers = testUsers;
        copy.popularity = popularity;
        copy.auc = auc;
        copy.ratings = ratings;
        copy.likedFrom = likedFrom;
        copy.features = features;
        copy.bootstrapSamples = bootstrapSamples;
        copy.bootstrapSeed = bootstrapSeed;
        copy.confidence = confidence;
        copy.threads = threads;
        change.accept(copy);
        return copy;
    }

    /** The length of the lists that are kept. */
    int depth() {
        return cutoffs[cutoffs.length - 1];
    }

    /** Whether users are asked for by events that are given, because the model was not trained on them. */
    boolean holdsUsersOut() {
        return split.holdsUsersOut();
    }

    Bootstrap bootstrap() {
        return new Bootstrap(bootstrapSamples, bootstrapSeed, confidence);
    }

    /** What the result depends on, in words. */
    Map<String, String> describe(String splitDescription) {
        Map<String, String> words = new LinkedHashMap<>();
        words.put("split", splitDescription);
        words.put("cutoffs", IntStream.of(cutoffs).mapToObj(Integer::toString).collect(Collectors.joining(", ")));
        words.put("test users", testUsers.toString());
        words.put("relevant from weight", relevantFrom == Double.MIN_VALUE ? "any positive" : "" + relevantFrom);
        words.put("seen items", query.includesSeen() ? "may be recommended, repeats are relevant" : "left out");
        query.recency().ifPresent(recency -> words.put("recency of seeds", recency.toString()));
        words.put("back-filling", query.backfills() ? "on" : "off");
        words.put("averaged over", lower(averagedOver));
        words.put("nDCG gain", lower(gain));
        if (ratings) {
            words.put(
                    "ratings", likedFrom.isPresent() ? "measured, liked from " + likedFrom.getAsDouble() : "measured");
        }
        words.put("item similarity", features.isPresent() ? "features" : "co-occurrence");
        words.put(
                "bootstrap",
                bootstrapSamples == 0
                        ? "off"
                        : String.format(
                                Locale.ROOT,
                                "%d samples, seed %d, confidence %s",
                                bootstrapSamples,
                                bootstrapSeed,
                                confidence));
        return words;
    }

    /** Those of the words that no default has. */
    static Map<String, String> changed(Map<String, String> words) {
        Map<String, String> changed = new LinkedHashMap<>(words);
        changed.entrySet().removeAll(new Options().describe("").entrySet());
        return changed;
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
