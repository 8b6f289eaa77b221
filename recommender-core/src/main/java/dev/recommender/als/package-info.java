/**
 * Alternating least squares: vectors of users and items are learnt in turn, each solved exactly while the other side stays
 * as it is. Start with {@link dev.recommender.als.AlsTrainer}. Data flows one way:
 *
 * <pre>
 * Interactions → Side (of users, of items) → Sweep, Sweep, … → turned item vectors → FactorParts → FactorModel
 * </pre>
 */
@NullMarked
package dev.recommender.als;

import org.jspecify.annotations.NullMarked;
