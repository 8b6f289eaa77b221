/**
 * Models as a service: requested, trained by workers, kept in a store, and opened wherever they are asked for.
 *
 * <p>Start with {@link dev.recommender.service.ModelService}, the front door, and
 * {@link dev.recommender.service.ModelWorker}, which does the work, usually in another process. Behind them
 * {@link dev.recommender.internal.registry.RecordModelRegistry} says which models there are and how far each is, and
 * {@link dev.recommender.internal.serving.BlobModelProvider} stores and opens them. A request is a
 * {@link dev.recommender.registry.TrainingRequest} with {@link dev.recommender.service.compat.RetiredParameters}; what comes of it
 * is told as {@link dev.recommender.service.compat.RetiredStatistics}, both under the names of the retired Recommendations service,
 * so that its clients' requests and dashboards carry over.
 *
 * <p>What is easy to get wrong: a model becomes visible by one compare-and-set of its record in the registry, and by nothing
 * else. Messages, claims and stored blobs are hints, work saved, and drafts; each may be lost, doubled or left behind at any
 * moment, and the registry's record still tells the truth.
 */
@NullMarked
package dev.recommender.service;

import org.jspecify.annotations.NullMarked;
