/**
 * Models as a service over HTTP. {@link dev.recommender.web.RecommenderHandler} answers requests in any server of Jetty, {@link
 * dev.recommender.web.RecommenderServer} is such a server, ready to start, and {@link dev.recommender.web.ApiKeys} keeps who may do
 * what. docs/service.md has the addresses.
 *
 * <p>What is easy to get wrong: the server holds no state of its own but copies. Keys, parts of uploads and idempotency keys are in
 * the store, so any number of servers share them, and a client may send each request to another one.
 */
@NullMarked
package dev.recommender.web;

import org.jspecify.annotations.NullMarked;
