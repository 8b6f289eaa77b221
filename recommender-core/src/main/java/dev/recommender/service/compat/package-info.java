/**
 * The names, ranges and JSON of Microsoft's retired Product Recommendations service, so that its clients' requests and\n * dashboards carry over.
 */
@NullMarked
package dev.recommender.service.compat;

import org.jspecify.annotations.NullMarked;
