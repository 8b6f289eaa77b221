package dev.recommender.neighbors;

import static dev.recommender.internal.model.CheckedRow.require;

import dev.recommender.Catalog;
import dev.recommender.ScoreScale;
import dev.recommender.ScoredId;
import dev.recommender.TimeSpan;
import dev.recommender.TrainingException;
import dev.recommender.TrainingMonitor;
import dev.recommender.internal.model.CheckedRow;
import dev.recommender.internal.model.CollectedParts;
import dev.recommender.internal.model.CollectedRows;
import dev.recommender.internal.model.ModelHeader;
import dev.recommender.internal.model.Scale;
import dev.recommender.internal.neighbors.NeighborOptions;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowBounds;
import dev.recommender.internal.neighbors.RowPacking;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.Ids;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.rows.RowBlocksBuilder;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.util.Arguments;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model of rows that were computed elsewhere, for example on a cluster. The rows that a training would have
 * computed give the same model as the training, byte for byte, in whatever order they come.
 *
 * <pre>{@code
 * NeighborModelBuilder builder = trainer.modelBuilder();              // whose options the rows were computed by
 * builder.item("bow", 120, 1).item("violin", 80, 1);             // all items first
 * builder.similarities("bow", List.of(new ScoredId("violin", 0.25)));
 * builder.similarities("violin", List.of(new ScoredId("bow", 0.25)));
 * builder.history("u42", List.of(new ScoredId("bow", 1.5)));
 * NeighborModel model = builder.counts(260, 200, 150, 150).build();
 * }</pre>
 *
 * <p>Each row is checked when it is given. An {@link IllegalArgumentException} names the row and its problem, and
 * leaves the builder as it was. Rows are kept as numbers, 8 bytes a cell. Not shared between threads.
 */
public final class NeighborModelBuilder {
    private final NeighborOptions options;
    private final CollectedParts model = new CollectedParts();
    private final List<Float> selfSimilarities = new ArrayList<>();
    private final CollectedRows similarities = new CollectedRows();
    private final CollectedRows coldSimilarities = new CollectedRows();
    private Optional<Catalog> catalog = Optional.empty();
    private boolean keepUnknownItems;
    private Map<String, Double> featureWeights = Map.of();
    private Optional<TimeSpan> eventTimes = Optional.empty();
    private OptionalLong referenceTime;
    private @Nullable Counts counts;
    private @Nullable Scale scale;

    private NeighborModelBuilder(NeighborOptions options) {
        this.options = options;
        this.referenceTime = options.referenceTime()
                .map(time -> OptionalLong.of(time.toEpochMilli()))
                .orElse(OptionalLong.empty());
        this.scale = options.scoreScale() == ScoreScale.RAW ? Scale.RAW : null;
    }

    /**
     * A builder for rows that were computed by these options, for the trainers of this library.
     *
     * @hidden its parameter is internal
     */
    public static NeighborModelBuilder of(NeighborOptions options) {
        return new NeighborModelBuilder(options);
    }

    /**
     * Adds an item. All items must be added before the first row, including items of the catalog without events.
     *
     * @param frequency the number of co-occurrence units that hold it; 0 or more
     * @param selfSimilarity its similarity to itself, 0 below the support threshold
     * @throws IllegalArgumentException if the id is blank or repeats, or a number is out of range
     */
    public NeighborModelBuilder item(String id, int frequency, double selfSimilarity) {
        CheckedRow.requireFloat(selfSimilarity, "item \"" + id + "\"");
        require(
                frequency >= options.supportThreshold() || selfSimilarity == 0,
                "item \"%s\" is below the support threshold %s, so its similarity to itself is 0, not %s",
                id,
                options.supportThreshold(),
                selfSimilarity);
        model.addItem(id, frequency);
        selfSimilarities.add((float) selfSimilarity);
        return this;
    }

    /**
     * Adds the row of a seed: how similar other items are to it. Similarities are kept as floats,
     * or in the trainer's precision. Similarities that are 0 as floats are left out. A seed without a row has no similar items.
     *
     * @param targets the items with their similarities; at most as many as the trainer's limit of neighbours
     * @throws IllegalArgumentException if the seed has a row already, or an item is unknown, below the support
     *     threshold, the seed itself, or repeats. Also if a similarity is not finite, or is negative where
     *     weights have 8 bits, or if there are too many
     */
    public NeighborModelBuilder similarities(String seed, Collection<ScoredId> targets) {
        int row = newRow(seed, similarities, "similarities");
        requireWarm(seed, row, seed);
        require(
                targets.size() <= options.maxNeighbors().orElse(Integer.MAX_VALUE),
                "similarities of \"%s\" are %s, more than the limit of neighbours %s",
                seed,
                targets.size(),
                options.maxNeighbors().orElse(0));
        CheckedRow cells = CheckedRow.of("similarities of \"" + seed + "\"", model.items(), targets)
                .withoutZeros();
        for (int target : cells.columns()) {
            requireWarm(seed, target, model.items().text(target));
            require(target != row, "%s hold the seed itself", cells.name());
        }
        for (float value : cells.values()) {
            require(
                    value > 0 || !options.packed(),
                    "%s hold %s, and weights of 8 bits cannot be negative",
                    cells.name(),
                    value);
        }
        similarities.put(row, cells);
        return this;
    }

    /**
     * Adds what was predicted from features: how similar items are to a seed, where one of the two is below the support
     * threshold.
     *
     * @param targets the items with their positive similarities
     * @throws IllegalArgumentException if the trainer places no cold items, or if both items of a pair reach the
     *     support threshold. Also for the reasons of {@link #similarities}
     */
    public NeighborModelBuilder coldSimilarities(String seed, Collection<ScoredId> targets) {
        require(options.coldItems(), "similarities of cold items, but the trainer places none");
        int row = newRow(seed, coldSimilarities, "similarities of cold items");
        CheckedRow cells = CheckedRow.of("similarities of cold items to \"" + seed + "\"", model.items(), targets);
        for (int at = 0; at < cells.columns().length; at++) {
            int target = cells.columns()[at];
            String id = model.items().text(target);
            require(target != row, "%s hold the seed itself", cells.name());
            require(cells.values()[at] > 0, "%s: that of \"%s\" is not positive", cells.name(), id);
            require(cold(row) || cold(target), "%s: neither it nor \"%s\" is below the threshold", cells.name(), id);
        }
        coldSimilarities.put(row, cells);
        return this;
    }

    /**
     * Adds a user's history.
     *
     * @param affinities every item of the user, once, with the affinity as of the reference time: an item that is no
     *     evidence has 0
     * @throws IllegalArgumentException if the id is blank, or the user has a history already. Also if the history is
     *     empty or longer than the trainer's limit, or if the trainer keeps no histories. Also if an item is unknown or
     *     repeats, or an affinity is not finite. Also if the trainer's scale is {@link ScoreScale#RATING}, which needs
     *     more
     */
    public NeighborModelBuilder history(String user, Collection<ScoredId> affinities) {
        require(
                options.scoreScale() != ScoreScale.RATING,
                "history of \"%s\": scores on the rating scale also need the affinities if each event weighed 1",
                user);
        return addHistory(user, affinities, List.of());
    }

    /**
     * Adds a user's history for scores on the scale {@link ScoreScale#RATING}.
     *
     * @param eventCounts the same items with the affinities that they would have if each event weighed 1
     * @throws IllegalArgumentException for the reasons of {@link #history(String, Collection)}. Also if the items are
     *     not the same, or if the scale is another one
     */
    public NeighborModelBuilder ratedHistory(
            String user, Collection<ScoredId> affinities, Collection<ScoredId> eventCounts) {
        require(
                options.scoreScale() == ScoreScale.RATING,
                "history of \"%s\": only scores on the rating scale need the affinities if each event weighed 1",
                user);
        return addHistory(user, affinities, eventCounts);
    }

    private NeighborModelBuilder addHistory(
            String user, Collection<ScoredId> affinities, Collection<ScoredId> eventCounts) {
        require(options.histories(), "history of \"%s\", but the trainer keeps none", user);
        require(
                !affinities.isEmpty()
                        && affinities.size() <= options.historyLimit().orElse(Integer.MAX_VALUE),
                "history of \"%s\" must hold from 1 to %s items: %s",
                user,
                options.historyLimit().isPresent() ? options.historyLimit().getAsInt() : "any number of",
                affinities.size());
        require(
                options.scoreScale() != ScoreScale.RATING || !eventCounts.isEmpty(),
                "history of \"%s\": the affinities if each event weighed 1 are of other items",
                user);
        model.addHistory(user, affinities, eventCounts);
        return this;
    }

    /** The catalog's entries for the items. All of them must be added as items, too; {@link #build} checks that. */
    public NeighborModelBuilder catalog(Catalog described) {
        this.catalog = Optional.of(described);
        return this;
    }

    /** Says that events of items that the catalog lacks were counted, which the model remembers. */
    public NeighborModelBuilder keepUnknownItems() {
        this.keepUnknownItems = true;
        return this;
    }

    /**
     * The weights by which cold items were placed, by feature name.
     *
     * @throws IllegalArgumentException if a weight is not finite
     */
    public NeighborModelBuilder featureWeights(Map<String, Double> weights) {
        weights.forEach((name, weight) ->
                require(Double.isFinite(weight), "weight of feature \"%s\" must be finite: %s", name, weight));
        this.featureWeights = new TreeMap<>(weights);
        return this;
    }

    /**
     * The moment that affinities are as of: that which a training would take, or any other. One that the trainer names
     * needs not be repeated here. Without one, events have no times.
     *
     * @throws IllegalArgumentException if the trainer names another moment, or it is more than 292 million years from 1970
     */
    public NeighborModelBuilder referenceTime(Instant time) {
        OptionalLong millis =
                OptionalLong.of(Arguments.requireMillis("referenceTime", time).toEpochMilli());
        require(
                options.referenceTime().isEmpty() || millis.equals(referenceTime),
                "referenceTime must be the trainer's, %s: %s",
                options.referenceTime().map(Instant::toString).orElse(""),
                time);
        this.referenceTime = millis;
        return this;
    }

    /**
     * From when to when the events happened, which the model remembers; nothing if they have no times.
     *
     * @throws IllegalArgumentException if a moment is more than 292 million years from 1970, or the last is before the first
     */
    public NeighborModelBuilder eventTimes(Instant first, Instant last) {
        this.eventTimes = Optional.of(new TimeSpan(first, last));
        return this;
    }

    /**
     * What was counted, which the model remembers.
     *
     * @param events usage events
     * @param pairs distinct pairs of a user and an item
     * @param units distinct co-occurrence units
     * @param users distinct users, with or without a history in the model
     * @throws IllegalArgumentException if a number is less than 1, or there are more pairs than events
     */
    public NeighborModelBuilder counts(long events, long pairs, int units, int users) {
        require(
                events >= pairs && pairs >= 1 && units >= 1 && users >= 1,
                "counts must be at least 1, and events at least pairs: events %s, pairs %s, units %s, users %s",
                events,
                pairs,
                units,
                users);
        this.counts = new Counts(events, pairs, units, users);
        return this;
    }

    /**
     * The smallest and the largest affinity of any user and item, for scores on the scale {@link ScoreScale#RATING}.
     *
     * @throws IllegalArgumentException if the trainer's scale is another, or the numbers are not finite and ascending
     */
    public NeighborModelBuilder ratingRange(double smallest, double largest) {
        require(options.scoreScale() == ScoreScale.RATING, "ratingRange, but scores are on another scale");
        require(
                smallest <= largest && Double.isFinite(smallest) && Double.isFinite(largest),
                "ratingRange must be two ascending numbers: %s, %s",
                smallest,
                largest);
        this.scale = Scale.rating(smallest, largest);
        return this;
    }

    /**
     * What raw scores are multiplied by, for scores on the scale {@link ScoreScale#UNIT_INTERVAL}.
     *
     * @throws IllegalArgumentException if the trainer's scale is another, or the number is not positive and finite
     */
    public NeighborModelBuilder scoreFactor(double factor) {
        require(options.scoreScale() == ScoreScale.UNIT_INTERVAL, "scoreFactor, but scores are on another scale");
        require(factor > 0 && factor <= Double.MAX_VALUE, "scoreFactor must be positive and finite: %s", factor);
        this.scale = Scale.unitInterval(factor);
        return this;
    }

    /**
     * The model.
     *
     * @throws IllegalStateException if there are no items, no counts, or no numbers for the scale of scores. Also if
     *     there are more histories than users, if an item is in more units than there are, if an item of the catalog was
     *     not added, or if unknown items were kept without a catalog
     * @throws TrainingException if a part would exceed what one section of a model file can hold
     */
    public NeighborModel build() {
        Counts counted = requireGiven(counts, "counts");
        Scale learnt = requireGiven(scale, options.scoreScale() == ScoreScale.RATING ? "ratingRange" : "scoreFactor");
        requireState(model.items().size() > 0, "there are no items");
        requireState(
                model.users() <= counted.users,
                "there are " + model.users() + " histories of " + counted.users + " users");
        requireState(
                model.largestFrequency() <= counted.units,
                "an item is in " + model.largestFrequency() + " of " + counted.units + " units");
        model.requireAllOf(catalog);
        requireState(!keepUnknownItems || catalog.isPresent(), "keepUnknownItems has no effect without a catalog");
        Map<String, Long> others = new LinkedHashMap<>();
        others.put("pairs", counted.pairs);
        others.put("units", (long) counted.units);
        ModelHeader header = ModelHeader.of(
                        Optional.of(options.algorithm()),
                        options.parameters(),
                        new ModelHeader.Counts(counted.events, counted.users, others),
                        model.items().size(),
                        eventTimes,
                        referenceTime,
                        options.live(),
                        options.supportThreshold(),
                        featureWeights)
                .withScale(learnt)
                .withUnknownItems(keepUnknownItems);
        return TrainingThreads.supervise(1, TrainingMonitor.none(), work -> assemble(header, work));
    }

    private NeighborModel assemble(ModelHeader header, TrainingThreads work) {
        boolean placed = !featureWeights.isEmpty() || !coldSimilarities.empty();
        boolean counted = options.histories() && options.scoreScale() == ScoreScale.RATING;
        CollectedParts.Assembled all = model.assemble(header, catalog, counted, work);
        float[] ordered = new float[all.itemOrder.length];
        for (int index = 0; index < ordered.length; index++) {
            ordered[index] = selfSimilarities.get(all.itemOrder[index]);
        }
        ByteBuffer self = Bytes.ofFloats(ordered);
        RowBlocks given = similarities.blocks(all.itemOrder, all.itemIndex, work);
        RowBlocks rows = options.packed() ? RowPacking.pack(given, work) : given;
        RowBlocks coldRows =
                placed ? coldSimilarities.blocks(all.itemOrder, all.itemIndex, work) : RowBlocksBuilder.none();
        return NeighborModel.of(
                new NeighborParts(all.parts, self, rows, coldRows, RowBounds.of(self, rows, coldRows, work)));
    }

    private int newRow(String seed, CollectedRows rows, String what) {
        int row = model.items().find(seed);
        require(row != Ids.UNKNOWN, "%s of \"%s\", which is no item; add all items first", what, seed);
        require(!rows.has(row), "%s of \"%s\" repeat", what, seed);
        return row;
    }

    private void requireWarm(String seed, int item, String id) {
        require(
                !cold(item),
                "similarities of \"%s\": item \"%s\" is below the support threshold %s",
                seed,
                id,
                options.supportThreshold());
    }

    private boolean cold(int item) {
        return model.frequency(item) < options.supportThreshold();
    }

    private static void requireState(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalStateException(problem);
        }
    }

    private static <T> T requireGiven(@Nullable T value, String what) {
        if (value == null) {
            throw new IllegalStateException(what + " must be given before the model is built");
        }
        return value;
    }

    private record Counts(long events, long pairs, int units, int users) {}
}
