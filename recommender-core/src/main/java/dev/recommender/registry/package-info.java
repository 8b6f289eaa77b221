/**
 * The vocabulary of models as a service. A {@link dev.recommender.registry.TrainingRequest} asks for a model, and a
 * {@link dev.recommender.registry.ModelRecord} holds what is known of it. An {@link dev.recommender.registry.Alias} is
 * a name under which models answer. A {@link dev.recommender.registry.ModelProvider} opens them.
 *
 * <p>Depends on the vocabulary of data and answers alone. {@code dev.recommender.service.ModelService} puts it to work.
 */
@NullMarked
package dev.recommender.registry;

import org.jspecify.annotations.NullMarked;
