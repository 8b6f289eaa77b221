package dev.recommender.benchmarks;

import dev.recommender.Catalog;
import dev.recommender.Parameters;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.evaluation.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Measures which rows find similar items of a single item. Trains on the first four fifths of the events. In the rest, two
 * items that a user took one after the other within a day are a pair: the first is asked for, the second is to be found
 * among ten similar items. Items of one moment, such as a basket, have no order, so theirs is drawn by a seed, five times. Prints the hit rate and the mean reciprocal rank, each user counting once, with 95 % bootstrap
 * intervals over users, and what each kind of rows has more than the first. Then prints the lists of some items by name.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.SimilarItemsStudy \
 *     USAGE USAGE_COLUMNS|- CATALOG CATALOG_COLUMNS USER|TIMESTAMP [ITEM...]
 * </pre>
 */
public final class SimilarItemsStudy {
    private static final int COUNT = 10;
    private static final int SHOWN = 6;
    private static final int PAIRS_PER_USER = 50;
    private static final long DAY = 86_400_000;
    private static final int SAMPLES = 2000;
    private static final int SEED = 1;
    private static final int DRAWS = 5;

    /** The kinds of rows by their names: an algorithm, and its parameters. */
    private static final Map<String, List<String>> KINDS = kinds();

    private final List<UsageEvents> parts;
    private final List<List<Pair>> pairs = new ArrayList<>();

    private SimilarItemsStudy(UsageEvents usage) throws IOException {
        this.parts = Split.atShare(0.8).parts(usage);
        Set<String> known = new LinkedHashSet<>();
        parts.get(0).forEach((user, item, time, type, weight) -> known.add(item.toString()));
        Map<String, List<Event>> byUser = new TreeMap<>();
        parts.get(1)
                .forEach((user, item, time, type, weight) -> byUser.computeIfAbsent(
                                user.toString(), ignored -> new ArrayList<>())
                        .add(new Event(item.toString(), time)));
        Random random = new Random(SEED);
        for (List<Event> events : byUser.values()) {
            events.removeIf(event -> !known.contains(event.item));
            List<Pair> found = new ArrayList<>();
            for (int draw = 0; draw < DRAWS; draw++) {
                found.addAll(pairs(events, random));
            }
            if (!found.isEmpty()) {
                pairs.add(found);
            }
        }
    }

    /**
     * Neighbours in time of one user, those of one moment in a drawn order: an order by item would make variants of one
     * product neighbours, whose ids are alike.
     *
     * @param user the user's events; is left as it is
     */
    static List<Pair> pairs(List<Event> user, Random random) {
        List<Event> events = new ArrayList<>(user);
        Collections.shuffle(events, random);
        events.sort(Comparator.comparingLong(Event::time));
        List<Pair> found = new ArrayList<>();
        for (int at = 1; at < events.size() && found.size() < PAIRS_PER_USER; at++) {
            Event first = events.get(at - 1);
            Event second = events.get(at);
            if (second.time - first.time <= DAY && !first.item.equals(second.item)) {
                found.add(new Pair(first.item, second.item));
            }
        }
        return found;
    }

    /** Runs the study on one file. */
    public static void main(String[] arguments) throws IOException {
        SimilarItemsStudy study = new SimilarItemsStudy(StudyInput.usage(arguments[0], arguments[1]));
        Catalog catalog =
                CatalogCsv.read(Path.of(arguments[2])).columns(arguments[3]).load();
        List<String> shown = List.of(arguments).subList(5, arguments.length);
        System.out.printf(
                Locale.ROOT,
                "%d users, %d pairs in %d drawn orders%n",
                study.pairs.size(),
                study.pairs.stream().mapToInt(List::size).sum(),
                DRAWS);
        Map<String, double[][]> measured = new LinkedHashMap<>();
        StringBuilder lists = new StringBuilder();
        for (Map.Entry<String, List<String>> kind : KINDS.entrySet()) {
            Parameters parameters = Parameters.parse(
                    "{\"halfLife\":null,\"cooccurrenceUnit\":\"" + arguments[4].toLowerCase(Locale.ROOT) + "\""
                            + kind.getValue().get(1) + "}");
            try (TrainedModel model = StudyInput.trainer(kind.getValue().get(0), parameters)
                    .train(study.parts.get(0))
                    .model()) {
                measured.put(kind.getKey(), study.measure(model.recommender()));
                for (String item : shown) {
                    lists.append(String.format(
                            "%s | %s | %s%n",
                            name(catalog, item), kind.getKey(), names(catalog, model.recommender(), item)));
                }
            }
        }
        double[][] first = measured.values().iterator().next();
        measured.forEach((kind, values) -> System.out.printf(
                Locale.ROOT,
                "%-22s hit rate %s, more by %s; reciprocal rank %s, more by %s%n",
                kind,
                interval(values[0], false),
                interval(minus(values[0], first[0]), true),
                interval(values[1], false),
                interval(minus(values[1], first[1]), true)));
        System.out.print(lists);
    }

    private static Map<String, List<String>> kinds() {
        Map<String, List<String>> kinds = new LinkedHashMap<>();
        kinds.put("ridge", List.of("ridge", ""));
        kinds.put("ridge, penalty infinite", List.of("ridge", ",\"penalty\":\"infinite\""));
        for (String similarity : List.of("damped(1,0.7,0.3)", "damped(0.5,0.5,0.15)", "jaccard", "cosine")) {
            kinds.put(similarity, List.of("sar", ",\"supportThreshold\":1,\"similarity\":\"" + similarity + "\""));
        }
        return kinds;
    }

    /** For each user, the part of the pairs that were found, and their mean reciprocal rank. */
    private double[][] measure(Recommender recommender) {
        double[][] values = new double[2][pairs.size()];
        for (int user = 0; user < pairs.size(); user++) {
            for (Pair pair : pairs.get(user)) {
                Recommendations list = recommender.similarItems(pair.first, COUNT);
                for (int rank = 0; rank < list.size(); rank++) {
                    if (list.get(rank).item().equals(pair.second)) {
                        values[0][user] += 1.0 / pairs.get(user).size();
                        values[1][user] += 1.0 / (rank + 1) / pairs.get(user).size();
                    }
                }
            }
        }
        return values;
    }

    private static double[] minus(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(at -> left[at] - right[at])
                .toArray();
    }

    private static String interval(double[] values, boolean signed) {
        Random random = new Random(SEED);
        double[] means = new double[SAMPLES];
        Arrays.setAll(
                means,
                sample -> random.ints(values.length, 0, values.length)
                        .mapToDouble(at -> values[at])
                        .average()
                        .orElse(0));
        Arrays.sort(means);
        return String.format(
                Locale.ROOT,
                signed ? "%+.4f (%+.4f to %+.4f)" : "%.4f (%.4f to %.4f)",
                Arrays.stream(values).average().orElse(0),
                means[SAMPLES / 40],
                means[SAMPLES - 1 - SAMPLES / 40]);
    }

    private static String names(Catalog catalog, Recommender recommender, String item) {
        return recommender.similarItems(item, SHOWN).stream()
                .map(found -> name(catalog, found.item()))
                .collect(Collectors.joining(" · "));
    }

    private static String name(Catalog catalog, String item) {
        return catalog.item(item).flatMap(found -> found.name()).orElse(item);
    }

    /** An item that a user took, and when. */
    record Event(String item, long time) {}

    /** An item that is asked for, and the one to be found. */
    record Pair(String first, String second) {}
}
