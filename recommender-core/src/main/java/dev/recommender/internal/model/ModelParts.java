package dev.recommender.internal.model;

import dev.recommender.ScoreScale;
import dev.recommender.Verification;
import dev.recommender.internal.file.ModelFileReader;
import dev.recommender.internal.file.ModelFileWriter;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.rows.Ids;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.IntStream;

/**
 * What every model holds, each part a view of bytes in the form that the model file has, on the heap or mapped. Immutable;
 * shared between threads.
 *
 * @param header what the model was trained from, and how it answers
 * @param items item ids by item index, most popular first
 * @param users user ids by user index; empty if the model holds no histories
 * @param frequencies int32 per item: the number of units that hold it
 * @param histories the users' affinities
 * @param features what the catalog says of each item
 */
public record ModelParts(
        ModelHeader header, Ids items, Ids users, ByteBuffer frequencies, Histories histories, ItemFeatures features) {
    /** These parts with the numbers that the training determined for the scale of scores. */
    public ModelParts withScale(Scale learnt) {
        return new ModelParts(header.withScale(learnt), items, users, frequencies, histories, features);
    }

    /** How often an item occurs, in units. */
    public int frequency(int item) {
        return frequencies.getInt(4 * item);
    }

    /** Whether an item has too little use of its own to be compared by it. */
    public boolean cold(int item) {
        return frequency(item) < header.supportThreshold();
    }

    /** The indexes of users by their ids, ascending; ids that are unknown are left out. */
    public int[] usersOf(Collection<String> ids) {
        return ids.stream()
                .mapToInt(users::indexOf)
                .filter(user -> user != Ids.UNKNOWN)
                .sorted()
                .distinct()
                .toArray();
    }

    /** These parts without some users; the same parts if they have none of them. */
    public ModelParts without(Collection<String> ids) {
        int[] gone = usersOf(ids);
        if (gone.length == 0) {
            return this;
        }
        IdTable kept = new IdTable();
        for (int user = 0; user < users.count(); user++) {
            if (Arrays.binarySearch(gone, user) < 0) {
                kept.numberOf(users.text(user));
            }
        }
        int[] order = IntStream.range(0, kept.size()).toArray();
        return new ModelParts(
                header, items, Ids.open(Ids.section(kept, order)), frequencies, histories.without(gone), features);
    }

    /** The same parts on the heap. */
    public ModelParts onHeap() {
        return new ModelParts(
                header, items.onHeap(), users.onHeap(), Bytes.copy(frequencies), histories.onHeap(), features.onHeap());
    }

    /** Adds the sections of these parts to a file. */
    public void write(ModelFileWriter file) {
        file.section(ModelSections.METADATA, ByteBuffer.wrap(header.toJson()))
                .section(ModelSections.ITEM_IDS, items.section())
                .section(ModelSections.USER_IDS, users.section())
                .section(ModelSections.FREQUENCIES, frequencies)
                .rows(ModelSections.HISTORY_DIRECTORY, ModelSections.HISTORY_BLOCKS, histories.affinities())
                .section(ModelSections.HISTORY_EXPONENTS, histories.exponents())
                .rows(ModelSections.EVENT_COUNT_DIRECTORY, ModelSections.EVENT_COUNT_BLOCKS, histories.eventCounts())
                .section(ModelSections.TEXTS, features.texts().section())
                .section(ModelSections.FEATURES, features.section());
        if (!histories.cellExponents().isEmpty()) {
            file.section(ModelSections.CELL_EXPONENTS, histories.cellExponents().section());
        }
    }

    /**
     * Takes the sections of these parts from a file.
     *
     * @throws IllegalArgumentException with the reason, if their lengths contradict each other
     * @throws dev.recommender.ModelFormatException if the file is damaged
     */
    public static ModelParts read(ModelFileReader file) throws IOException {
        Ids items = Ids.open(file.section(ModelSections.ITEM_IDS));
        return new ModelParts(
                header(file),
                items,
                Ids.open(file.section(ModelSections.USER_IDS)),
                file.section(ModelSections.FREQUENCIES),
                new Histories(
                        file.rows(ModelSections.HISTORY_DIRECTORY, ModelSections.HISTORY_BLOCKS, items.count()),
                        file.section(ModelSections.HISTORY_EXPONENTS),
                        file.rows(ModelSections.EVENT_COUNT_DIRECTORY, ModelSections.EVENT_COUNT_BLOCKS, items.count()),
                        file.optionalSection(ModelSections.CELL_EXPONENTS)
                                .map(CellExponents::open)
                                .orElse(CellExponents.NONE)),
                ItemFeatures.open(Ids.open(file.section(ModelSections.TEXTS)), file.section(ModelSections.FEATURES)));
    }

    private static ModelHeader header(ModelFileReader file) {
        ByteBuffer section = file.section(ModelSections.METADATA);
        byte[] json = new byte[section.limit()];
        section.get(0, json);
        try {
            return ModelHeader.parse(json);
        } catch (IOException e) {
            throw file.corrupt("metadata");
        }
    }

    /**
     * Checks that the parts agree with each other and with their own rules, but for the cells of rows.
     *
     * @throws IllegalArgumentException with the reason, if not
     */
    public void verify(Verification verification) {
        verifyCounts();
        if (verification != Verification.NONE) {
            verifyContents();
        }
        if (verification == Verification.ON_OPEN) {
            histories.verifyCells();
        }
    }

    private void verifyCounts() {
        require(header.weights().asMap().size() >= header.eventWeights().size(), "metadata repeats event types");
        require(header.items() == items.count(), "metadata names another number of items");
        require(header.users() >= users.count(), "metadata names another number of users");
        require(frequencies.limit() == 4L * items.count(), "frequencies of another number of items");
        histories.verifyCounts(users.count(), header.scale().scoreScale() == ScoreScale.RATING);
    }

    private void verifyContents() {
        items.verify();
        items.verifyNoneBlank();
        users.verify();
        users.verifyNoneBlank();
        histories.verifyExponents(items.count());
        for (int item = 0; item < items.count(); item++) {
            require(frequency(item) >= 0, "negative frequency of item " + item);
        }
        features.verify(items.count());
    }

    /** Throws an {@link IllegalArgumentException} with the problem unless a condition holds. */
    public static void require(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException(problem);
        }
    }
}
