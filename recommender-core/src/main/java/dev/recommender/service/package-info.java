/**
 * What applications exchange as JSON about trainings: {@link dev.recommender.service.TrainingParameters} in,
 * {@link dev.recommender.service.ModelStatistics} out, under the names of the retired Recommendations service, so that
 * its clients' requests and dashboards carry over.
 */
@NullMarked
package dev.recommender.service;

import org.jspecify.annotations.NullMarked;
