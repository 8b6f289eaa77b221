package dev.recommender.internal.training;

import dev.recommender.internal.events.MemoryBudget.Alternatives;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.events.UnitTally;
import dev.recommender.internal.training.ModelTraining.Saving;
import dev.recommender.internal.util.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What would help a training that does not fit its budget: each with the heap that it would then need. */
final class MemoryAdvice {
    private static final int FEW_NEIGHBORS = 200;
    private static final int MEBIBYTE = 1 << 20;

    private final ModelTraining training;
    private final int threads;
    private final long budget;
    private final Sizes sizes;
    private final boolean read;
    private final long now;

    /**
     * Prepares.
     *
     * @param read whether the events have been read, so that what that took does not matter any more
     */
    MemoryAdvice(ModelTraining training, int threads, long budget, Sizes sizes, boolean read) {
        this.training = training;
        this.threads = threads;
        this.budget = budget;
        this.sizes = sizes;
        this.read = read;
        this.now = peak(training, threads, sizes);
    }

    /** More memory, and the options that save memory, as the builder of trainers names them. */
    List<String> of(Alternatives alternatives) {
        List<String> remedies = new ArrayList<>();
        remedies.add("a memory budget of " + Memory.text(now) + ", for which the JVM needs -Xmx"
                + (now / 3 * 4 / MEBIBYTE + 1) + "m");
        int neighbors = Math.min(
                FEW_NEIGHBORS, Math.max(1, training.options().maxNeighbors().orElse(Integer.MAX_VALUE) / 2));
        add(
                remedies,
                "maxNeighbors",
                neighbors,
                peak(training.with(training.options().maxNeighbors(neighbors)), threads, sizes));
        for (Saving saving : training.savings()) {
            add(remedies, saving.option(), saving.value(), peak(saving.training(), threads, sizes));
        }
        if (threads > 1) {
            add(remedies, "threads", 1, peak(training, 1, sizes));
        }
        int threshold =
                (int) Math.min(Integer.MAX_VALUE, 2L * training.options().supportThreshold());
        ModelTraining stricter = training.with(training.options().supportThreshold(threshold));
        add(
                remedies,
                "supportThreshold",
                threshold,
                peak(stricter, threads, alternatives.withThreshold().apply(threshold)));
        if (alternatives.largestUnit() > UnitTally.FEW_ITEMS) {
            ModelTraining capped = training.with(training.options().maxItemsPerUnit(UnitTally.FEW_ITEMS));
            add(remedies, "maxItemsPerUnit", UnitTally.FEW_ITEMS, peak(capped, threads, alternatives.ofFewItems()));
        }
        return remedies;
    }

    private void add(List<String> remedies, String option, int value, long then) {
        String needed = Memory.text(then);
        if (then < now && !needed.equals(Memory.text(now))) {
            remedies.add(option + "(" + value + "), which needs " + needed);
        }
    }

    /** What a training needs at its height. */
    private long peak(ModelTraining changed, int changedThreads, Sizes resized) {
        MemoryModel model = new MemoryModel(changed, changedThreads);
        Map<String, Long> bytes = model.bytes(resized, model.mustSpill(resized, budget), budget);
        if (read) {
            bytes.remove(Phases.READING);
        }
        return bytes.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }
}
