package dev.recommender;

import java.util.Optional;

/**
 * What a training returns.
 *
 * @param model the model; the caller closes it
 * @param statistics what was counted and measured on the way
 * @param report what the reader of the usage events accepted and rejected
 * @param catalogReport what the reader of the catalog accepted and rejected, if there was a catalog
 * @param <M> the kind of model
 */
public record TrainingResult<M extends TrainedModel>(
        M model, TrainingStatistics statistics, ParsingReport report, Optional<ParsingReport> catalogReport) {}
