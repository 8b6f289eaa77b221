/**
 * The vocabulary of the control plane: models by their ids, what is known of them, which names they answer under, and what\n * asks for one to be trained.
 */
@NullMarked
package dev.recommender.registry;

import org.jspecify.annotations.NullMarked;
