/**
 * What an algorithm brings to this library. An {@link dev.recommender.spi.Algorithm} has a name, says which parameters it
 * takes, makes trainers and opens the model files that these save. {@link java.util.ServiceLoader} finds it; from then on
 * the command line, the registry, workers, providers and evaluations handle its models like any other.
 *
 * <p>A model that ranks items by scores need not be written from scratch. {@code dev.recommender.models.RankedModel}
 * keeps ids, catalog and histories, and answers with rules, back-filling and explanations. The algorithm brings an
 * {@link dev.recommender.spi.ItemScorer}.
 */
@NullMarked
package dev.recommender.spi;

import org.jspecify.annotations.NullMarked;
