package dev.recommender.models;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.Condition;
import dev.recommender.Contribution;
import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ItemSet;
import dev.recommender.Parameters;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendation.Source;
import dev.recommender.ScoredId;
import dev.recommender.Seed;
import dev.recommender.models.VectorAlgorithm.Reporting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A seeded shop of items with vectors to make models of, and the answers that the models should give, by sorting
 * everything. All numbers are small multiples of powers of two, so sums are exact in any order.
 */
final class RankedShop {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration HALF_LIFE = Duration.ofDays(10);
    private static final int DIMENSIONS = 3;

    /** The order of UTF-16 is not that of the bytes of UTF-8. */
    private static final List<String> PREFIXES = List.of("i", "\ud83d\ude00", "\uff21");

    final Random random;
    final List<String> items;
    final Map<String, Integer> frequencies = new HashMap<>();
    final Map<String, CatalogItem> catalog = new LinkedHashMap<>();
    final Map<String, Map<String, Integer>> histories = new TreeMap<>();
    private final EventWeights weights = EventWeights.standard().with(EventType.CLICK, 0.5);

    RankedShop(long seed) {
        random = new Random(seed);
        int count = 1 + random.nextInt(30);
        for (int item = 0; item < count; item++) {
            String id = PREFIXES.get(random.nextInt(PREFIXES.size())) + item;
            frequencies.put(id, random.nextInt(5));
            if (random.nextInt(4) > 0) {
                CatalogItem described = CatalogItem.of(id).feature("colour", "v" + random.nextInt(3));
                catalog.put(id, random.nextInt(4) == 0 ? described : described.category("c" + random.nextInt(3)));
            }
        }
        items = new ArrayList<>(frequencies.keySet());
        items.sort((left, right) -> frequencies.get(left).equals(frequencies.get(right))
                ? Arrays.compareUnsigned(left.getBytes(UTF_8), right.getBytes(UTF_8))
                : frequencies.get(right) - frequencies.get(left));
        for (int user = 0; user < 5; user++) {
            Map<String, Integer> history = histories.computeIfAbsent("u" + user, added -> new LinkedHashMap<>());
            for (int taken = 1 + random.nextInt(4); taken > 0; taken--) {
                history.put(item(), random.nextInt(7) - 2);
            }
        }
    }

    private String item() {
        return items.get(random.nextInt(items.size()));
    }

    RankedModel model(Reporting reporting) {
        RankedModel.Builder builder = RankedModel.builder(
                VectorAlgorithm.KIND, VectorAlgorithm.NAME, Parameters.empty().with("dimensions", DIMENSIONS));
        frequencies.forEach(builder::item);
        histories.forEach((user, history) -> builder.history(
                user,
                history.entrySet().stream()
                        .map(taken -> new ScoredId(taken.getKey(), taken.getValue()))
                        .toList()));
        return builder.catalog(Catalog.of(List.copyOf(catalog.values())))
                .counts(100, 7)
                .count("pairs", 60)
                .referenceTime(NOW)
                .halfLife(HALF_LIFE)
                .eventWeights(weights)
                .content(VectorAlgorithm.vectors(items, DIMENSIONS))
                .build(VectorAlgorithm.scorers(reporting));
    }

    Query query() {
        Query query = random.nextBoolean() ? Query.user("u" + random.nextInt(6)) : Query.popular();
        for (int seeds = random.nextInt(3); seeds > 0; seeds--) {
            Seed seed = Seed.of(random.nextInt(8) == 0 ? "unheard of" : item());
            seed = random.nextBoolean() ? seed.type(EventType.CLICK) : seed.weight(random.nextInt(5) - 1);
            query = query.and(
                    random.nextBoolean() ? seed.at(NOW.minus(HALF_LIFE.multipliedBy(random.nextInt(3)))) : seed);
        }
        query = query.count(1 + random.nextInt(items.size() + 2));
        query = random.nextInt(3) == 0 ? query.includeSeen() : query;
        query = random.nextInt(3) == 0 ? query.withoutBackfill() : query;
        query = random.nextInt(4) == 0 ? query.at(NOW.plus(HALF_LIFE.multipliedBy(random.nextInt(3)))) : query;
        query = random.nextInt(4) == 0 ? query.onlyItems(some()) : query;
        query = random.nextInt(4) == 0 ? query.exclude(some()) : query;
        query = random.nextInt(4) == 0 ? query.boost(some(), 0.5 * (1 + random.nextInt(5))) : query;
        query = random.nextInt(5) == 0 ? query.where(Condition.category("c0", "c1")) : query;
        query = random.nextInt(5) == 0 ? query.where(item -> !item.has("colour", "v0")) : query;
        query = random.nextInt(5) == 0 ? query.minScore(random.nextInt(4)) : query;
        query = categorized() && random.nextInt(3) == 0 ? query.maxPerCategory(1 + random.nextInt(3)) : query;
        return random.nextBoolean() ? query.explain() : query;
    }

    private boolean categorized() {
        return catalog.values().stream().anyMatch(item -> item.category().isPresent());
    }

    private ItemSet some() {
        List<String> some = new ArrayList<>(List.of("unheard of"));
        items.stream().filter(item -> random.nextBoolean()).forEach(some::add);
        return ItemSet.of(some);
    }

    /** The affinity to each seed, by the index of its item. */
    private TreeMap<Integer, Double> seeds(Query query) {
        TreeMap<Integer, Double> seeds = new TreeMap<>();
        Instant now = query.at().orElse(NOW);
        query.user()
                .map(user -> histories.getOrDefault(user, Map.of()))
                .ifPresent(history -> history.forEach(
                        (item, affinity) -> seeds.merge(items.indexOf(item), affinity * left(NOW, now), Double::sum)));
        for (Seed seed : query.seeds()) {
            double weight = seed.weight().orElse(weights.weightOf(seed.type()));
            double affinity = weight * seed.time().map(time -> left(time, now)).orElse(1.0);
            if (items.contains(seed.item())) {
                seeds.merge(items.indexOf(seed.item()), affinity, Double::sum);
            }
        }
        return seeds;
    }

    private static double left(Instant then, Instant now) {
        return Math.pow(0.5, (double) Duration.between(then, now).toDays() / HALF_LIFE.toDays());
    }

    private double weight(int seed, int item) {
        double product = 0;
        for (int at = 0; at < DIMENSIONS; at++) {
            product += VectorAlgorithm.number(items.get(seed), at) * VectorAlgorithm.number(items.get(item), at);
        }
        return product;
    }

    /** The whole answer. */
    List<Recommendation> answer(Query query) {
        TreeMap<Integer, Double> seeds = seeds(query);
        List<Recommendation> scored = new ArrayList<>();
        List<Recommendation> popular = new ArrayList<>();
        List<Recommendation> disliked = new ArrayList<>();
        for (int item = 0; item < items.size(); item++) {
            String id = items.get(item);
            if (!eligible(query, item, seeds)) {
                continue;
            }
            double factor = 1;
            for (Query.Boost boost : query.boosts()) {
                factor *= boost.items().ids().contains(id) ? boost.factor() : 1;
            }
            List<Contribution> because = new ArrayList<>();
            double score = 0;
            for (Map.Entry<Integer, Double> seed : seeds.entrySet()) {
                double weight = weight(seed.getKey(), item);
                double part = seed.getValue() * weight * factor;
                score += part;
                if (part != 0) {
                    because.add(new Contribution(items.get(seed.getKey()), seed.getValue(), weight, part));
                }
            }
            because.sort(Comparator.comparing((Contribution part) -> -part.score()));
            if (score > 0 && score >= query.minScore()) {
                scored.add(new Recommendation(id, score, Source.MODEL, query.explains() ? because : List.of()));
            } else if (score <= 0 && query.backfills() && query.minScore() <= 0) {
                (score == 0 ? popular : disliked).add(new Recommendation(id, 0, Source.POPULARITY));
            }
        }
        scored.sort(Comparator.comparing((Recommendation next) -> -next.score()));
        scored.addAll(popular);
        scored.addAll(disliked);
        return limited(scored, query);
    }

    private boolean eligible(Query query, int item, Map<Integer, Double> seeds) {
        String id = items.get(item);
        return (query.includesSeen() || !seeds.containsKey(item))
                && query.onlyItems().stream().allMatch(set -> set.ids().contains(id))
                && query.exclude().stream().noneMatch(set -> set.ids().contains(id))
                && query.where()
                        .map(condition -> Optional.ofNullable(catalog.get(id))
                                .filter(condition)
                                .isPresent())
                        .orElse(true);
    }

    private List<Recommendation> limited(List<Recommendation> ranking, Query query) {
        Map<String, Integer> taken = new HashMap<>();
        List<Recommendation> list = new ArrayList<>();
        for (Recommendation next : ranking) {
            Optional<String> category =
                    Optional.ofNullable(catalog.get(next.item())).flatMap(CatalogItem::category);
            int before = category.map(name -> taken.getOrDefault(name, 0)).orElse(0);
            if (list.size() < query.count() && before < query.maxPerCategory().orElse(Integer.MAX_VALUE)) {
                list.add(next);
                category.ifPresent(name -> taken.merge(name, 1, Integer::sum));
            }
        }
        return list;
    }
}
