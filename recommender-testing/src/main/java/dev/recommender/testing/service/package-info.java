/**
 * What a {@link dev.recommender.service.ModelService} promises on every store, as suites to extend: one for each
 * adapter. They start processes of their own, kill them, and compare what is left with what must be there.
 */
@NullMarked
package dev.recommender.testing.service;

import org.jspecify.annotations.NullMarked;
