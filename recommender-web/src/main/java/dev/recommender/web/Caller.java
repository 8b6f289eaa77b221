package dev.recommender.web;

/**
 * Who sends a request.
 *
 * @param name {@code key}, its name and its id, which no two keys share; or {@code loopback}
 * @param access what it may do
 */
record Caller(String name, Access access) {}
