package dev.recommender.web;

import java.time.Instant;

/**
 * What is known of a key. The key itself is known to who holds it alone.
 *
 * @param id what names it, for revoking it
 * @param name whose it is, for people
 * @param access what it opens
 * @param created when it was made
 */
public record ApiKey(String id, String name, Access access, Instant created) {}
