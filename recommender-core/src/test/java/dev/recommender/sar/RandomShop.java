package dev.recommender.sar;

import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.Parameters;
import dev.recommender.Recency;
import dev.recommender.ScoreScale;
import dev.recommender.UsageEvent;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowParameters;
import dev.recommender.internal.training.RowWeights;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.neighbors.RowPrecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/** Seeded events, catalogs and options of every kind. */
public final class RandomShop {
    public final Random random;
    public final List<UsageEvent> events = new ArrayList<>();
    public final List<CatalogItem> catalog = new ArrayList<>();
    final int users;
    final int items;

    private final Random order;
    private final boolean timed;

    public RandomShop(long seed) {
        this(seed, false);
    }

    private RandomShop(long seed, boolean timed) {
        this.timed = timed;
        random = new Random(seed);
        order = new Random(~seed);
        users = 1 + random.nextInt(25);
        items = 1 + random.nextInt(25);
        int count = 1 + random.nextInt(250);
        boolean repeats = random.nextBoolean();
        for (int event = 0; event < count; event++) {
            UsageEvent drawn = event(repeats);
            events.add(timed && drawn.time().isEmpty() ? drawn.at(time(order)) : drawn);
        }
        for (int item = 0; item < items + random.nextInt(6); item++) {
            if (random.nextInt(10) > 0) {
                catalog.add(described(id("i", item)));
            }
        }
    }

    /** A shop where every event has a time. */
    public static RandomShop timed(long seed) {
        return new RandomShop(seed, true);
    }

    /** Options of every kind with sequential counting, but cold items and scales, as the twin needs them. */
    SarOptions sequentialOptions() {
        SarOptions given = options();
        List<Similarity> similarities = List.of(
                Similarity.COOCCURRENCE,
                Similarity.LIFT,
                Similarity.COSINE,
                Similarity.INCLUSION_INDEX,
                Similarity.damped(0, order.nextInt(5) / 4.0, order.nextDouble()),
                Similarity.damped(0, 1, 0),
                Similarity.of("ours", (c, fi, fj, n) -> c - fi / (fj + n)));
        Parameters parameters = SarParameters.SIMILARITY.put(given.toParameters(), Similarity.COOCCURRENCE);
        parameters = SarParameters.COUNTING.put(parameters, Counting.SEQUENTIAL);
        parameters = SarParameters.MAX_DISTANCE.put(parameters, 1 + order.nextInt(order.nextBoolean() ? 3 : 20));
        if (given.shared().cooccurrenceUnit() == CooccurrenceUnit.TIMESTAMP) {
            parameters = RowParameters.COOCCURRENCE_UNIT.put(parameters, CooccurrenceUnit.USER);
        }
        return SarOptions.of(parameters).similarity(similarities.get(order.nextInt(similarities.size())));
    }

    /** Options of every kind but sequential counting, cold items and scales, as the twin needs them. */
    SarOptions options() {
        List<Similarity> similarities = new ArrayList<>(Similarity.standard());
        similarities.add(Similarity.damped(random.nextInt(3) / 2.0, random.nextInt(5) / 4.0, random.nextDouble()));
        similarities.add(Similarity.damped(0.7, 0.3, 0.3));
        similarities.add(Similarity.of("ours", (c, fi, fj, n) -> c - fi / (fj + n)));
        Similarity similarity = similarities.get(random.nextInt(similarities.size()));
        return new SarOptions(similarity, rowOptions(unit()));
    }

    /** Options that all algorithms of rows have, of every kind but cold items and scales. */
    public RowOptions rowOptions() {
        return rowOptions(unit());
    }

    private CooccurrenceUnit unit() {
        if (random.nextInt(3) == 0) {
            return CooccurrenceUnit.TIMESTAMP;
        }
        // Sessions need an event with a time.
        boolean anyTime = events.stream().anyMatch(event -> event.time().isPresent());
        boolean sessions = order.nextInt(3) == 0 && anyTime;
        return sessions ? CooccurrenceUnit.SESSION : CooccurrenceUnit.USER;
    }

    private RowOptions rowOptions(CooccurrenceUnit unit) {
        Random others = new Random(31L * events.size() + catalog.size());
        RowOptions options = plainOptions(unit);
        return options.weights(weights(others, options.maxNeighbors().isPresent()));
    }

    /** Weights of every kind, and as often the values that neighbours are chosen by. */
    public static RowWeights weights(Random random, boolean limited) {
        return new RowWeights(
                limited ? new double[] {0, 0, 0.2, 0.5, 1.3, 2}[random.nextInt(6)] : 0,
                new double[] {1, 1, 0.5, 0.8, 2.5}[random.nextInt(5)],
                random.nextInt(3) == 0,
                RowPrecision.SINGLE);
    }

    private RowOptions plainOptions(CooccurrenceUnit unit) {
        return new RowOptions(
                1 + random.nextInt(4),
                random.nextInt(4) == 0 ? Optional.empty() : Optional.of(Duration.ofHours(1 + random.nextInt(4000))),
                random.nextInt(3) == 0 ? Optional.of(time()) : Optional.empty(),
                unit,
                unit == CooccurrenceUnit.SESSION
                        ? Duration.ofHours(1 + order.nextInt(500))
                        : RowParameters.SESSION_GAP.defaultValue(),
                events.size() % 3 == 0 ? OptionalInt.of(1 + events.size() % 8) : OptionalInt.empty(),
                OptionalInt.empty(),
                random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1 + random.nextInt(6)),
                RowWeights.PLAIN,
                EventWeights.standard()
                        .with(EventType.PURCHASE, random.nextInt(9) - 2)
                        .with(EventType.of("Play"), 0.3),
                false,
                random.nextInt(4) == 0 ? OptionalInt.of(random.nextInt(4)) : OptionalInt.empty(),
                OptionalInt.empty(),
                false,
                ScoreScale.RAW,
                false);
    }

    /** A trainer with options of every kind, cold items and scales among them; sequential where every event has a time. */
    public SarTrainer trainer() {
        SarOptions given = timed ? sequentialOptions() : options();
        RowOptions options = given.shared();
        SarTrainer.Builder builder = SarTrainer.builder()
                .similarity(given.similarity())
                .cooccurrenceUnit(options.cooccurrenceUnit())
                .supportThreshold(options.supportThreshold())
                .scoreScale(ScoreScale.values()[random.nextInt(3)]);
        if (options.cooccurrenceUnit() == CooccurrenceUnit.SESSION) {
            builder.sessionGap(options.sessionGap());
        }
        if (options.maxDistance().isPresent()) {
            builder.counting(Counting.SEQUENTIAL)
                    .maxDistance(options.maxDistance().getAsInt());
        }
        options.maxItemsPerUnit().ifPresent(builder::maxItemsPerUnit);
        options.halfLife().ifPresentOrElse(builder::decayHalfLife, builder::withoutDecay);
        options.referenceTime().ifPresent(builder::referenceTime);
        options.maxNeighbors().ifPresent(builder::maxNeighbors);
        RowWeights weights = options.weights();
        builder.neighborPopularity(given.similarity().canBeNegative() ? 0 : weights.popularity())
                .weightPower(weights.power())
                .rowPrecision(precision(given.similarity()));
        builder = weights.normalized() ? builder.normalizeRows() : builder;
        switch (random.nextInt(4)) {
            case 0 -> builder.withoutHistories();
            case 1 -> builder.historyLimit(1 + random.nextInt(4));
            default -> {}
        }
        if (random.nextBoolean()) {
            builder.coldItems(1 + random.nextInt(3));
            builder = random.nextBoolean() ? builder.coldToCold() : builder;
        }
        return (random.nextInt(5) == 0 ? builder.unweighted() : builder.eventWeights(options.eventWeights())).build();
    }

    private RowPrecision precision(Similarity similarity) {
        boolean negative = similarity.canBeNegative() || similarity.custom();
        return negative || random.nextBoolean() ? RowPrecision.SINGLE : RowPrecision.BYTE;
    }

    /** A recency of any kind. */
    Recency recency() {
        return switch (order.nextInt(5)) {
            case 0 -> Recency.linear();
            case 1 -> Recency.quadratic();
            case 2 -> Recency.logarithmic();
            case 3 -> Recency.reciprocal();
            default -> Recency.halfLife(Duration.ofHours(1 + order.nextInt(3000)));
        };
    }

    Instant time() {
        return time(random);
    }

    private static Instant time(Random random) {
        return Instant.parse("2020-01-01T00:00:00Z").plus(Duration.ofHours(random.nextInt(40) * 100L));
    }

    public String user() {
        return id("u", random.nextInt(users + 2));
    }

    public String item() {
        return id("i", random.nextInt(items + 2));
    }

    private UsageEvent event(boolean repeats) {
        int skewed = (int) (items * Math.pow(random.nextDouble(), repeats ? 3 : 1));
        UsageEvent event = UsageEvent.of(id("u", random.nextInt(users)), id("i", skewed));
        if (random.nextInt(5) > 0) {
            event = event.at(time());
        }
        if (random.nextInt(3) == 0) {
            event = event.type(List.of(EventType.PURCHASE, EventType.REMOVE_SHOP_CART, EventType.of("play"))
                    .get(random.nextInt(3)));
        }
        return random.nextInt(3) == 0 ? event.weight(random.nextInt(11) / 2.0 - 1) : event;
    }

    private CatalogItem described(String id) {
        CatalogItem item = CatalogItem.of(id);
        if (random.nextBoolean()) {
            item = item.category("c" + random.nextInt(3));
        }
        for (int feature = 0; feature < 3; feature++) {
            for (int values = random.nextInt(3); values > 0; values--) {
                item = item.feature("f" + feature, "v" + random.nextInt(4));
            }
        }
        return item;
    }

    /** Ids with other scripts and characters outside the basic plane, which sort otherwise in UTF-16. */
    private static String id(String prefix, int number) {
        return switch (number % 4) {
            case 0 -> prefix + number;
            case 1 -> prefix + "ä" + number;
            case 2 -> prefix + "\uFFFD" + number;
            default -> prefix + "😀" + number;
        };
    }
}
