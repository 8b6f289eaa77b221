/**
 * The control plane, on any store. A {@link dev.recommender.service.RecordModelRegistry} knows the models, the default and
 * the aliases; a {@link dev.recommender.service.BlobModelProvider} stores trained models and opens them wherever they are
 * asked for. Neither keeps anything in a process that the store does not have, so any number of processes can share one.
 *
 * <p>What applications exchange as JSON about trainings, {@link dev.recommender.service.TrainingParameters} in and
 * {@link dev.recommender.service.ModelStatistics} out, has the names of the retired Recommendations service, so that its
 * clients' requests and dashboards carry over.
 */
@NullMarked
package dev.recommender.service;

import org.jspecify.annotations.NullMarked;
