/**
 * Load on the service over HTTP: how many requests it answers, what it does with ten times as many as it can, and whether a change
 * of models is noticed. Server and clients are in one JVM, on loopback, and every loop ends after a time and a number of requests.
 *
 * <p>What is easy to get wrong: the clients wait for an answer before they ask again. So the times are those of a server that is as
 * busy as it can be with so many clients. Requests that come whenever they like would wait longer.
 */
@NullMarked
package dev.recommender.benchmarks.load;

import org.jspecify.annotations.NullMarked;
