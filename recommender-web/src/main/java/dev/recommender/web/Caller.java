package dev.recommender.web;

/**
 * Who sends a request.
 *
 * @param name {@code key} and its name, or {@code loopback}
 * @param access what it may do
 */
record Caller(String name, Access access) {}
