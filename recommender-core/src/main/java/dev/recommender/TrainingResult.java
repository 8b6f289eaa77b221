package dev.recommender;

/**
 * What a training returns.
 *
 * @param model the model; the caller closes it
 * @param statistics what was counted and measured on the way
 * @param report what the reader of the usage events accepted and rejected
 */
public record TrainingResult(TrainedModel model, TrainingStatistics statistics, ParsingReport report) {}
