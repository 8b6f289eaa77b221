/**
 * The vocabulary: what goes in ({@link dev.recommender.UsageEvents}), what comes out
 * ({@link dev.recommender.TrainedModel}, {@link dev.recommender.Recommendations}), and the questions in between
 * ({@link dev.recommender.Query}). Everything here is an interface, an immutable value or an exception. Nothing here
 * depends on another package of the API.
 *
 * <p>A trainer reads usage events once and returns a model; the model's recommender answers queries. The trainer to
 * start from is {@code dev.recommender.sar.SarTrainer}, the reader of files {@code dev.recommender.csv.UsageCsv}.
 *
 * <p>Where many models are trained and served, a {@link dev.recommender.registry.ModelRegistry} knows them by their
 * {@link dev.recommender.registry.ModelId}, and a {@link dev.recommender.registry.ModelProvider} opens them.
 */
@NullMarked
package dev.recommender;

import org.jspecify.annotations.NullMarked;
