package dev.recommender.internal.training;

import dev.recommender.TrainingInput;
import dev.recommender.TrainingResult;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.model.ModelParts;
import dev.recommender.internal.neighbors.NeighborParts;
import dev.recommender.internal.neighbors.RowBounds;
import dev.recommender.internal.neighbors.RowScorer;
import dev.recommender.internal.ranking.ScaleLearner;
import dev.recommender.internal.ranking.UserAffinities;
import dev.recommender.internal.rows.RowBlocks;
import dev.recommender.internal.tasks.TrainingThreads;
import dev.recommender.neighbors.NeighborModel;
import java.util.LinkedHashMap;
import java.util.Map;

/** One training of rows, from its input to its result. */
public final class Training {
    /** The name of the count of similarities that were kept. */
    static final String NEIGHBORS = "neighbors";

    /** The name of the count of the most similarities that were kept of an item. */
    static final String MOST_NEIGHBORS = "mostNeighbors";

    private final RowTraining training;
    private final RowOptions options;
    private final Budget budget;
    private final TrainingInput input;
    private final SharedSteps steps;
    private final TrainingThreads work;

    /** A training by itself. */
    public Training(RowTraining training, long budget, TrainingInput input, TrainingThreads work) {
        this(training, budget, input, SharedSteps.none(), work);
    }

    /** A training that takes over what the steps hold, and adds to them. */
    public Training(RowTraining training, long budget, TrainingInput input, SharedSteps steps, TrainingThreads work) {
        this.training = training;
        this.options = training.options();
        this.budget = new Budget(training, work.threads(), budget, steps);
        this.input = input;
        this.steps = steps;
        this.work = work;
    }

    public TrainingResult<NeighborModel> run() {
        training.giveUpUseless(steps);
        return GroupedEvents.learn(training, budget, input, steps, work, this::learn);
    }

    private TrainingResult<NeighborModel> learn(GroupedEvents events) {
        Interactions interactions = events.interactions();
        TrainedRows trained = weighed(training.rows(interactions, budget, steps, work), interactions.frequency);
        RowBlocks similarities = trained.rows();
        ColdItems.Placement cold = work.phase(
                Phases.COLD_ITEMS,
                () -> ColdItems.place(
                        options,
                        training.boundedByOne(),
                        events.warm(),
                        events.items(),
                        events.features(),
                        similarities,
                        work));
        NeighborParts parts = work.phase(Phases.MODEL, () -> {
            ModelParts model = events.model(Map.of(), cold.weights());
            NeighborParts unscaled = new NeighborParts(
                    model,
                    trained.own(),
                    similarities,
                    cold.rows(),
                    RowBounds.of(trained.own(), similarities, cold.rows(), work));
            return unscaled.withScale(ScaleLearner.learn(
                    options.scoreScale(), model, () -> new RowScorer(unscaled), UserAffinities.of(interactions), work));
        });
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put(NEIGHBORS, trained.rows().cells());
        counts.put(MOST_NEIGHBORS, (long) trained.rows().longest());
        counts.putAll(trained.counts());
        return events.result(NeighborModel.of(parts), counts, cold.weights(), trained.notes());
    }

    private TrainedRows weighed(TrainedRows values, int[] frequency) {
        if (options.weights().plain()) {
            return values;
        }
        RowBlocks rows = work.phase(Phases.WEIGHTS, () -> options.weights().apply(values, frequency, work));
        return new TrainedRows(values.own(), rows, false, values.counts(), values.notes());
    }
}
