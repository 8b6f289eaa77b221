/**
 * A client of the service over HTTP, for applications that have no server of their own. {@link
 * dev.recommender.client.RecommenderClient} has models, aliases and files, {@link dev.recommender.client.ModelClient}
 * asks a model, and {@link dev.recommender.client.ProblemException} says why the service has not done something.
 *
 * <p>What is easy to get wrong: an {@link java.io.IOException} leaves open whether a change was made. Requests for a model and
 * for going back to an earlier alias carry a key of their own, by which the service does them once however often they are sent.
 */
@NullMarked
package dev.recommender.client;

import org.jspecify.annotations.NullMarked;
