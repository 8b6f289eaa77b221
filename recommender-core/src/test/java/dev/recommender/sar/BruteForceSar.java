package dev.recommender.sar;

import dev.recommender.CatalogItem;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import dev.recommender.internal.training.RowOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The engine's twin: the definitions of docs/algorithm.md on dense matrices of doubles, without any cleverness. */
public final class BruteForceSar {
    public record Scored(String item, double score, boolean popular) {}

    final List<String> items;
    final Map<String, TreeMap<Integer, Double>> affinities = new TreeMap<>(BruteForceUnits.BY_CODE_POINTS);
    final float[][] similarity;
    final int[] frequency;
    private final RowOptions options;
    private final OptionalLong reference;

    BruteForceSar(List<UsageEvent> events, List<CatalogItem> catalog, SarOptions options) {
        this(events, new BruteForceUnits(events, catalog, options.shared()), options.shared(), rows(options));
    }

    /** With rows by a function of the units. */
    public BruteForceSar(
            List<UsageEvent> events,
            BruteForceUnits units,
            RowOptions options,
            Function<BruteForceUnits, float[][]> rows) {
        this.options = options;
        this.items = units.items;
        this.frequency = units.frequency;
        this.similarity = rows.apply(units);
        reference = options.referenceTime().isPresent()
                ? OptionalLong.of(options.referenceTime().get().toEpochMilli())
                : events.stream()
                        .flatMap(event -> event.time().stream())
                        .mapToLong(time -> time.toEpochMilli())
                        .max();
        addAffinities(events);
    }

    private static Function<BruteForceUnits, float[][]> rows(SarOptions options) {
        return units -> {
            int size = units.items.size();
            float[][] similarity = new float[size][size];
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) {
                    similarity[i][j] = similarity(i, j, units, options);
                }
            }
            options.shared().maxNeighbors().ifPresent(limit -> keepNearest(similarity, limit));
            BruteForceWeights.apply(
                    similarity, units.frequency, options.shared().weights());
            return similarity;
        };
    }

    private static float similarity(int i, int j, BruteForceUnits units, SarOptions options) {
        if (i != j && options.shared().maxDistance().isPresent()) {
            return sequential(
                    i, j, units, options, options.shared().maxDistance().getAsInt());
        }
        int count = 0;
        double sum = 0;
        for (Set<String> unit : units.units) {
            if (unit.contains(units.items.get(i)) && unit.contains(units.items.get(j))) {
                count++;
                sum += options.similarity().unitDamping() == 0
                        ? 1
                        : options.similarity().unitWeightOf(unit.size());
            }
        }
        return count == 0 || count < options.shared().supportThreshold() ? 0 : chosenBy(i, j, sum, units, options);
    }

    /** The value by which neighbours are chosen: the similarity times the preference of popular ones. */
    private static float chosenBy(int i, int j, double common, BruteForceUnits units, SarOptions options) {
        double similarity =
                options.similarity().of(common, units.frequency[i], units.frequency[j], units.itemsWithEvents);
        return (float) (similarity
                * StrictMath.pow(units.frequency[j], options.shared().weights().popularity()));
    }

    /** By reciprocals as fractions of a common multiple of all distances, so that the sum is exact. */
    private static float sequential(int i, int j, BruteForceUnits units, SarOptions options, int maxDistance) {
        long multiple = 232_792_560;
        int count = 0;
        long sum = 0;
        for (List<Set<String>> sequence : units.sequences) {
            int nearest = Integer.MAX_VALUE;
            for (int from = 0; from < sequence.size(); from++) {
                for (int to = from + 1; to < sequence.size(); to++) {
                    if (sequence.get(from).contains(units.items.get(i))
                            && sequence.get(to).contains(units.items.get(j))) {
                        nearest = Math.min(nearest, to - from);
                    }
                }
            }
            if (nearest <= maxDistance) {
                count++;
                sum += multiple / nearest;
            }
        }
        double c = (double) sum / multiple;
        return count == 0 || count < options.shared().supportThreshold() ? 0 : chosenBy(i, j, c, units, options);
    }

    private static void keepNearest(float[][] similarity, int limit) {
        for (int i = 0; i < similarity.length; i++) {
            int row = i;
            List<Integer> others = new ArrayList<>();
            for (int j = 0; j < similarity.length; j++) {
                if (j != i && similarity[i][j] != 0) {
                    others.add(j);
                }
            }
            others.sort(Comparator.comparing((Integer j) -> -similarity[row][j]).thenComparing(j -> j));
            others.stream().skip(limit).forEach(j -> similarity[row][j] = 0);
        }
    }

    private void addAffinities(List<UsageEvent> events) {
        Map<String, TreeMap<Integer, Long>> newest = new HashMap<>();
        for (UsageEvent event : events) {
            double weight = (float) event.weight().orElse(options.eventWeights().weightOf(event.type()));
            long time = event.time().map(t -> t.toEpochMilli()).orElse(Long.MIN_VALUE);
            int item = items.indexOf(event.item());
            affinities
                    .computeIfAbsent(event.user(), ignored -> new TreeMap<>())
                    .merge(item, weight * factor(time, reference), Double::sum);
            newest.computeIfAbsent(event.user(), ignored -> new TreeMap<>()).merge(item, time, Math::max);
        }
        affinities.values().forEach(BruteForceSar::roundToFloats);
        options.historyLimit()
                .ifPresent(limit -> affinities.forEach((user, row) -> {
                    List<Integer> order = new ArrayList<>(row.keySet());
                    order.sort(Comparator.comparing(
                                    (Integer item) -> newest.get(user).get(item))
                            .reversed()
                            .thenComparing(item -> item));
                    order.stream().skip(limit).forEach(row::remove);
                }));
        if (!options.histories()) {
            affinities.clear();
        }
    }

    /** A model keeps a user's affinities as floats relative to the power of two below the largest. */
    private static void roundToFloats(TreeMap<Integer, Double> row) {
        double largest = row.values().stream().mapToDouble(Math::abs).max().orElse(0);
        int exponent = largest == 0 ? 0 : Math.getExponent(largest);
        row.replaceAll((item, value) -> Math.scalb((double) (float) Math.scalb(value, -exponent), exponent));
    }

    private double factor(long time, OptionalLong now) {
        if (time == Long.MIN_VALUE || now.isEmpty() || options.halfLife().isEmpty()) {
            return 1;
        }
        double age = (double) now.getAsLong() - time;
        return Math.min(1, Math.pow(0.5, age / options.halfLife().get().toMillis()));
    }

    /** The query's seeds with their affinities, by item. */
    TreeMap<Integer, Double> seeds(Query query) {
        TreeMap<Integer, Double> seeds = new TreeMap<>();
        OptionalLong now =
                query.at().isPresent() ? OptionalLong.of(query.at().get().toEpochMilli()) : reference;
        query.user().ifPresent(user -> {
            double since = reference.isPresent() ? factor(reference.getAsLong(), now) : 1;
            affinities.getOrDefault(user, new TreeMap<>()).forEach((item, value) -> seeds.put(item, value * since));
        });
        for (int at = 0; at < query.seeds().size(); at++) {
            Seed seed = query.seeds().get(at);
            int item = items.indexOf(seed.item());
            if (item >= 0) {
                double weight = seed.weight().orElse(options.eventWeights().weightOf(seed.type()))
                        * (query.recency().isPresent()
                                ? share(query.seeds(), at, query.recency().get())
                                : 1);
                long time = seed.time().map(t -> t.toEpochMilli()).orElse(Long.MIN_VALUE);
                seeds.merge(item, weight * factor(time, now), Double::sum);
            }
        }
        return seeds;
    }

    /** What recency leaves of a seed. */
    private static double share(List<Seed> seeds, int at, Recency recency) {
        if (recency instanceof Recency.ByTime time) {
            Instant newest = seeds.stream()
                    .flatMap(seed -> seed.time().stream())
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
            return seeds.get(at)
                    .time()
                    .map(when -> Math.pow(
                            0.5,
                            (double) Duration.between(when, newest).toMillis()
                                    / time.halfLife().toMillis()))
                    .orElse(1.0);
        }
        List<Integer> order = new ArrayList<>();
        for (int number = 0; number < seeds.size(); number++) {
            order.add(number);
        }
        if (seeds.stream().allMatch(seed -> seed.time().isPresent())) {
            order.sort(Comparator.comparing(number -> seeds.get(number).time().orElseThrow()));
        }
        int steps = 0;
        int step = 0;
        for (int place = 0; place < order.size(); place++) {
            Optional<Instant> time = seeds.get(order.get(place)).time();
            boolean sameMoment = place > 0
                    && time.isPresent()
                    && time.equals(seeds.get(order.get(place - 1)).time());
            steps += sameMoment ? 0 : 1;
            step = order.get(place) == at ? steps : step;
        }
        double n = steps;
        double r = n - step;
        return switch (recency.toString()) {
            case "linear" -> 1 - r / n;
            case "quadratic" -> Math.pow(1 - r / n, 2);
            case "logarithmic" -> Math.log(2) / Math.log(r + 2);
            case "reciprocal" -> 1 / (r + 1);
            default -> throw new AssertionError(recency);
        };
    }

    /** The raw score of every item. */
    double[] scores(TreeMap<Integer, Double> seeds) {
        double[] scores = new double[items.size()];
        for (int j = 0; j < scores.length; j++) {
            for (int i : seeds.keySet()) {
                scores[j] += seeds.get(i) * similarity[i][j];
            }
        }
        return scores;
    }

    /** The answer, by sorting everything; for queries without rules about lists. */
    List<Scored> recommend(Query query, Map<String, CatalogItem> catalog) {
        TreeMap<Integer, Double> seeds = seeds(query);
        double[] scores = scores(seeds);
        List<Scored> list = new ArrayList<>();
        List<Scored> popular = new ArrayList<>();
        List<Scored> against = new ArrayList<>();
        for (int item = 0; item < scores.length; item++) {
            String id = items.get(item);
            boolean allowed = query.onlyItems().stream()
                            .allMatch(set -> set.ids().contains(id))
                    && query.exclude().stream().noneMatch(set -> set.ids().contains(id))
                    && (query.includesSeen() || !seeds.containsKey(item))
                    && (query.where().isEmpty()
                            || (catalog.containsKey(id) && query.where().get().test(catalog.get(id))));
            if (!allowed) {
                continue;
            }
            double score = scores[item];
            for (Query.Boost boost : query.boosts()) {
                score *= boost.items().ids().contains(id) ? boost.factor() : 1;
            }
            if (score > 0 && score >= query.minScore()) {
                list.add(new Scored(id, score, false));
            } else if (query.backfills() && query.minScore() <= 0 && score <= 0) {
                (score == 0 ? popular : against).add(new Scored(id, 0, true));
            }
        }
        list.sort(Comparator.comparing((Scored scored) -> -scored.score()));
        list.addAll(popular);
        list.addAll(against);
        return new ArrayList<>(list.subList(0, Math.min(query.count(), list.size())));
    }

    Set<String> unknown(Query query) {
        Set<String> unknown = new HashSet<>();
        query.seeds().stream()
                .map(Seed::item)
                .filter(item -> !items.contains(item))
                .forEach(unknown::add);
        return unknown;
    }
}
