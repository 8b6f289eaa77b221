package dev.recommender.cli;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ScoreScale;
import dev.recommender.neighbors.CooccurrenceUnit;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is trained. */
final class TrainerOptions {
    private static final Pattern SIZE = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kKmMgG])");

    @Option(
            names = "--similarity",
            paramLabel = "NAME",
            description = "jaccard (default), cooccurrence, lift, cosine, inclusion-index, mutual-information,"
                    + " lexicographers-mutual-information, or damped with --damping.")
    String similarity = "jaccard";

    @Option(
            names = "--damping",
            paramLabel = "a,b,c",
            description = "The exponents of damped similarity: large units, popular seeds, popular targets.")
    @Nullable
    String damping;

    @Option(
            names = "--support-threshold",
            paramLabel = "N",
            description = "How often a pair must occur to count; 6 by default.")
    int supportThreshold = 6;

    @Option(
            names = "--cooccurrence-unit",
            paramLabel = "user|timestamp",
            description = "What makes items occur together; user by default.")
    CooccurrenceUnit unit = CooccurrenceUnit.USER;

    @Option(
            names = "--max-items-per-unit",
            paramLabel = "N",
            description = "Count of each unit the N newest items only; all by default.")
    @Nullable
    Integer maxItemsPerUnit;

    @Option(
            names = "--half-life",
            paramLabel = "DAYS|none",
            description = "After how many days an event weighs half; 30 by default.")
    String halfLife = "30";

    @Option(
            names = "--reference-time",
            paramLabel = "INSTANT",
            description = "The moment to decay to, such as 2026-01-31T00:00:00Z; the newest event by default.")
    @Nullable
    String referenceTime;

    @Option(names = "--max-neighbors", paramLabel = "N", description = "How many neighbours to keep per item.")
    @Nullable
    Integer maxNeighbors;

    @Option(
            names = "--event-weights",
            paramLabel = "TYPE=W,...",
            description = "What events of a type weigh, such as Click=1,Purchase=4. By default Click 1,"
                    + " RecommendationClick 2, AddShopCart 3, RemoveShopCart -1, Purchase 4, and any other name 1.")
    @Nullable
    String eventWeights;

    @Option(
            names = "--cold-items",
            paramLabel = "N",
            arity = "0..1",
            fallbackValue = "10",
            description = "Place items with little or no use by their features, N neighbours each (10).")
    @Nullable
    Integer coldItems;

    @Option(names = "--cold-to-cold", description = "Relate such items to one another, too.")
    boolean coldToCold;

    @Option(
            names = "--histories",
            paramLabel = "all|none|N",
            description = "How much of each user's history the model holds: all, none, or the N newest items.")
    String histories = "all";

    @Option(names = "--no-histories", description = "The same as --histories none.")
    boolean noHistories;

    @Option(
            names = "--normalize",
            paramLabel = "raw|rating|unit-interval",
            description = "The scale of scores; raw by default.")
    String normalize = "raw";

    @Option(names = "--threads", paramLabel = "N", description = "How many threads to use; all processors by default.")
    @Nullable
    Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "How much heap the training may take, such as 800m or 2g; three quarters of -Xmx by default.")
    @Nullable
    String memory;

    SarTrainer trainer() {
        SarTrainer.Builder builder = SarTrainer.builder()
                .similarity(similarity())
                .cooccurrenceUnit(unit)
                .eventWeights(weights())
                .scoreScale(UsageException.naming("--normalize", TrainerOptions::scale, normalize));
        UsageException.naming("--support-threshold", builder::supportThreshold, supportThreshold);
        decay(builder);
        histories(builder);
        if (maxNeighbors != null) {
            UsageException.naming("--max-neighbors", builder::maxNeighbors, maxNeighbors);
        }
        if (maxItemsPerUnit != null) {
            UsageException.naming("--max-items-per-unit", builder::maxItemsPerUnit, maxItemsPerUnit);
        }
        if (memory != null) {
            UsageException.naming("--memory", size -> builder.memoryBudget(bytes(size)), memory);
        }
        if (coldItems != null) {
            UsageException.naming("--cold-items", builder::coldItems, coldItems);
        }
        if (coldToCold) {
            builder.coldToCold();
        }
        if (threads != null) {
            UsageException.naming("--threads", builder::threads, threads);
        }
        return builder.build();
    }

    private Similarity similarity() {
        if (damping == null && !similarity.equals("damped")) {
            return UsageException.naming("--similarity", Similarity::named, similarity);
        }
        return UsageException.naming("--damping", TrainerOptions::damped, damping == null ? "0,0.5,0.5" : damping);
    }

    private static Similarity damped(String exponents) {
        double[] abc = Arrays.stream(exponents.split(",", -1))
                .mapToDouble(TrainerOptions::number)
                .toArray();
        if (abc.length != 3) {
            throw new IllegalArgumentException("needs three numbers such as 0.5,0.5,0.5");
        }
        return Similarity.damped(abc[0], abc[1], abc[2]);
    }

    private void decay(SarTrainer.Builder builder) {
        if (halfLife.equals("none")) {
            builder.withoutDecay();
        } else {
            UsageException.naming("--half-life", days -> builder.decayHalfLife(duration(days)), halfLife);
        }
        if (referenceTime != null) {
            builder.referenceTime(UsageException.naming("--reference-time", Instant::parse, referenceTime));
        }
    }

    private static Duration duration(String days) {
        return Duration.ofMillis(Math.round(number(days) * 86_400_000));
    }

    private void histories(SarTrainer.Builder builder) {
        if (noHistories || histories.equals("none")) {
            builder.withoutHistories();
        } else if (!histories.equals("all")) {
            UsageException.naming("--histories", items -> builder.historyLimit(whole(items)), histories);
        }
    }

    private static ScoreScale scale(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "raw" -> ScoreScale.RAW;
            case "rating" -> ScoreScale.RATING;
            case "unit-interval" -> ScoreScale.UNIT_INTERVAL;
            default -> throw new IllegalArgumentException("choose from raw, rating, unit-interval");
        };
    }

    private EventWeights weights() {
        return eventWeights == null
                ? EventWeights.standard()
                : UsageException.naming("--event-weights", TrainerOptions::weights, eventWeights);
    }

    private static EventWeights weights(String given) {
        EventWeights weights = EventWeights.standard();
        for (String part : given.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("needs TYPE=WEIGHT,... such as Click=1,Purchase=4");
            }
            weights = weights.with(EventType.of(part.substring(0, equals).strip()), number(part.substring(equals + 1)));
        }
        return weights;
    }

    private static long bytes(String size) {
        Matcher parts = SIZE.matcher(size.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException("give a number and k, m or g, such as 800m");
        }
        int bits = switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "k" -> 10;
            case "m" -> 20;
            default -> 30;
        };
        return (long) (number(parts.group(1)) * (1L << bits));
    }

    private static int whole(String text) {
        double number = number(text);
        if (number != (int) number) {
            throw new IllegalArgumentException("\"" + text + "\" is no whole number");
        }
        return (int) number;
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no number", e);
        }
    }
}
