package dev.recommender.client;

import java.time.Instant;

/**
 * A file to train on, in the store of the service.
 *
 * @param name its name, with its folders
 * @param size its length in bytes
 * @param modified when it was written
 */
public record StoredFile(String name, long size, Instant modified) {}
