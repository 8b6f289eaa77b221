package dev.recommender.examples.cli;

import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ScoreScale;
import dev.recommender.sar.CooccurrenceUnit;
import dev.recommender.sar.SarTrainer;
import dev.recommender.sar.Similarity;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a model is trained. */
final class TrainerOptions {
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
            description = "What events of a type weigh, such as Click=1,Purchase=4.")
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

    @Option(
            names = "--normalize",
            paramLabel = "raw|rating|unit-interval",
            description = "The scale of scores; raw by default.")
    String normalize = "raw";

    @Option(names = "--threads", paramLabel = "N", description = "How many threads to use; all processors by default.")
    @Nullable
    Integer threads;

    SarTrainer trainer() {
        try {
            SarTrainer.Builder builder = SarTrainer.builder()
                    .similarity(similarity())
                    .supportThreshold(supportThreshold)
                    .cooccurrenceUnit(unit)
                    .eventWeights(weights())
                    .scoreScale(ScoreScale.valueOf(
                            normalize.toUpperCase(Locale.ROOT).replace('-', '_')));
            decay(builder);
            if (maxNeighbors != null) {
                builder.maxNeighbors(maxNeighbors);
            }
            if (coldItems != null) {
                builder.coldItems(coldItems);
            }
            if (coldToCold) {
                builder.coldToCold();
            }
            if (histories.equals("none")) {
                builder.withoutHistories();
            } else if (!histories.equals("all")) {
                builder.historyLimit(Integer.parseInt(histories));
            }
            if (threads != null) {
                builder.threads(threads);
            }
            return builder.build();
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private Similarity similarity() {
        if (damping == null && !similarity.equals("damped")) {
            return Similarity.named(similarity);
        }
        String given = damping == null ? "0,0.5,0.5" : damping;
        double[] exponents;
        try {
            exponents = Arrays.stream(given.split(",", -1))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UsageException("--damping needs three numbers such as 0.5,0.5,0.5: " + given);
        }
        if (exponents.length != 3) {
            throw new UsageException("--damping needs three numbers such as 0.5,0.5,0.5: " + given);
        }
        return Similarity.damped(exponents[0], exponents[1], exponents[2]);
    }

    private void decay(SarTrainer.Builder builder) {
        if (halfLife.equals("none")) {
            builder.withoutDecay();
        } else {
            try {
                builder.decayHalfLife(Duration.ofMillis(Math.round(Double.parseDouble(halfLife) * 86_400_000)));
            } catch (NumberFormatException e) {
                throw new UsageException("--half-life needs a number of days or none: " + halfLife);
            }
        }
        if (referenceTime != null) {
            builder.referenceTime(Instant.parse(referenceTime));
        }
    }

    private EventWeights weights() {
        EventWeights weights = EventWeights.standard();
        if (eventWeights == null) {
            return weights;
        }
        for (String part : eventWeights.split(",", -1)) {
            int equals = part.indexOf('=');
            try {
                weights = weights.with(
                        EventType.of(part.substring(0, Math.max(0, equals))),
                        Double.parseDouble(part.substring(equals + 1)));
            } catch (IllegalArgumentException e) {
                throw new UsageException("--event-weights needs TYPE=WEIGHT,...: " + eventWeights);
            }
        }
        return weights;
    }
}
