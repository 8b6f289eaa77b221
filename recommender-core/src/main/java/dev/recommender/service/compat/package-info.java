/**
 * The names, ranges and JSON of Microsoft's retired Product Recommendations service. They let its clients keep their
 * requests and dashboards. {@link dev.recommender.service.compat.RetiredRequest} reads and writes its training
 * requests. {@link dev.recommender.service.compat.RetiredStatistics} writes its statistics, and
 * {@link dev.recommender.service.compat.RetiredQuery} has its limits of answers.
 *
 * <p>Nothing else in the library uses these names. They are translated to the library's own terms, among them parameters
 * of the algorithm {@code sar}, which the retired service used.
 */
@NullMarked
package dev.recommender.service.compat;

import org.jspecify.annotations.NullMarked;
