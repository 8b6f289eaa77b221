/**
 * Models as a service: {@link dev.recommender.service.ModelService} takes requests and answers, {@link
 * dev.recommender.service.ModelWorker} trains. Any number of processes share a store. What the two speak of is in {@code
 * dev.recommender.registry}.
 *
 * <p>What is easy to get wrong: a model becomes visible by one compare-and-set of its record in the registry, and by nothing
 * else. Messages, claims and stored files are hints, saved work and drafts. Each may be lost, doubled or left behind at any
 * moment, and the registry's record is still right.
 */
@NullMarked
package dev.recommender.service;

import org.jspecify.annotations.NullMarked;
