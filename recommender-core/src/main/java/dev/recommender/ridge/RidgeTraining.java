package dev.recommender.ridge;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Budget;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowTraining;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.internal.training.TrainedRows;
import dev.recommender.internal.util.Numbers;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** The training of ridge rows. */
record RidgeTraining(RidgeOptions ridge) implements RowTraining {
    /** The phase of counting co-occurrences and choosing candidates. */
    static final String COUNTING = "counting";

    /** The phase of weighing the candidates of each target. */
    static final String SOLVING = "solving";

    /** The name of the count of targets whose equations had no solution. */
    static final String DAMPED = "dampedTargets";

    /** The name of the count of the most other items that an item occurs with. */
    static final String MOST_COOCCURRENCES = "mostCooccurrences";

    private static final Set<String> PHASES = Set.of(COUNTING, SOLVING);

    private static final int FEW_COUNTS = 300;
    private static final int TARGETS_PER_TASK = 8;
    private static final long[] NONE = new long[0];
    private static final long CELL = 8;
    private static final long ROW_OBJECT = 24;

    /** What it takes to choose among one row's cells, to gather one co-occurrence, and to subtract one: rules of thumb. */
    private static final double NANOS_PER_CHOICE = 5;

    private static final double NANOS_PER_GATHER = 1;
    private static final double NANOS_PER_SUBTRACTION = 0.1;

    @Override
    public String algorithm() {
        return RidgeAlgorithm.NAME;
    }

    @Override
    public RowOptions options() {
        return ridge.shared();
    }

    @Override
    public Parameters parameters() {
        return ridge.toParameters();
    }

    @Override
    public RidgeTraining with(RowOptions other) {
        return new RidgeTraining(ridge.with(other));
    }

    @Override
    public List<Saving> savings() {
        int counts = Math.min(FEW_COUNTS, Math.max(1, ridge.countsPerItem().orElse(Integer.MAX_VALUE) / 2));
        return ridge.solved()
                ? List.of(new Saving(
                        RidgeParameters.COUNTS_PER_ITEM.name(), counts, new RidgeTraining(ridge.countsPerItem(counts))))
                : List.of();
    }

    @Override
    public boolean boundedByOne() {
        return false;
    }

    @Override
    public boolean spillable() {
        return false;
    }

    @Override
    public long cells(Sizes sizes) {
        long perItem =
                Math.min(ridge.candidatesPerSeed() + (long) ridge.ownCandidates(), Solver.most(ridge, sizes.warm()));
        return Math.min(
                candidates(sizes, perItem),
                (long) sizes.warm() * options().maxNeighbors().orElse(Integer.MAX_VALUE));
    }

    /** The co-occurrences of all items, of which the sizes count only those that the support threshold would leave. */
    private long candidates(Sizes sizes, long perItem) {
        double all = Math.min(
                (double) sizes.cells() * options().supportThreshold(),
                (double) sizes.warm() * Math.max(0, sizes.warm() - 1));
        return (long) Math.min(all, (double) sizes.warm() * perItem);
    }

    private long counts(Sizes sizes) {
        return ridge.solved() ? candidates(sizes, ridge.countsPerItem().orElse(Integer.MAX_VALUE)) : 0;
    }

    @Override
    public Map<String, Long> rowBytes(Sizes sizes, long threads, boolean spilled, long room) {
        long proposed = candidates(sizes, ridge.candidatesPerSeed());
        long own = candidates(sizes, ridge.ownCandidates());
        long kept = Factors.bytes(sizes.warm()) + CELL * own + 3 * ROW_OBJECT * sizes.warm();
        long counting = kept
                + CELL * (proposed + counts(sizes) + sizes.warm())
                + Cooccurrence.bytesOfRows(ridge.counting(), sizes.entries(), sizes.units(), sizes.items(), threads)
                + threads * (4L * sizes.items() + CountedRows.scratchBytes(sizes.items()));
        long solving = kept
                + CELL * (2 * proposed + 2 * counts(sizes) + 3 * solved(sizes))
                + 3 * ROW_OBJECT * sizes.items()
                + threads * Solver.bytes(ridge, sizes.warm());
        Map<String, Long> bytes = new LinkedHashMap<>();
        bytes.put(COUNTING, counting);
        bytes.put(SOLVING, solving);
        return bytes;
    }

    /** The weights of all targets, before neighbours are limited. */
    private long solved(Sizes sizes) {
        return new RidgeTraining(ridge.with(options().maxNeighbors(Integer.MAX_VALUE))).cells(sizes);
    }

    @Override
    public double rowNanos(Sizes sizes, double additions, double nanosPerAddition) {
        double all = candidates(sizes, Integer.MAX_VALUE);
        double perTarget = Math.min((double) Solver.most(ridge, sizes.warm()), all / Math.max(1, sizes.warm()));
        double mean = Math.min(perTarget, (double) ridge.candidatesPerSeed() + ridge.ownCandidates());
        // So many targets are popular enough to have as many candidates as they may.
        double full = sizes.warm() * mean / Math.max(1, perTarget);
        double gathered = sizes.warm() * mean * Math.min((double) counts(sizes), all) / Math.max(1, sizes.warm());
        return 2 * additions * nanosPerAddition
                + all * NANOS_PER_CHOICE
                + (ridge.solved()
                        ? gathered * NANOS_PER_GATHER
                                + full * perTarget * perTarget * perTarget / 6 * NANOS_PER_SUBTRACTION
                        : 0);
    }

    @Override
    public Set<String> sparedPhases(SharedSteps kept) {
        return kept.has(Solved.class) ? PHASES : kept.has(Equations.class) ? Set.of(COUNTING) : Set.of();
    }

    @Override
    public void giveUpUseless(SharedSteps steps) {
        steps.find(Solved.class, weighedBy());
        steps.find(Equations.class, countedBy());
    }

    @Override
    public TrainedRows rows(Interactions interactions, Budget budget, SharedSteps steps, TrainingThreads work) {
        Optional<Solved> known = steps.find(Solved.class, weighedBy());
        Optional<Equations> counted = steps.find(Equations.class, countedBy());
        Optional<Counts> counts = known.isPresent() || counted.isPresent()
                ? Optional.empty()
                : Optional.of(work.phase(COUNTING, () -> count(interactions, work)));
        return work.phase(SOLVING, () -> {
            if (known.isPresent()) {
                return rows(known.get().columns.clone(), known.get(), interactions, work);
            }
            Equations equations = counted.orElseGet(() -> counts.orElseThrow().equations(work));
            Solved solved = solve(equations, work);
            // Columns are given up one by one while rows are made, unless another training may need them.
            boolean kept = steps.keeping() && keep(equations, solved, interactions.sizes, budget, steps);
            return rows(kept ? solved.columns.clone() : solved.columns, solved, interactions, work);
        });
    }

    /** Keeps what there is room for, the weights first; returns whether these are kept. */
    private boolean keep(Equations equations, Solved solved, Sizes sizes, Budget budget, SharedSteps steps) {
        boolean weights = budget.leaves(sizes, solved.bytes(), PHASES);
        if (budget.leaves(sizes, equations.bytes() + (weights ? solved.bytes() : 0), PHASES)) {
            steps.keep(Equations.class, countedBy(), equations, equations.bytes());
        } else {
            steps.giveUp(Equations.class);
        }
        if (weights) {
            steps.keep(Solved.class, weighedBy(), solved, solved.bytes());
        }
        return weights;
    }

    private TrainedRows rows(long[][] columns, Solved solved, Interactions interactions, TrainingThreads work) {
        Factors factors = solved.factors.with(ridge, interactions);
        RowBlocks rows = Columns.rows(
                columns,
                factors.target,
                interactions.items(),
                options().maxNeighbors().orElse(Integer.MAX_VALUE),
                work);
        return new TrainedRows(
                Bytes.ofFloats(own(factors, interactions.items())),
                rows,
                false,
                counts(solved),
                solved.damped == 0 ? List.of() : List.of(note(solved.damped)));
    }

    private Map<String, Long> counts(Solved solved) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(MOST_COOCCURRENCES, (long) solved.most);
        if (ridge.solved()) {
            counts.put(DAMPED, (long) solved.damped);
        }
        return counts;
    }

    /** All options that the weights depend on, before they are divided by the targets' popularity and cut. */
    private List<Object> weighedBy() {
        return List.of(ridge.penalty(), ridge.candidatesPerTarget(), countedBy());
    }

    /** All options that the equations depend on, but for the penalty. Without one, no co-occurrences are counted for them. */
    private List<Object> countedBy() {
        return List.of(
                ridge.solved(),
                ridge.unitDamping(),
                ridge.seedDamping(),
                ridge.candidatesPerSeed(),
                ridge.ownCandidates(),
                ridge.proposalDamping(),
                ridge.countsPerItem(),
                options().supportThreshold(),
                options().cooccurrenceUnit(),
                options().sessionGap(),
                options().maxItemsPerUnit());
    }

    private Counts count(Interactions interactions, TrainingThreads work) {
        Cooccurrence cooccurrence = new Cooccurrence(interactions, ridge.counting(), work);
        Factors factors = Factors.of(ridge, interactions, cooccurrence);
        return new Counts(factors, CountedRows.count(ridge, factors, interactions.items(), cooccurrence, work));
    }

    private Solved solve(Equations equations, TrainingThreads work) {
        Factors factors = equations.factors();
        long[][] columns = new long[factors.warm][];
        Arrays.fill(columns, NONE);
        AtomicInteger damped = new AtomicInteger();
        int tasks = (columns.length + TARGETS_PER_TASK - 1) / TARGETS_PER_TASK;
        work.run(tasks, () -> new Solver(ridge, factors, equations.pattern(), equations.counts()), (task, solver) -> {
            int before = solver.damped();
            int last = Math.min(columns.length, (task + 1) * TARGETS_PER_TASK);
            for (int target = task * TARGETS_PER_TASK; target < last; target++) {
                columns[target] = solver.column(target);
            }
            damped.addAndGet(solver.damped() - before);
        });
        return new Solved(factors, columns, equations.most(), damped.get());
    }

    /** The weight that each item would have for itself, if it were its own only candidate. */
    private float[] own(Factors factors, int items) {
        float[] own = new float[items];
        for (int item = 0; item < factors.warm; item++) {
            float common = factors.own[item];
            float weight = ridge.solved()
                    ? common / (common + (float) ridge.penalty().getAsDouble() / factors.seed[item])
                    : common * factors.seed[item];
            own[item] = weight * factors.target[item];
        }
        return own;
    }

    private String note(int damped) {
        return Numbers.count(damped, "item") + (damped == 1 ? " has" : " have")
                + " predictors whose co-occurrences were cut so far that they contradict each other, so each of them was"
                + " weighed by itself; a larger countsPerItem than "
                + ridge.countsPerItem().orElse(0) + " would help";
    }

    private record Counts(Factors factors, CountedRows rows) {
        /** Takes the counted rows over. */
        Equations equations(TrainingThreads work) {
            return Equations.of(factors, rows, work::check);
        }
    }

    /** The weights of all targets' seeds, the most co-occurrences of an item, and of how many targets the equations had no solution. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Solved(Factors factors, long[][] columns, int most, int damped) {
        /** The heap that it takes. */
        long bytes() {
            return Cell.bytesOf(columns);
        }
    }
}
