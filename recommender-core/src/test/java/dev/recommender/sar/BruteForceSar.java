package dev.recommender.sar;

import dev.recommender.Query;
import dev.recommender.Seed;
import dev.recommender.UsageEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * SAR by its definition: dense matrices, one loop per sign of the formulas, nothing clever. What the engine stores as
 * 32-bit floats is rounded to them here.
 */
final class BruteForceSar {
    /** A recommended item; back-filled ones have the score 0. */
    record Scored(String item, double score) {}

    /** Ids in the order of their code points. */
    static final Comparator<String> BY_CODE_POINT =
            (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

    final List<String> users;
    final List<String> items;
    final int[] frequency;
    final float[][] similarity;
    final float[][] affinity;
    private final boolean[][] took;
    private final SarOptions options;
    private final Optional<Instant> reference;

    BruteForceSar(List<UsageEvent> events, SarOptions options, Formula formula) {
        this.options = options;
        reference = options.referenceTime()
                .or(() ->
                        events.stream().flatMap(event -> event.time().stream()).max(Instant::compareTo));
        users = events.stream()
                .map(UsageEvent::user)
                .distinct()
                .sorted(BY_CODE_POINT)
                .toList();

        TreeMap<Integer, TreeMap<Long, Set<String>>> byUser = new TreeMap<>();
        for (UsageEvent event : events) {
            byUser.computeIfAbsent(users.indexOf(event.user()), user -> new TreeMap<>())
                    .computeIfAbsent(unit(event), time -> new TreeSet<>())
                    .add(event.item());
        }
        List<Set<String>> units = new ArrayList<>();
        byUser.values().forEach(ofUser -> units.addAll(ofUser.values()));

        Map<String, Integer> counts = new TreeMap<>();
        units.forEach(unit -> unit.forEach(item -> counts.merge(item, 1, Integer::sum)));
        items = counts.keySet().stream()
                .sorted(Comparator.<String>comparingInt(item -> -counts.getOrDefault(item, 0))
                        .thenComparing(BY_CODE_POINT))
                .toList();
        int n = items.size();
        frequency =
                items.stream().mapToInt(item -> counts.getOrDefault(item, 0)).toArray();

        int[][] together = new int[n][n];
        double[][] weighted = new double[n][n];
        for (Set<String> unit : units) {
            int[] members = unit.stream().mapToInt(items::indexOf).toArray();
            for (int i : members) {
                for (int j : members) {
                    together[i][j]++;
                    weighted[i][j] += formula.unitWeight(members.length);
                }
            }
        }
        similarity = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                if (together[i][j] >= options.supportThreshold()) {
                    similarity[i][j] = (float) formula.function().of(weighted[i][j], frequency[i], frequency[j], n);
                }
            }
            keepNearest(i);
        }
        affinity = new float[users.size()][n];
        took = new boolean[users.size()][n];
        for (int u = 0; u < users.size(); u++) {
            for (int i = 0; i < n; i++) {
                sumAffinity(u, i, events);
            }
        }
    }

    private long unit(UsageEvent event) {
        return options.cooccurrenceUnit() == CooccurrenceUnit.USER
                ? 0
                : event.time().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    }

    private void keepNearest(int i) {
        IntStream.range(0, items.size())
                .filter(j -> j != i && similarity[i][j] != 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(j -> -similarity[i][j])
                        .thenComparing(j -> j))
                .skip(options.maxNeighbors().orElse(Integer.MAX_VALUE))
                .toList()
                .forEach(j -> similarity[i][j] = 0);
    }

    private void sumAffinity(int u, int i, List<UsageEvent> events) {
        double sum = 0;
        for (UsageEvent event : events.stream()
                .filter(event ->
                        event.user().equals(users.get(u)) && event.item().equals(items.get(i)))
                .sorted(Comparator.<UsageEvent>comparingLong(
                                event -> event.time().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE))
                        .thenComparing(event -> (float) weight(event)))
                .toList()) {
            took[u][i] = true;
            sum += (float) weight(event) * decay(reference, event.time());
        }
        affinity[u][i] = (float) sum;
    }

    private double weight(UsageEvent event) {
        return event.weight().orElseGet(() -> options.eventWeights().weightOf(event.type()));
    }

    private double decay(Optional<Instant> now, Optional<Instant> time) {
        double age = now.isPresent() && time.isPresent()
                ? now.get().toEpochMilli() - time.get().toEpochMilli()
                : 0;
        return Decay.of(options.halfLife()).factor(age);
    }

    /** The score of each item for the query; NaN for those that are left out as seen. */
    double[] scores(Query query) {
        double[] seeds = new double[items.size()];
        boolean[] seen = new boolean[items.size()];
        Optional<Instant> now = query.time().or(() -> reference);
        int user = query.user().map(users::indexOf).orElse(-1);
        for (int i = 0; user >= 0 && options.histories() && i < seeds.length; i++) {
            seeds[i] = affinity[user][i] * decay(now, reference);
            seen[i] = took[user][i];
        }
        for (Seed seed : query.seeds()) {
            int i = items.indexOf(seed.item());
            if (i >= 0) {
                double weight =
                        seed.weight().orElseGet(() -> options.eventWeights().weightOf(seed.type()));
                seeds[i] += weight * decay(now, seed.time());
                seen[i] = true;
            }
        }
        double[] scores = new double[items.size()];
        for (int j = 0; j < scores.length; j++) {
            for (int i = 0; i < scores.length; i++) {
                scores[j] += seeds[i] * similarity[i][j];
            }
            scores[j] = seen[j] && !query.seenIncluded() ? Double.NaN : scores[j];
        }
        return scores;
    }

    /** Every eligible item: positive scores first, then the back-fill, popular ones before those spoken against. */
    List<Scored> recommend(Query query) {
        double[] scores = scores(query);
        List<Scored> list = new ArrayList<>();
        IntStream.range(0, scores.length)
                .filter(j -> scores[j] > 0)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(j -> -scores[j]).thenComparing(j -> j))
                .forEach(j -> list.add(new Scored(items.get(j), scores[j])));
        if (query.backfilled()) {
            IntStream.range(0, scores.length)
                    .filter(j -> scores[j] == 0)
                    .forEach(j -> list.add(new Scored(items.get(j), 0)));
            IntStream.range(0, scores.length)
                    .filter(j -> scores[j] < 0)
                    .forEach(j -> list.add(new Scored(items.get(j), 0)));
        }
        return list;
    }

    /**
     * A similarity once more, written down apart from the engine's.
     *
     * @param similarity the engine's
     * @param function the same for co-occurrence, seed frequency, target frequency and the number of items
     * @param unitDamping the exponent by which a unit's size makes it count less
     */
    record Formula(Similarity similarity, Similarity.Function function, double unitDamping) {
        static List<Formula> standard() {
            double log2 = StrictMath.log(2);
            return List.of(
                    new Formula(Similarity.COOCCURRENCE, (c, fi, fj, n) -> c, 0),
                    new Formula(Similarity.JACCARD, (c, fi, fj, n) -> c / (fi + fj - c), 0),
                    new Formula(Similarity.LIFT, (c, fi, fj, n) -> c / (fi * fj), 0),
                    new Formula(Similarity.COSINE, (c, fi, fj, n) -> c / Math.sqrt(fi * fj), 0),
                    new Formula(Similarity.INCLUSION_INDEX, (c, fi, fj, n) -> c / Math.min(fi, fj), 0),
                    new Formula(
                            Similarity.MUTUAL_INFORMATION,
                            (c, fi, fj, n) -> StrictMath.log(n * c / (fi * fj)) / log2,
                            0),
                    new Formula(
                            Similarity.LEXICOGRAPHERS_MUTUAL_INFORMATION,
                            (c, fi, fj, n) -> c * (StrictMath.log(n * c / (fi * fj)) / log2),
                            0));
        }

        static Formula damped(double a, double b, double c) {
            return new Formula(Similarity.damped(a, b, c), (sum, fi, fj, n) -> sum / (power(fi, b) * power(fj, c)), a);
        }

        double unitWeight(int size) {
            return unitDamping == 0 ? 1 : 1 / power(size, unitDamping);
        }

        private static double power(double base, double exponent) {
            return exponent == 0.5 ? Math.sqrt(base) : StrictMath.pow(base, exponent);
        }
    }
}
