/**
 * What the trainings of algorithms share: reading, grouping, the plan and the budget of memory; and for item-to-item rows
 * cold items and the model, too. An algorithm says what it takes, as a {@link
 * dev.recommender.internal.training.ModelTraining}, and one of rows how it computes them, as a {@link
 * dev.recommender.internal.training.RowTraining}.
 */
@NullMarked
package dev.recommender.internal.training;

import org.jspecify.annotations.NullMarked;
