package dev.recommender.ridge;

import dev.recommender.Parameters;
import dev.recommender.internal.counting.Cooccurrence;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.events.Sizes;
import dev.recommender.internal.rows.Bytes;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.internal.training.Budget;
import dev.recommender.internal.training.Phases;
import dev.recommender.internal.training.RowOptions;
import dev.recommender.internal.training.RowTraining;
import dev.recommender.internal.training.SharedSteps;
import dev.recommender.internal.training.TrainedRows;
import dev.recommender.internal.util.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The training of ridge rows.
 *
 * @param following other penalties with which the same equations are likely to be solved next
 */
record RidgeTraining(RidgeOptions ridge, List<Double> following) implements RowTraining {
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

    /** A training by itself. */
    RidgeTraining(RidgeOptions ridge) {
        this(ridge, List.of());
    }

    @Override
    public RidgeTraining before(List<RowTraining> others) {
        return new RidgeTraining(
                ridge,
                others.stream()
                        .filter(RidgeTraining.class::isInstance)
                        .map(RidgeTraining.class::cast)
                        .filter(other -> other.gatheredBy().equals(gatheredBy()))
                        .flatMap(other -> other.ridge.penalty().stream().boxed())
                        .filter(penalty -> !penalties().contains(penalty))
                        .distinct()
                        .toList());
    }

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
        return solved(kept).isPresent() ? PHASES : kept.has(Equations.class) ? Set.of(COUNTING) : Set.of();
    }

    @Override
    public void giveUpUseless(SharedSteps steps) {
        solved(steps);
        steps.find(Equations.class, countedBy());
    }

    /** The weights, if they are known; of those that are of no use, those of other penalties stay that may be asked for. */
    private Optional<Solved> solved(SharedSteps steps) {
        Optional<SolvedAhead> ahead = steps.find(SolvedAhead.class, gatheredBy());
        return steps.find(Solved.class, weighedBy())
                .or(() -> ahead.flatMap(known -> known.of(ridge.penalty().orElse(Double.POSITIVE_INFINITY))));
    }

    @Override
    public TrainedRows rows(Interactions interactions, Budget budget, SharedSteps steps, TrainingThreads work) {
        Optional<Solved> known = solved(steps);
        Optional<Equations> counted = steps.find(Equations.class, countedBy());
        if (known.isPresent()) {
            asked(known.get(), steps);
            // Nothing is solved for known weights, so that is no phase.
            return rows(known.get().columns().clone(), known.get(), interactions, work);
        }
        Optional<Counts> counts = counted.isPresent()
                ? Optional.empty()
                : Optional.of(work.phase(COUNTING, () -> count(interactions, work)));
        return work.phase(SOLVING, () -> {
            Equations equations = counted.orElseGet(() -> counts.orElseThrow().equations(work));
            SolvedAhead waiting = steps.find(SolvedAhead.class, gatheredBy()).orElse(SolvedAhead.NONE);
            Map<Double, Solved> others = new LinkedHashMap<>();
            Solved solved =
                    solve(equations, together(waiting, interactions.sizes, work.threads(), budget), others, work);
            // Columns are given up one by one while rows are made, unless another training may need them.
            boolean kept = steps.keeping()
                    && keep(equations, solved, waiting.after(others), interactions.sizes, budget, steps);
            return rows(kept ? solved.columns().clone() : solved.columns(), solved, interactions, work);
        });
    }

    /** Weights that were solved ahead and have been asked for are as good as any that were. */
    private void asked(Solved solved, SharedSteps steps) {
        Optional<SolvedAhead> ahead = steps.find(SolvedAhead.class, gatheredBy());
        if (ahead.isPresent() && ridge.solved()) {
            double penalty = ridge.penalty().getAsDouble();
            if (ahead.get().of(penalty).isPresent()) {
                keepAhead(ahead.get().without(penalty), steps);
                steps.keep(Solved.class, weighedBy(), solved, solved.bytes());
            }
        }
    }

    private void keepAhead(SolvedAhead ahead, SharedSteps steps) {
        if (ahead.isEmpty()) {
            steps.giveUp(SolvedAhead.class);
        } else {
            steps.keep(SolvedAhead.class, gatheredBy(), ahead, ahead.bytes());
        }
    }

    /**
     * The penalties to solve with: this one's, and of those that are likely to follow as many as there is room for.
     *
     * @param waiting weights of other penalties, which stay beside them
     */
    private List<Double> together(SolvedAhead waiting, Sizes sizes, int threads, Budget budget) {
        List<Double> all = new ArrayList<>(penalties());
        long rows = threads * Solver.bytesOfRows(ridge, sizes.warm());
        long weights = CELL * solved(sizes) + ROW_OBJECT * sizes.warm();
        Set<String> done = Set.of(Phases.GROUPING, COUNTING);
        for (double penalty : following) {
            if (waiting.of(penalty).isEmpty()
                    && budget.leaves(sizes, waiting.bytes() + rows + all.size() * weights, done)) {
                all.add(penalty);
            }
        }
        return all;
    }

    private List<Double> penalties() {
        return ridge.penalty().stream().boxed().toList();
    }

    /**
     * Keeps what there is room for: these weights first, then those of other penalties one by one, then the equations.
     *
     * @param others weights of other penalties, in the order in which they are kept
     * @return whether these weights are kept
     */
    private boolean keep(
            Equations equations, Solved solved, SolvedAhead others, Sizes sizes, Budget budget, SharedSteps steps) {
        boolean weights = budget.leaves(sizes, solved.bytes(), PHASES);
        long ofWeights = weights ? solved.bytes() : 0;
        SolvedAhead ahead = others.within(more -> budget.leaves(sizes, ofWeights + more, PHASES));
        // What is kept first is given up first.
        if (budget.leaves(sizes, ofWeights + ahead.bytes() + equations.bytes(), PHASES)) {
            steps.keep(Equations.class, countedBy(), equations, equations.bytes());
        } else {
            steps.giveUp(Equations.class);
        }
        keepAhead(ahead, steps);
        if (weights) {
            steps.keep(Solved.class, weighedBy(), solved, solved.bytes());
        }
        return weights;
    }

    private TrainedRows rows(long[][] columns, Solved solved, Interactions interactions, TrainingThreads work) {
        Factors factors = solved.factors().with(ridge, interactions);
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
                solved.damped() == 0 ? List.of() : List.of(note(solved.damped())));
    }

    private Map<String, Long> counts(Solved solved) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(MOST_COOCCURRENCES, (long) solved.most());
        if (ridge.solved()) {
            counts.put(DAMPED, (long) solved.damped());
        }
        return counts;
    }

    /** All options that the weights depend on, before they are divided by the targets' popularity and cut. */
    private List<Object> weighedBy() {
        return List.of(ridge.penalty(), gatheredBy());
    }

    /** All of these options but the penalty. */
    private List<Object> gatheredBy() {
        return List.of(ridge.candidatesPerTarget(), countedBy());
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

    /**
     * Solves the equations of all targets, each of which is gathered once.
     *
     * @param penalties this training's, then others; none if it has none
     * @param others receives the weights of the other penalties
     */
    private Solved solve(
            Equations equations, List<Double> penalties, Map<Double, Solved> others, TrainingThreads work) {
        Factors factors = equations.factors();
        long[][][] columns = new long[Math.max(1, penalties.size())][factors.warm][];
        for (long[][] ofPenalty : columns) {
            Arrays.fill(ofPenalty, NONE);
        }
        AtomicIntegerArray damped = new AtomicIntegerArray(columns.length);
        int tasks = (factors.warm + TARGETS_PER_TASK - 1) / TARGETS_PER_TASK;
        work.run(
                tasks,
                () -> new Solver(ridge, penalties, factors, equations.pattern(), equations.counts()),
                (task, solver) -> {
                    int last = Math.min(factors.warm, (task + 1) * TARGETS_PER_TASK);
                    for (int target = task * TARGETS_PER_TASK; target < last; target++) {
                        Solver.Column[] found = solver.columns(target);
                        for (int number = 0; number < found.length; number++) {
                            columns[number][target] = found[number].cells();
                            damped.addAndGet(number, found[number].damped() ? 1 : 0);
                        }
                    }
                });
        for (int number = 1; number < columns.length; number++) {
            others.put(
                    penalties.get(number), new Solved(factors, columns[number], equations.most(), damped.get(number)));
        }
        return new Solved(factors, columns[0], equations.most(), damped.get(0));
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
}
