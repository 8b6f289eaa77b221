package dev.recommender.internal.training;

import dev.recommender.InsufficientMemoryException;
import dev.recommender.internal.events.MemoryBudget;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.util.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The heap that one training may take. What it needs is compared with it as soon as it is known: while events are read,
 * and when they have been counted. What earlier trainings of a series left is part of it, and is given up where it leaves
 * too little. Shared between the training's threads.
 */
public final class Budget implements MemoryBudget {
    private final ModelTraining training;
    private final int threads;
    private final long bytes;
    private final SharedSteps kept;
    private final AtomicReference<@Nullable Alternatives> asked = new AtomicReference<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong read = new AtomicLong();

    /** The budget of a training by itself. */
    public Budget(ModelTraining training, int threads, long bytes) {
        this(training, threads, bytes, SharedSteps.none());
    }

    /**
     * The budget of a training in a series.
     *
     * @param kept what earlier trainings left that this one takes over
     */
    public Budget(ModelTraining training, int threads, long bytes, SharedSteps kept) {
        this.training = training;
        this.threads = threads;
        this.bytes = bytes;
        this.kept = kept;
    }

    @Override
    public void book(long moreEvents, long moreBytes) {
        long eventsNow = events.addAndGet(moreEvents);
        long bytesNow = read.addAndGet(moreBytes);
        while (bytesNow > bytes - kept.bytes() && kept.giveUpOldest()) {
            // One after the other, as what is left may fit.
        }
        if (bytesNow > bytes) {
            throw new InsufficientMemoryException(
                    String.format(
                            Locale.ROOT,
                            "%,d events and their ids take %s already, more than the memory budget of %s; give the"
                                    + " training more memory or fewer events",
                            eventsNow,
                            Memory.text(bytesNow),
                            Memory.text(bytes)),
                    bytesNow,
                    bytes);
        }
    }

    @Override
    public void require(Sizes sizes, Alternatives alternatives) {
        asked.set(alternatives);
        while (kept.bytes() > 0) {
            if (fitsBesideKept(sizes)) {
                return;
            }
            kept.giveUpOldest();
        }
        Map<String, Long> needed = needed(sizes);
        long peak = peak(needed);
        if (peak > bytes) {
            List<String> figures = new ArrayList<>();
            needed.forEach((phase, size) -> figures.add(phase + " " + Memory.text(size)));
            throw new InsufficientMemoryException(
                    String.format(
                            Locale.ROOT,
                            "the training needs %s, more than the memory budget of %s (%s), for %,d pairs of users and"
                                    + " items, %s; what would help: %s",
                            Memory.text(peak),
                            Memory.text(bytes),
                            String.join(", ", figures),
                            sizes.pairs(),
                            training.need(sizes),
                            String.join(
                                    "; ", new MemoryAdvice(training, threads, bytes, sizes, true).of(alternatives))),
                    peak,
                    bytes);
        }
    }

    /** Whether all phases can be run beside what is kept. Where rows go to a file for lack of heap, there is none to spare. */
    private boolean fitsBesideKept(Sizes sizes) {
        Map<String, Long> others = needed(sizes);
        others.keySet().removeAll(training.sparedPhases(kept));
        others.merge(Phases.MODEL, -training.sharedBytes(kept), Long::sum);
        return !spills(sizes) && peak(others) + kept.bytes() <= bytes;
    }

    private Map<String, Long> needed(Sizes sizes) {
        Map<String, Long> needed = new MemoryModel(training, threads).bytes(sizes, spills(sizes), bytes);
        needed.remove(Phases.READING);
        return needed;
    }

    private static long peak(Map<String, Long> needed) {
        return needed.values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    /** Whether all phases but these can be run while so many bytes more are held. */
    public boolean leaves(Sizes sizes, long more, Set<String> phases) {
        Map<String, Long> others = needed(sizes);
        others.keySet().removeAll(phases);
        return peak(others) + more <= bytes;
    }

    /** What was given with the sizes. */
    Alternatives alternatives() {
        return Objects.requireNonNull(asked.get(), "nothing was required yet");
    }

    /** How much the phases that compute rows may hold. */
    public long room(Sizes sizes) {
        return new MemoryModel(training, threads).room(sizes, bytes);
    }

    /** Whether the rows of all neighbours go to a temporary file. */
    public boolean spills(Sizes sizes) {
        return new MemoryModel(training, threads).mustSpill(sizes, bytes);
    }
}
