package dev.recommender;

import java.util.List;
import java.util.Optional;

/**
 * What a training returns.
 *
 * @param model the model; the caller closes it
 * @param statistics what was counted and measured on the way
 * @param report what the reader of the usage events accepted and rejected
 * @param catalogReport what the reader of the catalog accepted and rejected, if there was a catalog
 * @param notes what the training noticed that is no error, one sentence each, such as that no two items are similar; with
 *     the remedy, which names parameters as {@link Parameters} does. The command line prints them; unmodifiable
 * @param <M> the kind of model
 */
public record TrainingResult<M extends TrainedModel>(
        M model,
        TrainingStatistics statistics,
        ParsingReport report,
        Optional<ParsingReport> catalogReport,
        List<String> notes) {
    public TrainingResult {
        notes = List.copyOf(notes);
    }

    /** A result without notes. */
    public TrainingResult(
            M model, TrainingStatistics statistics, ParsingReport report, Optional<ParsingReport> catalogReport) {
        this(model, statistics, report, catalogReport, List.of());
    }
}
