/**
 * The training of item-to-item rows that algorithms share: reading, grouping, the plan and the budget of memory, cold
 * items, and the model. An algorithm adds how it computes rows, as a {@link
 * dev.recommender.internal.training.RowTraining}.
 */
@NullMarked
package dev.recommender.internal.training;

import org.jspecify.annotations.NullMarked;
