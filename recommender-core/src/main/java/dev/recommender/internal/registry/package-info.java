/**
 * The registry in versioned records: models, aliases, and the compare-and-set by which they change. {@link
 * dev.recommender.internal.registry.RecordModelRegistry} reads models and changes aliases; {@link
 * dev.recommender.internal.registry.TrainingLedger} writes how far models are.
 */
@NullMarked
package dev.recommender.internal.registry;

import org.jspecify.annotations.NullMarked;
